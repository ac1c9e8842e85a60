/** What is there before the first client comes: the price list, the benefits, the terms and the people. */
import type { Act, BenefitKey, Login, Staff } from './centre.ts';
import { firm } from './firms.ts';
import { randomOf } from './random.ts';
import { changeOrganisation } from '../access/organisation.ts';
import { createUser } from '../access/users.ts';
import { createService } from '../catalogue/services.ts';
import { createTerm } from '../catalogue/terms.ts';
import { createBenefitCategory } from '../clients/benefit-categories.ts';
import type { Actor } from '../kernel/operation.ts';

export type Offer = {
  key: string; name: string; price: number;
  type: 'SUBSCRIPTION' | 'RENTAL' | 'SINGLE_SESSION' | 'INDIVIDUAL_LESSON' | 'COWORKING' | 'OTHER';
  vat?: 'STANDARD' | 'VAT_10' | 'VAT_0';
};

/** Lessons for children are free of VAT; rent, goods and transport are not. Prices are in roubles without VAT. */
export const OFFERS: readonly Offer[] = [
  { key: 'camp', name: 'Летний городской лагерь, смена', price: 16_900, type: 'SUBSCRIPTION' },
  { key: 'single', name: 'Разовое занятие', price: 850, type: 'SINGLE_SESSION' },
  { key: 'speech', name: 'Логопед, индивидуальное занятие', price: 2200, type: 'INDIVIDUAL_LESSON' },
  { key: 'coworking', name: 'Коворкинг для родителей, день', price: 500, type: 'COWORKING', vat: 'STANDARD' },
  { key: 'costume', name: 'Костюм к отчётному концерту', price: 2490.83, type: 'OTHER', vat: 'STANDARD' },
  { key: 'paints', name: 'Набор красок и кистей', price: 958.33, type: 'OTHER', vat: 'STANDARD' },
  { key: 'textbook', name: 'Учебник и рабочая тетрадь', price: 809.09, type: 'OTHER', vat: 'VAT_10' },
  { key: 'festival', name: 'Автобус на международный фестиваль', price: 3200, type: 'OTHER', vat: 'VAT_0' },
];
/** School periods: what is held for a child is held in one of them. */
export const TERMS = [
  { name: '1 четверть', startDate: '2025-09-01', endDate: '2025-10-26' },
  { name: '2 четверть', startDate: '2025-11-05', endDate: '2025-12-30' },
  { name: '3 четверть', startDate: '2026-01-09', endDate: '2026-03-22' },
  { name: '4 четверть', startDate: '2026-03-30', endDate: '2026-05-31' },
  { name: 'Лето', startDate: '2026-06-01', endDate: '2026-08-31' },
] as const;

const USED_BY_VISITS: readonly Offer['type'][] = ['SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING'];

export async function openPriceList(act: Act, director: Actor): Promise<Record<string, string>> {
  const services: Record<string, string> = {};
  for (const { key, name, price, type, vat = 'NONE' } of OFFERS) {
    const writeOffTiming = USED_BY_VISITS.includes(type) ? 'ON_USE' : 'ON_SALE';
    const service = await act(director, createService, {
      name, serviceType: type, vat, writeOffTiming, basePrice: price,
    });
    services[key] = service.id;
  }
  return services;
}

/** What stands on invoices, and where their money goes. */
export async function openRequisites(act: Act, director: Actor, seed: number): Promise<void> {
  const { kind: _kind, name: _name, ...requisites } = firm(randomOf(seed, 6_000_000), 0);
  await act(director, changeOrganisation, {
    ...requisites, legalName: 'ООО «Детский центр „Мозаика“»', address: 'Москва, ул. Садовая, 12',
    phone: '+7 495 120-45-67',
  });
}

export async function openTerms(act: Act, director: Actor): Promise<Record<string, string>> {
  const terms: Record<string, string> = {};
  for (const term of TERMS) terms[term.name] = (await act(director, createTerm, term)).id;
  return terms;
}

export async function openBenefits(act: Act, director: Actor): Promise<Record<BenefitKey, string>> {
  const make = async (name: string, discountPercent: number, requiresDocument: boolean): Promise<string> =>
    (await act(director, createBenefitCategory, { name, discountPercent, requiresDocument })).id;
  return {
    largeFamily: await make('Многодетная семья', 30, true),
    disability: await make('Инвалид', 50, true),
    pensioner: await make('Пенсионер', 20, true),
    employee: await make('Сотрудник', 100, false),
  };
}

const TRAINERS = [
  ['Вера', 'Климова'], ['Тимур', 'Асадов'], ['Лидия', 'Рощина'], ['Степан', 'Журавлёв'], ['Нина', 'Абрамова'],
  ['Глеб', 'Тихонов'],
] as const;

/** Who may be looked as when the story has come to its evening; the others who work there have logins as well. */
export const PEOPLE = [
  { mailbox: 'admin', role: 'ADMIN' }, { mailbox: 'desk', role: 'MANAGER' }, { mailbox: 'accountant', role: 'ACCOUNTANT' },
  { mailbox: 'trainer', role: 'TRAINER' }, { mailbox: 'trainer2', role: 'TRAINER' },
  { mailbox: 'family', role: 'CLIENT' }, { mailbox: 'family2', role: 'CLIENT' },
] as const;

export async function hire(login: (person: Login) => Promise<Actor>, site: Actor): Promise<Staff> {
  const director = await login({ mailbox: 'admin', firstName: 'Маргарита', lastName: 'Ланская', role: 'ADMIN' });
  const first = await login({ mailbox: 'desk', firstName: 'Кристина', lastName: 'Панова', role: 'MANAGER' });
  const second = await login({ mailbox: 'desk2', firstName: 'Инна', lastName: 'Журба', role: 'MANAGER' });
  const accountant = await login({ mailbox: 'accountant', firstName: 'Зоя', lastName: 'Нестерова', role: 'ACCOUNTANT' });
  const trainers = await Promise.all(TRAINERS.map(([firstName, lastName], index) =>
    login({ mailbox: `trainer${index === 0 ? '' : index + 1}`, firstName, lastName, role: 'TRAINER' })));
  return { director, desk: [first, second], accountant, trainers, site };
}

/** Gives people their logins; addresses of one centre differ from those of all others by their domain. */
export function loginMaker(
  act: Act, orgId: string, { password, domain }: { password: string; domain: string },
): (person: Login) => Promise<Actor> {
  const system: Actor = { userId: orgId, role: 'ADMIN' };
  return async ({ mailbox, firstName, lastName, role, clientId }) => {
    const user = await act(system, createUser, {
      email: `${mailbox}@${domain}`, password, firstName, lastName, role, ...(clientId !== undefined && { clientId }),
    });
    return { userId: user.id, role, ...(clientId !== undefined && { clientId }) };
  };
}

export const domainOf = (orgId: string): string => `${orgId.slice(-8)}.example`;
