/** A request for every endpoint that succeeds when it is allowed, about one family of one organisation. */
import { createApiKey } from '../../src/access/api-keys.ts';
import { createBranch } from '../../src/access/branches.ts';
import { createUser } from '../../src/access/users.ts';
import { createService } from '../../src/catalogue/services.ts';
import { createTerm } from '../../src/catalogue/terms.ts';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { addContact } from '../../src/clients/contacts.ts';
import { payToken } from '../../src/invoices/pay-link.ts';
import type { Role } from '../../src/kernel/permissions.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { setTemplate } from '../../src/notices/templates.ts';
import { closePeriod } from '../../src/payments/periods.ts';
import { openShift } from '../../src/payments/shifts.ts';
import {
  type Door, ask, newClient, newDraft, newInvoice, newStudent, payInvoice, reverse, topUp,
} from '../money-fixtures.ts';
import { issued as told, tell } from '../notices/telling.ts';
import type { World } from '../world.ts';
import { bankRequests } from './requests-bank.ts';
import { importRequests } from './requests-imports.ts';
import { jobRequests } from './requests-jobs.ts';
import { loyaltyRequests } from './requests-loyalty.ts';
import { onecRequests } from './requests-onec.ts';
import { passRequests } from './requests-passes.ts';
import { rentalRequests } from './requests-rentals.ts';
import { reportRequests } from './requests-reports.ts';
import { scheduleRequests } from './requests-schedule.ts';
import { trainingRequests } from './requests-trainings.ts';

/** A family with its trainer, and a key for every role. */
export type Family = Readonly<{
  world: World;
  clientId: string;
  studentId: string;
  trainerId: string;
  keys: Readonly<Record<Role, string>>;
}>;

export async function newFamily(world: World, door: Door): Promise<Family> {
  const trainerKey = await door.keyOf('TRAINER');
  const { rows } = await world.database.owner.query<{ id: string }>(
    `select user_id as id from api_keys where org_id = $1 order by id desc limit 1`, [world.orgId]);
  const trainerId = rows[0]!.id;
  const clientId = await newClient(world);
  const studentId = await newStudent(world, clientId, [trainerId]);
  const office = await Promise.all((['ADMIN', 'MANAGER', 'ACCOUNTANT'] as const).map((role) => door.keyOf(role)));
  const [ADMIN = '', MANAGER = '', ACCOUNTANT = ''] = office;
  const keys = {
    ADMIN, MANAGER, ACCOUNTANT, TRAINER: trainerKey,
    CLIENT: await door.keyOf('CLIENT', { clientId }), STUDENT: await door.keyOf('STUDENT', { studentId }),
  };
  return { world, clientId, studentId, trainerId, keys };
}

/** `at` fills the path, `query` follows it, `body` is sent. */
export type Request = { at?: Record<string, string>; query?: Record<string, string>; body?: unknown; bytes?: Buffer };
export type Make = (family: Family) => Promise<Request> | Request;

const PASSWORD = 'Correct-horse-7';
const REASON = 'Ошибка при вводе данных';
let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;
/** Another past day each time, each later than the one before: periods only close forward. */
const nextDay = (): string => Temporal.PlainDate.from('2020-01-01').add({ days: (counter += 1) }).toString();

const about = (family: Family) => ({ studentId: family.studentId });
const issued = (family: Family, ...prices: number[]) => newInvoice(family.world, family.clientId, prices, about(family));
const atInvoice = async (family: Family): Promise<Request> => ({ at: { id: (await issued(family, 500)).id } });
const atDraft = async ({ world, clientId, studentId }: Family): Promise<Request> =>
  ({ at: { id: (await newDraft(world, clientId, [500], { studentId })).id } });
const atItem = async (family: Family): Promise<{ at: { id: string; itemId: string } }> => {
  const invoice = await issued(family, 500, 700);
  return { at: { id: invoice.id, itemId: invoice.items[0]!.id } };
};
const paid = async (family: Family) => {
  const invoice = await issued(family, 900);
  return { invoice, payment: (await payInvoice(family.world, invoice.id, 900)).payment };
};
const atPayment = async (family: Family): Promise<Request> => ({ at: { id: (await paid(family)).payment.id } });
const atReversed = async (family: Family): Promise<Request> => {
  const { payment } = await paid(family);
  await reverse(family.world, payment.id);
  return { at: { id: payment.id } };
};
const atClient = ({ clientId }: Family): Request => ({ at: { id: clientId } });
const atStudent = ({ studentId }: Family): Request => ({ at: { id: studentId } });
const nothing = (): Request => ({});

