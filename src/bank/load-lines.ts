import type { z } from 'zod';
import type { Line, Statement } from './contract.ts';
import { invoicesById } from './evidence-store.ts';
import type { OpenInvoice } from './match-rules.ts';
import type { Told } from './reading-rules.ts';
import {
  type LineFilter, type ShownLine, type StatementRow, loadStatement, namesOf, pageOfLines, statesOf,
} from './reading-store.ts';
import { inWords } from './words.ts';
import { parseDay } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { Refusal } from '../kernel/refusal.ts';

type Shown = z.output<typeof Line>;

/** A page of lines as the outside sees them, with the sums of every state of what the filter finds. */
export async function loadLinePage(context: Context, filter: LineFilter, page: number, limit: number) {
  const { states, lines } = await pageOfLines(context, filter, page, limit);
  const total = states.filter(({ state }) => filter.state === undefined || state === filter.state)
    .reduce((all, { count }) => all + count, 0);
  return { lines: await present(context, lines), states, pagination: { total, page, limit } };
}

export async function loadLine(context: Context, id: string): Promise<Shown> {
  const { lines: [line] } = await loadLinePage(context, { id }, 1, 1);
  if (!line) throw new Refusal('NOT_FOUND');
  return line;
}

async function present(context: Context, rows: readonly ShownLine[]): Promise<Shown[]> {
  const candidates = rows.flatMap(({ facts }) => facts.candidates ?? []);
  const [names, invoices] = await Promise.all([
    namesOf(context, [...rows.flatMap(({ clientId }) => clientId ?? []), ...candidates.map(({ clientId }) => clientId)]),
    invoicesById(context, [...rows, ...candidates].flatMap(({ invoiceIds }) => invoiceIds)),
  ]);
  const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
  return rows.map((row) => presentOne(context, row, names, byId));
}

function presentOne(
  { language }: Context, row: ShownLine, names: ReadonlyMap<string, string>, invoices: ReadonlyMap<string, OpenInvoice>,
): Shown {
  const { facts, clientId, invoiceIds, reason, paymentId, paymentStatus, reversedAt, isFree, state, ...line } = row;
  const words = (told: Told) => inWords(told, language);
  const named = (id: string) => ({ id, name: names.get(id) ?? '—' });
  const shown = (ids: readonly string[]) => ids.flatMap((id) => {
    const invoice = invoices.get(id);
    return invoice ? [{ ...invoice, status: invoice.status as Shown['invoices'][number]['status'] }] : [];
  });
  const isCorrected = paymentStatus === 'REVERSED' && !isFree;
  return {
    ...line, state, client: clientId === null ? null : named(clientId), invoices: shown(invoiceIds),
    reason: words(isFree ? { code: 'PAYMENT_REVERSED' } : { code: reason, values: facts.values ?? {} }),
    notes: [...isCorrected ? [{ code: 'PAYMENT_CORRECTED' }] : [], ...facts.notes ?? []].map(words),
    candidates: (facts.candidates ?? []).filter((candidate) => names.has(candidate.clientId)).map((candidate) => ({
      client: named(candidate.clientId), score: candidate.score, reasons: candidate.reasons.map(words),
      invoices: shown(candidate.invoiceIds),
    })),
    payment: paymentId === null || paymentStatus === null ? null : { id: paymentId, status: paymentStatus, reversedAt },
  };
}

/** Statements as the outside sees them. */
export async function presentStatements(
  context: Context, rows: readonly StatementRow[],
): Promise<z.output<typeof Statement>[]> {
  const states = Map.groupBy(await statesOf(context, rows.map(({ id }) => id)), ({ statementId }) => statementId);
  return rows.map((row) => {
    const own = (states.get(row.id) ?? []).map(({ state, count, amount }) => ({ state, count, amount }));
    const created = own.reduce((all, { count }) => all + count, 0);
    return {
      ...row, states: own, knownCount: row.documentCount - created,
      accounts: row.accounts.map((account) => ({ ...account, from: dayOf(account.from), to: dayOf(account.to) })),
      warnings: row.warnings.map(({ line, ...told }) => ({ line, ...inWords(told, context.language) })),
    };
  });
}

const dayOf = (kept: string | null) => (kept === null ? null : parseDay(kept));

export async function loadShownStatement(context: Context, id: string): Promise<z.output<typeof Statement>> {
  const row = await loadStatement(context, id);
  const [statement] = row ? await presentStatements(context, [row]) : [];
  if (!statement) throw new Refusal('NOT_FOUND');
  return statement;
}

