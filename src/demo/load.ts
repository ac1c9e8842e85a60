/** Builds the year: the same operations that the desk would run and the same jobs, on the clock of a sandbox. */
import { newAgenda } from './agenda.ts';
import { CLOSING, DAYS, OPENING, TIME_ZONE, clockOf, dayAt } from './calendar.ts';
import { type Centre, actOn } from './centre.ts';
import { type Counts, countAll } from './counting.ts';
import { eveningOf, tellEvening } from './evening.ts';
import { PEOPLE, domainOf, hire, loginMaker, openBenefits, openPriceList, openRequisites, openTerms } from './opening.ts';
import { inHaste, refreshStatistics } from './store.ts';
import { planYear } from './story.ts';
import { openTimetable } from './timetable.ts';
import { createOrganisation } from '../access/create-organisation.ts';
import { readSettings } from '../access/settings.ts';
import { getProof } from '../audit/proof.ts';
import { sealAudit } from '../audit/seal.ts';
import { advanceClock } from '../jobs/clock.ts';
import type { Result } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import type { Actor } from '../kernel/operation.ts';
import type { Role } from '../kernel/permissions.ts';
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
  /** Stops in the evening of one of the last days, with trainings under way, instead of the night after the last. */
  toEvening?: boolean;
  /** Of the e-mails; one of the centre's own unless given. */
  domain?: string;
  /** Nobody signs in before somebody opens the organisation: see openOrganisation. */
  loading?: boolean;
  /** Leaves the story in the middle. */
  signal?: AbortSignal;
};

export type Demo = Counts & {
  orgId: string;
  login: { email: string; password: string };
  /** Who may be looked as, with the same password; families only when the story stops in an evening. */
  people: { email: string; role: Role }[];
  proof: Result<typeof getProof.endpoint>;
};

/** Tasks of one moment that run side by side. */
const AT_ONCE = 6;
/** Working days on which the books have grown much since the last time. */
const STATISTICS_ON = [1, 4, 10, 22, 45, 85, 150, 255];

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
  const domain = options.domain ?? domainOf(orgId);
  const people = PEOPLE.filter(({ role }) => role !== 'CLIENT' || options.toEvening === true)
    .map(({ mailbox, role }) => ({ email: `${mailbox}@${domain}`, role }));
  return {
    orgId, ...(await countAll(act, system)), login: { email: `admin@${domain}`, password }, people,
    proof: await act(system, getProof, {}),
  };
}

const systemOf = (orgId: string): Actor => ({ userId: orgId, role: 'ADMIN' });

async function tell(database: Database, options: DemoOptions & { password: string }): Promise<string> {
  const { seed, template, password, days: all = DAYS, onDay = () => undefined, toEvening = false, signal } = options;
  const days = toEvening ? eveningOf(all) : all;
  const { agenda, run } = newAgenda({ days, atOnce: AT_ONCE, onDay: (day) => onDay(day, all), signal });
  const clock = clockOf(seed);
  const { orgId } = await createOrganisation(database, {
    name: 'Детский центр «Мозаика» (демонстрация)', template, timeZone: TIME_ZONE, sandbox: true, now: clock(0, 0),
    loading: options.loading ?? false,
  });
  const act = actOn(database, orgId);
  const system = systemOf(orgId);
  const login = loginMaker(act, orgId, { password, domain: options.domain ?? domainOf(orgId) });
  const staff = await hire(login, system);
  await openRequisites(act, staff.director, seed);
  const centre: Centre = {
    orgId, seed, act, agenda, login, staff, policy: await act(system, readSettings, {}),
    services: await openPriceList(act, staff.director), benefits: await openBenefits(act, staff.director),
    terms: await openTerms(act, staff.director), ...await openTimetable(act, staff, options.clients),
    families: new Map(), numbers: new Map(), queuedAt: new Map(),
  };
  planYear(centre, options.clients);
  const advance = async (day: number, to: Temporal.Instant): Promise<void> => {
    const call = { orgId, actor: system, requestId: uuidv7(), language: 'ru' } as const;
    await advanceClock(database, call, to, { without: isProven(day) ? [] : ['proof'] });
  };
  await run(async (day, moment) => {
    if (moment === OPENING && STATISTICS_ON.includes(day)) await refreshStatistics(database);
    await advance(day, clock(day, moment));
  });
  if (toEvening) await tellEvening(centre, days, advance);
  else await advance(days, clock(days - 1, CLOSING).add({ minutes: 90 }));
  return orgId;
}

/** The proof reads the whole history, so on the way it is made once a month and not each night. */
const isProven = (day: number): boolean => dayAt(day).day === 2;