const branch = ({ world }: Family) => ask(world, createBranch, { name: fresh('Филиал') });
const shift = async (family: Family) => ask(family.world, openShift, { branchId: (await branch(family)).id });
const benefit = ({ world }: Family) => ask(world, createBenefitCategory, { name: fresh('Льгота'), discountPercent: 10 });
const service = ({ world }: Family) => ask(world, createService, {
  name: fresh('Танцы'), serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_SALE', validFrom: '2025-01-01',
});
const term = ({ world }: Family) => ask(world, createTerm, { name: fresh('Весна'), startDate: '2025-01-01', endDate: '2025-05-31' });
const user = (role: Role) =>
  ({ email: `${uuidv7()}@example.ru`, password: PASSWORD, firstName: 'Олег', role });

const access: Record<string, Make> = {
  'GET /api/health': nothing, 'GET /api/ready': nothing, 'GET /metrics': nothing,
  'POST /api/sign-in': () => ({ body: {} }),
  'POST /api/sign-out': () => ({ body: {} }),
  'POST /api/sign-in/link': () => ({ body: {} }),
  'POST /api/sign-in/code': () => ({ body: {} }),
  'POST /api/sign-in/code/confirm': () => ({ body: {} }),
  'GET /api/setup': nothing,
  'POST /api/setup': () => ({ body: {} }),
  'POST /api/setup/demo': () => ({ body: {} }),
  'GET /api/me': nothing,
  'POST /api/me/totp': nothing,
  'POST /api/me/totp/confirm': () => ({ body: { code: '000000' } }),
  'DELETE /api/me/totp': () => ({ body: { password: PASSWORD } }),
  'POST /api/me/password': () => ({ body: { password: PASSWORD, newPassword: 'Better-horse-8' } }),
  'GET /api/people-who-can': () => ({ query: { permission: 'payment.reverse' } }),
  'GET /api/organisation': nothing,
  'PATCH /api/organisation': () => ({ body: { name: fresh('Дом') } }),
  'GET /api/settings': nothing,
  'PATCH /api/settings': () => ({ body: { 'renewal.leadDays': (counter += 1) % 60 } }),
  'GET /api/branches': nothing,
  'POST /api/branches': () => ({ body: { name: fresh('Филиал') } }),
  'PATCH /api/branches/{id}': async (family) => ({ at: { id: (await branch(family)).id }, body: { name: fresh('Юг') } }),
  'GET /api/users': nothing,
  'POST /api/users': () => ({ body: user('MANAGER') }),
  'PATCH /api/users/{id}': async ({ world }) =>
    ({ at: { id: (await ask(world, createUser, user('MANAGER'))).id }, body: { lastName: 'Орлов' } }),
  'GET /api/api-keys': nothing,
  'POST /api/api-keys': () => ({ body: { name: 'Сайт', role: 'MANAGER' } }),
  'DELETE /api/api-keys/{id}': async ({ world }) =>
    ({ at: { id: (await ask(world, createApiKey, { name: 'Сайт', role: 'MANAGER' })).apiKey.id } }),
  'POST /api/sandbox/clock': () => ({ body: { now: '2025-02-12T09:00:00Z' } }),
};

const people: Record<string, Make> = {
  'GET /api/clients': nothing,
  'POST /api/clients': () => ({ body: { firstName: fresh('Анна') } }),
  'GET /api/clients/{id}': atClient,
  'GET /api/clients/{id}/transfer': atClient,
  'GET /api/clients/{id}/card': atClient,
  'GET /api/search': () => ({ query: { q: 'анна' } }),
  'GET /api/desk': nothing,
  'PATCH /api/clients/{id}': ({ clientId }) => ({ at: { id: clientId }, body: { city: fresh('Тула') } }),
  'DELETE /api/clients/{id}': async ({ world }) => ({ at: { id: await newClient(world) } }),
  'GET /api/clients/{id}/contacts': atClient,
  'POST /api/clients/{id}/contacts': ({ clientId }) => ({ at: { id: clientId }, body: { name: fresh('Бабушка') } }),
  'DELETE /api/clients/{id}/contacts/{contactId}': async ({ world, clientId }) => {
    const contact = await ask(world, addContact, { id: clientId, name: fresh('Дедушка') });
    return { at: { id: clientId, contactId: contact.id } };
  },
  'GET /api/clients/{id}/access': atClient,
  'POST /api/clients/{id}/access-link': atClient,
  'DELETE /api/clients/{id}/access': atClient,
  'GET /api/students': nothing,
  'POST /api/students': ({ clientId }) => ({ body: { clientId, firstName: fresh('Вера') } }),
  'GET /api/students/{id}': atStudent,
  'PATCH /api/students/{id}': ({ studentId }) => ({ at: { id: studentId }, body: { lastName: fresh('Орлов') } }),
  'GET /api/benefit-categories': nothing,
  'POST /api/benefit-categories': () => ({ body: { name: fresh('Льгота'), discountPercent: 10 } }),
  'PATCH /api/benefit-categories/{id}': async (family) =>
    ({ at: { id: (await benefit(family)).id }, body: { description: fresh('Справка') } }),
  'DELETE /api/benefit-categories/{id}': async (family) => ({ at: { id: (await benefit(family)).id } }),
};

