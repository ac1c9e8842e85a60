/** Builds the year: the same operations that the desk would run, on the clock of a sandbox. */
import { newAgenda } from './agenda.ts';
import { planBilling } from './billing.ts';
import { CLOSING, DAYS, OPENING, TIME_ZONE, clockOf, workingDayFrom } from './calendar.ts';
import { type Act, type Centre, actOn } from './centre.ts';
import { isFirm, joiningDay, welcome } from './families.ts';
import { emailOf, hire, loginMaker, openBenefits, openPriceList, OFFERS, PASSES } from './opening.ts';
import { sayGoodbye } from './paying.ts';
import { randomOf } from './random.ts';
import { inHaste, refreshStatistics } from './store.ts';
import { planTill } from './till.ts';
import { createOrganisation } from '../access/create-organisation.ts';
import { readSettings } from '../access/settings.ts';
import { getProof } from '../audit/proof.ts';
import { sealAudit } from '../audit/seal.ts';
import { setPrice } from '../catalogue/prices.ts';
import { listClients } from '../clients/read-clients.ts';
import { changeClient } from '../clients/write-clients.ts';
import { listStudents } from '../clients/students.ts';
import { listInvoices } from '../invoices/read-invoices.ts';
import { advanceClock } from '../jobs/clock.ts';
import { listPayments, listRefunds } from '../payments/read-payments.ts';
import { listShifts } from '../payments/shifts.ts';
import type { Result } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import type { Actor } from '../kernel/operation.ts';
import type { Template } from '../kernel/policy.ts';
import { newToken } from '../kernel/token.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type DemoOptions = {
  clients: number;
  seed: number;
  template: Template;
  /** The password of everybody who works there; a random one unless given. */
  password?: string | undefined;
  /** How much of the year is told; all of it unless given. */
  days?: number;
  onDay?: (day: number, days: number) => void;
};

export type Demo = {
  orgId: string;
  clients: number; students: number; invoices: number; payments: number; reversals: number; refunds: number; shifts: number;
  login: { email: string; password: string };
  proof: Result<typeof getProof.endpoint>;
};

/** Tasks of one moment that run side by side. */
const AT_ONCE = 6;
/** Working days on which the books have grown much since the last time. */
const STATISTICS_ON = [1, 4, 10, 29, 85, 255];

/** Tells the story in haste, and then seals and proves it in earnest. */
export async function loadDemo(database: Database, options: DemoOptions): Promise<Demo> {
  const hasty = inHaste(database, AT_ONCE);
  const password = options.password ?? newToken(12);
  let orgId: string;
  try {
    orgId = await tell(hasty, { ...options, password });
  } finally {
    await hasty.close();
  }
  await sealAudit(database, orgId);
  const act = actOn(database, orgId);
  const system = systemOf(orgId);
  return {
    orgId, ...(await countAll(act, system)), login: { email: emailOf('director', orgId), password },
    proof: await act(system, getProof, {}),
  };
}

const systemOf = (orgId: string): Actor => ({ userId: orgId, role: 'ADMIN' });

async function tell(database: Database, options: DemoOptions & { password: string }): Promise<string> {
  const { seed, template, password, days = DAYS, onDay = () => undefined } = options;
  const { agenda, run } = newAgenda({ days, atOnce: AT_ONCE, onDay: (day) => onDay(day, days) });
  const clock = clockOf(seed);
  const { orgId } = await createOrganisation(database, {
    name: 'Детский центр «Мозаика» (демонстрация)', template, timeZone: TIME_ZONE, sandbox: true, now: clock(0, 0),
  });
  const act = actOn(database, orgId);
  const system = systemOf(orgId);
  const login = loginMaker(act, orgId, password);
  const staff = await hire(login, system);
  const centre: Centre = {
    orgId, seed, act, agenda, login, staff, policy: await act(system, readSettings, {}),
    services: await openPriceList(act, staff.director), benefits: await openBenefits(act, staff.director),
  };
  planTill(centre);
  planPrices(centre);
  planClients(centre, options.clients);
  /** The books are proven at the end, and not on each day of the way. */
  const advance = (to: Temporal.Instant) =>
    advanceClock(database, { orgId, actor: system, requestId: uuidv7(), language: 'ru' }, to, { without: ['proof'] });
  await run(async (day, moment) => {
    if (moment === OPENING && STATISTICS_ON.includes(day)) await refreshStatistics(database);
    await advance(clock(day, moment));
  });
  await advance(clock(days - 1, CLOSING).add({ minutes: 90 }));
  return orgId;
}

/** New prices for the second half of the year, decided in December. */
function planPrices(centre: Centre): void {
  centre.agenda.at('director', 105, 1, async () => {
    for (const { key, price } of OFFERS.filter((offer) => (PASSES as readonly string[]).includes(offer.key))) {
      const basePrice = Math.ceil(price * 1.07 / 100) * 100;
      const id = centre.services[key] ?? '';
      await centre.act(centre.staff.director, setPrice, { id, basePrice, validFrom: '2026-01-01' });
    }
  });
}

function planClients(centre: Centre, clients: number): void {
  const { agenda } = centre;
  for (let number = 0; number < clients; number += 1) {
    const random = randomOf(centre.seed, number * 2);
    const joined = isFirm(number, clients) ? workingDayFrom(random.whole(0, 40)) : joiningDay(random);
    agenda.at(`client ${number}`, joined, random.whole(1, 4), async () => {
      const family = await welcome(centre, number, clients, joined);
      planBilling(centre, family);
      if (family.leaves < DAYS) agenda.at(family.who, workingDayFrom(family.leaves), 3, () => sayGoodbye(centre, family));
      if (random.chance(0.06)) planNote(centre, family.who, family.clientId, joined + random.whole(20, 200));
    });
  }
}

function planNote(centre: Centre, who: string, id: string, day: number): void {
  centre.agenda.at(who, workingDayFrom(day), 2, async () => {
    await centre.act(centre.staff.desk[0], changeClient, { id, notes: 'Просят звонить после 18:00' });
  });
}

async function countAll(act: Act, system: Actor) {
  const totals = await Promise.all([
    act(system, listClients, { limit: 1 }), act(system, listStudents, { limit: 1 }), act(system, listInvoices, { limit: 1 }),
    act(system, listPayments, { limit: 1 }), act(system, listPayments, { limit: 1, status: 'REVERSED' }),
    act(system, listRefunds, { limit: 1 }), act(system, listShifts, { limit: 1 }),
  ]);
  const [clients = 0, students = 0, invoices = 0, payments = 0, reversals = 0, refunds = 0, shifts = 0] =
    totals.map(({ pagination }) => pagination.total);
  return { clients, students, invoices, payments, reversals, refunds, shifts };
}
