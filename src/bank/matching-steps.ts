import type { BankSettings } from './contract.ts';
import {
  clientsByInn, invoicesByNumber, learntPayers, loadPeople, openInvoicesOf,
} from './evidence-store.ts';
import { type Evidence, type Match, invoiceNumbersIn, matchOf, tracesOf } from './match-rules.ts';
import { ENDING, beginningsOf, nameIndex } from './names-rules.ts';
import { DEFAULT_EXCLUSIONS, type LineFacts, exclusionOf } from './reading-rules.ts';
import { loadSettings, writeMatches } from './store.ts';
import { loadOrganisation } from '../access/store.ts';
import type { Context } from '../kernel/operation.ts';

export type Own = { accounts: string[]; inn: string | null; settings: BankSettings };

/** The organisation's own accounts, its INN, and what it excludes. */
export async function loadOwn(context: Context): Promise<Own> {
  const [{ requisites }, saved] = await Promise.all([loadOrganisation(context), loadSettings(context)]);
  const settings = saved ?? { accounts: [], ...DEFAULT_EXCLUSIONS };
  const { bankAccount, inn } = requisites;
  return { accounts: [...new Set([...bankAccount ? [bankAccount] : [], ...settings.accounts])], inn, settings };
}

export type MatchedLine = LineFacts & { id: string; isIncluded: boolean };

/** Weighs the lines by the rules and writes down whose each is and why; the same few statements for any number. */
export async function matchLines(context: Context, own: Own, lines: readonly MatchedLine[]): Promise<void> {
  const prepared = lines.map((line) => ({
    line, excluded: line.isIncluded && line.direction === 'IN' ? undefined : exclusionOf(line, own, own.settings),
    numbers: line.direction === 'IN' ? invoiceNumbersIn(line.purpose) : [],
  }));
  const incoming = prepared.filter(({ line }) => line.direction === 'IN');
  const evidenceOf = await gather(context, incoming);
  await writeMatches(context, prepared.map((one): Match & { id: string } =>
    ({ id: one.line.id, ...matchOf(one.line, evidenceOf(one)) })));
}

type Prepared = { line: MatchedLine; excluded: Evidence['excluded']; numbers: Evidence['numbers'] };

/** Looks everything up at once, and gives the part that concerns one line. */
async function gather(context: Context, incoming: readonly Prepared[]): Promise<(one: Prepared) => Evidence> {
  const traces = new Map(incoming.map(({ line }) => [line.id, tracesOf(line)]));
  const [invoices, inns, learnt] = await Promise.all([
    invoicesByNumber(context, distinct(incoming.flatMap(({ numbers }) => numbers.map(({ number }) => number)))),
    clientsByInn(context, distinct(incoming.flatMap(({ line }) => line.payerInn ?? []))),
    learntPayers(context, distinct([...traces.values()].flat().map(({ value }) => value))),
  ]);
  const named = distinct([
    ...[...invoices, ...learnt].map(({ clientId }) => clientId), ...inns.map(({ id }) => id),
  ]);
  const asked = incoming.filter(({ excluded }) => !excluded)
    .map(({ line }) => beginningsOf(line.payerName, line.purpose));
  const [words, beginnings] = [asked.flatMap((one) => one.words), asked.flatMap((one) => one.beginnings)].map(distinct);
  const people = await loadPeople(context, named, { words: words ?? [], beginnings: beginnings ?? [], ending: ENDING });
  const open = await openInvoicesOf(context, people.map(({ clientId }) => clientId));

  const byNumber = new Map(invoices.map((invoice) => [invoice.invoiceNumber, invoice]));
  const byInnOf = Map.groupBy(inns, ({ inn }) => inn);
  const learntOf = Map.groupBy(learnt, ({ kind, value }) => `${kind} ${value}`);
  const openOf = Map.groupBy(open, ({ clientId }) => clientId);
  const byId = new Map(people.map((person) => [person.clientId, person]));
  const namedIn = nameIndex(people);
  return ({ line, excluded, numbers }) => {
    const found = numbers.flatMap(({ number }) => byNumber.get(number) ?? []);
    const byInn = (byInnOf.get(line.payerInn ?? '') ?? []).map(({ id }) => id);
    const byAccount = distinct((traces.get(line.id) ?? []).flatMap(({ kind, value }) =>
      (learntOf.get(`${kind} ${value}`) ?? []).map(({ clientId }) => clientId)));
    const concerned = distinct([
      ...found.map(({ clientId }) => clientId), ...byInn, ...byAccount, ...namedIn(line.payerName, line.purpose),
    ]);
    return {
      excluded, numbers, invoices: found, byInn, byAccount,
      people: concerned.flatMap((id) => byId.get(id) ?? []), open: concerned.flatMap((id) => openOf.get(id) ?? []),
    };
  };
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)];