const catalogue: Record<string, Make> = {
  'GET /api/services': nothing,
  'POST /api/services': () =>
    ({ body: { name: fresh('Вокал'), serviceType: 'OTHER', basePrice: 100, writeOffTiming: 'ON_SALE' } }),
  'GET /api/services/{id}': async (family) => ({ at: { id: (await service(family)).id } }),
  'PATCH /api/services/{id}': async (family) => ({ at: { id: (await service(family)).id }, body: { name: fresh('Хор') } }),
  'GET /api/services/{id}/prices': async (family) => ({ at: { id: (await service(family)).id } }),
  'POST /api/services/{id}/prices': async (family) =>
    ({ at: { id: (await service(family)).id }, body: { basePrice: 200, validFrom: '2025-03-01' } }),
  'DELETE /api/services/{id}/prices/{validFrom}': async (family) =>
    ({ at: { id: (await service(family)).id, validFrom: '2025-01-01' } }),
  'GET /api/terms': nothing,
  'POST /api/terms': () => ({ body: { name: fresh('Лето'), startDate: '2025-06-01', endDate: '2025-08-31' } }),
  'PATCH /api/terms/{id}': async (family) => ({ at: { id: (await term(family)).id }, body: { name: fresh('Май') } }),
  'DELETE /api/terms/{id}': async (family) => ({ at: { id: (await term(family)).id } }),
};

const invoices: Record<string, Make> = {
  'GET /api/invoices': () => ({ query: { limit: '100' } }),
  'GET /api/invoices/{id}': atInvoice,
  'GET /api/invoices/{id}/print': atInvoice,
  'POST /api/invoices': ({ studentId }) => ({ body: { studentId, items: [{ serviceName: 'Урок', unitPrice: 500 }] } }),
  'PATCH /api/invoices/{id}': async (family) => ({ ...await atInvoice(family), body: { notes: fresh('Позвонить') } }),
  'DELETE /api/invoices/{id}': atDraft,
  'POST /api/invoices/{id}/send': atDraft,
  'POST /api/invoices/{id}/cancel': async (family) => ({ ...await atInvoice(family), body: { reason: REASON } }),
  'POST /api/invoices/{id}/mark-viewed': atInvoice,
  'POST /api/invoices/remind': async (family) => ({ body: { invoiceIds: [(await atInvoice(family)).at!['id']] } }),
  'PATCH /api/invoices/{id}/items/{itemId}/adjust-price': async (family) =>
    ({ ...await atItem(family), body: { newPrice: 400, reason: REASON } }),
  'POST /api/invoices/{id}/items': async (family) =>
    ({ ...await atInvoice(family), body: { serviceName: 'Урок', unitPrice: 100 } }),
  'DELETE /api/invoices/{id}/items/{itemId}': atItem,
  'GET /api/invoices/{id}/pay-link': atInvoice,
  'GET /api/pay/{token}': async (family) => {
    const { database, orgId } = family.world;
    return { at: { token: payToken(database.secret, orgId, (await issued(family, 500)).id) } };
  },
  'POST /api/invoices/{id}/settle-from-balance': async (family) => {
    await topUp(family.world, family.clientId, 500);
    return atInvoice(family);
  },
  'GET /api/invoices/{id}/audit-log': atInvoice,
  'GET /api/invoices/{id}/history': atInvoice,
  'GET /api/clients/{id}/invoices': atClient,
  'GET /api/clients/{id}/invoices/unpaid': atClient,
};

