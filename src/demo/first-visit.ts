/** A visitor who has nothing yet asks for the year of life: it is told while the server goes on answering. */
import { randomBytes } from 'node:crypto';
import { daysOf } from './calendar.ts';
import { type DemoOptions, loadDemo } from './load.ts';
import { PEOPLE } from './opening.ts';
import { openOrganisation } from '../access/create-organisation.ts';
import { setupEndpoints } from '../access/setup-contract.ts';
import { beginSetup, comesFromHere } from '../access/setup-steps.ts';
import { anybodyThere } from '../access/setup-store.ts';
import type { Input } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import { type PublicCall, publicRoute } from '../kernel/http.ts';
import { type Language, Refusal } from '../kernel/refusal.ts';

type Progress = { day: number; days: number };
type Telling = { progress: Progress | undefined; failure: string | undefined; stop: AbortController; ended: Promise<void> };

/** What this process tells into each database; usually one, in tests many. */
const tellings = new WeakMap<Database, Telling>();

export const readSetup = publicRoute(setupEndpoints.read, async ({ database, request, mail }) => {
  const loginsExist = await anybodyThere(database);
  const { progress, failure } = tellings.get(database) ?? {};
  return {
    empty: !loginsExist && progress === undefined, loginsExist, loading: progress ?? null,
    failure: loginsExist ? null : failure ?? null, codeNeeded: !loginsExist && !comesFromHere(request), mail,
  };
});

/** Answers at once with the people one may look as; the story goes on, and its end opens the organisation. */
export const tellDemo = publicRoute(setupEndpoints.demo, async (call, input) => {
  const release = await beginSetup(call, input);
  const domain = `mosaic-${randomBytes(3).toString('hex')}.example`;
  begin(call, input, domain, release);
  return {
    people: [
      { email: input.email, role: 'ADMIN' as const },
      ...PEOPLE.map(({ mailbox, role }) => ({ email: `${mailbox}@${domain}`, role })),
    ],
  };
});

function begin(
  { database, request, language }: PublicCall, input: Input<typeof setupEndpoints.demo>, domain: string,
  release: () => Promise<void>,
): void {
  const { clients, template, password, months } = input;
  const telling: Telling = {
    progress: { day: 0, days: daysOf(months) }, failure: undefined, stop: new AbortController(), ended: Promise.resolve(),
  };
  tellings.set(database, telling);
  const options: DemoOptions = {
    clients, template, password, domain, seed: 1, days: daysOf(months), toEvening: true, loading: true,
    signal: telling.stop.signal, onDay: (day, days) => {
      telling.progress = { day, days };
    },
  };
  const end = async (): Promise<void> => {
    try {
      await tell(database, options, input);
    } catch (error) {
      telling.failure = sentenceOf(error, language);
      if (!telling.stop.signal.aborted) request.log.error({ err: error }, 'the year of life was not told to its end');
    }
    telling.progress = undefined;
    // The lock ends with its connection as well, so nobody is kept waiting by a database that went away.
    await release().catch((error: unknown) => request.log.error({ err: error }, 'the lock of the first visit'));
  };
  telling.ended = end();
}

async function tell(database: Database, options: DemoOptions, { email, password }: { email: string; password: string }) {
  const { orgId } = await loadDemo(database, options);
  const name = { firstName: 'Владелец', lastName: '' };
  await openOrganisation(database, orgId, { email, password, ...name });
}

const FAILED: Record<Language, string> = {
  ru: 'Год жизни не рассказан до конца. Начните ещё раз', en: 'The year of life was not told to its end. Begin again',
};
const sentenceOf = (error: unknown, language: Language): string =>
  (error instanceof Refusal ? `${FAILED[language]}: ${error.sentence(language)}` : FAILED[language]);

/** The server closes: a story in the middle is left, and may be told anew by the next one. */
export async function stopTelling(database: Database): Promise<void> {
  const telling = tellings.get(database);
  telling?.stop.abort();
  await telling?.ended;
}