const payments: Record<string, Make> = {
  'POST /api/payments': ({ clientId }) => ({ body: { clientId, amount: 100, paymentMethod: 'CASH' } }),
  'POST /api/payments/{id}/correct': async (family) =>
    ({ ...await atPayment(family), body: { reason: REASON, amount: 700, paymentMethod: 'CARD' } }),
  'POST /api/payments/{id}/reverse': async (family) => ({ ...await atPayment(family), body: { reason: REASON } }),
  'POST /api/refunds': async (family) =>
    ({ body: { invoiceId: (await paid(family)).invoice.id, amount: 900, method: 'CASH', reason: REASON } }),
  'GET /api/payments': nothing,
  'GET /api/payments/{id}': atReversed,
  'GET /api/payments/{id}/receipt': atPayment,
  'GET /api/clients/{id}/payments': atClient,
  'GET /api/refunds': nothing,
  'GET /api/correction-documents': nothing,
  'POST /api/shifts': async (family) => ({ body: { branchId: (await branch(family)).id } }),
  'POST /api/shifts/{id}/close': async (family) => ({ at: { id: (await shift(family)).id }, body: { counted: { CASH: 0 } } }),
  'GET /api/shifts/{id}': async (family) => ({ at: { id: (await shift(family)).id } }),
  'GET /api/shifts': nothing,
  'GET /api/periods': nothing,
  'POST /api/periods/close': () => ({ body: { closedThrough: nextDay() } }),
  'POST /api/periods/reopen': async ({ world }) => {
    await ask(world, closePeriod, { closedThrough: nextDay() });
    return { body: { closedThrough: null, reason: REASON } };
  },
};

const audit: Record<string, Make> = {
  'GET /api/proof': nothing,
  'GET /api/audit-log': nothing,
  'GET /api/explain/balance/{id}': atClient,
  'GET /api/explain/invoice/{id}': atInvoice,
  'GET /api/explain/payment/{id}': atPayment,
  'GET /api/clients/{id}/timeline': atClient,
  'GET /api/clients/{id}/statement': ({ clientId }) =>
    ({ at: { id: clientId }, query: { from: '2025-01-01', to: '2025-12-31' } }),
};

/** A notice to the family's client. */
const atNotice = async ({ world, clientId }: Family): Promise<Request> => {
  await tell(world, [told(clientId, fresh('INV-2025-'))]);
  const { rows } = await world.database.owner.query<{ id: string }>(
    'select id from notices where org_id = $1 and client_id = $2 order by id desc limit 1', [world.orgId, clientId]);
  return { at: { id: rows[0]!.id } };
};
const wording = { subject: 'Не забудьте', body: 'Пора продлить' };
const notices: Record<string, Make> = {
  'GET /api/notices': nothing,
  'POST /api/notices/{id}/read': atNotice,
  'POST /api/notices/read-all': nothing,
  'GET /api/notice-templates': nothing,
  'PUT /api/notice-templates/{kind}/{language}': () => ({ at: { kind: 'sessions-over', language: 'ru' }, body: wording }),
  'DELETE /api/notice-templates/{kind}/{language}': async ({ world }) => {
    await ask(world, setTemplate, { kind: 'invoice-overdue', language: 'ru', ...wording });
    return { at: { kind: 'invoice-overdue', language: 'ru' } };
  },
  'POST /api/notice-templates/preview': () => ({ body: { kind: 'sessions-over', language: 'en' } }),
  'GET /api/clients/{id}/notice-preferences': atClient,
  'PUT /api/clients/{id}/notice-preferences': ({ clientId }) => ({
    at: { id: clientId },
    body: { language: 'ru', email: true, sms: false, telegram: false, quietFrom: '22:00', quietUntil: '08:00' },
  }),
};

const personal: Record<string, Make> = {
  'GET /api/clients/{id}/personal-data': atClient,
  'POST /api/clients/{id}/erase': async ({ world }) => ({ at: { id: await newClient(world) }, body: { reason: 'REQUEST' } }),
};

/** "GET /api/clients" → its request. */
export const requests: Readonly<Record<string, Make>> = {
  ...access, ...people, ...catalogue, ...invoices, ...payments, ...audit,
  ...notices, ...jobRequests, ...passRequests, ...rentalRequests, ...reportRequests, ...scheduleRequests,
  ...trainingRequests, ...onecRequests, ...personal, ...importRequests,
  ...bankRequests, ...loyaltyRequests,
};

/** Sends a request as whoever holds the key. */
export function sendAs(door: Door, name: string, { at = {}, query, body, bytes }: Request, key?: string) {
  const [method = '', path = ''] = name.split(' ');
  const url = path.replace(/\{(\w+)\}/g, (_, field: string) => at[field] ?? field);
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  return door.send(method as 'GET', url + search, {
    ...(key === undefined ? {} : { key }), ...(body === undefined ? {} : { body }),
    ...(bytes === undefined ? {} : { raw: bytes, headers: { 'content-type': 'application/octet-stream' } }),
  });
}
