import type { z } from 'zod';
import { changeLine as endpoint, type Line, matchStatement as matchEndpoint } from './contract.ts';
import { refuseUndecidable } from './deciding-rules.ts';
import { invoicesById, loadPayer } from './evidence-store.ts';
import { loadLine, loadShownStatement } from './load-lines.ts';
import { type MatchedLine, loadOwn, matchLines } from './matching-steps.ts';
import { type OpenInvoice, notesOf, tracesOf } from './match-rules.ts';
import { statementExists } from './reading-store.ts';
import {
  type LineRow, forgetPayer, learnPayer, loadFate, lockLine, lockUndecided, reopenLine, writeDecision,
} from './store.ts';
import type { Input } from '../kernel/contract.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless, required } from '../kernel/refusal.ts';

/** A person decides about a line: whose it is, that it is no payment, or that it is one after all. */
export const changeLine = operation(endpoint, async (context, input) => {
  const line = await lockLine(context, input.id);
  refuseUnless(line, 'NOT_FOUND');
  const fate = line.paymentId === null ? undefined : await loadFate(context, line.paymentId);
  refuseUndecidable(line, fate, input.action);
  const before = factsOf(await loadLine(context, line.id));
  if (input.action === 'MATCH') await match(context, line, input);
  if (input.action === 'IGNORE') await ignore(context, line, input.reason ?? '');
  if (input.action === 'INCLUDE') await include(context, line);
  const result = await loadLine(context, line.id);
  const { reason } = input;
  return {
    result,
    audit: {
      entityType: 'bank-line', entityId: line.id, entityNumber: line.number, before, after: factsOf(result),
      ...(result.client ? { clientId: result.client.id } : {}), ...(reason ? { reason } : {}),
    },
  };
});

const factsOf = ({ state, client, invoices, amount, payerName, onDate }: z.output<typeof Line>) => ({
  state, client: client?.name ?? null, invoices: invoices.map(({ invoiceNumber }) => invoiceNumber), amount, payerName,
  onDate,
});

async function match(context: Context, line: LineRow, input: Input<typeof endpoint>): Promise<void> {
  const clientId = required(input.clientId, 'clientId');
  const client = await loadPayer(context, clientId);
  refuseUnless(client, 'NOT_FOUND');
  refuseUnless(client.isActive, 'CLIENT_INACTIVE');
  const wanted = [...new Set(input.invoiceIds ?? [])];
  const found = new Map((await invoicesById(context, wanted)).map((invoice) => [invoice.id, invoice]));
  const invoices = wanted.map((id): OpenInvoice => {
    const invoice = found.get(id);
    refuseUnless(invoice?.clientId === clientId, 'INVOICE_NOT_FOUND');
    return invoice;
  });
  await writeDecision(context, line.id, {
    state: 'MATCHED', clientId, invoiceIds: wanted, reason: { code: 'BY_HAND' }, notes: notesOf(line.amount, [], invoices),
    isIncluded: line.isIncluded || line.state === 'EXCLUDED' || line.state === 'IGNORED',
  });
  await forgetPayer(context, line.id);
  if (input.remember) await learnPayer(context, line.id, clientId, tracesOf(line));
}

async function ignore(context: Context, line: LineRow, given: string): Promise<void> {
  const reason = given.trim();
  refuseUnless(reason, 'REASON_REQUIRED');
  await writeDecision(context, line.id, {
    state: 'IGNORED', clientId: null, invoiceIds: [], reason: { code: 'IGNORED', values: { reason } }, notes: [],
    isIncluded: line.isIncluded,
  });
  await forgetPayer(context, line.id);
}

/** What the lists of exclusions say is over for this line; everything else is weighed as ever. */
async function include(context: Context, line: LineRow): Promise<void> {
  await reopenLine(context, line.id);
  await matchLines(context, await loadOwn(context), [{ ...line, isIncluded: true }]);
}

/** Matches again what nobody has decided about: clients and invoices may have come since. */
export const matchStatement = operation(matchEndpoint, async (context, { id }) => {
  refuseUnless(await statementExists(context, id), 'NOT_FOUND');
  const lines = await lockUndecided(context, id);
  const before = (await loadShownStatement(context, id)).states;
  await matchLines(context, await loadOwn(context), lines.map((line): MatchedLine => line));
  const result = await loadShownStatement(context, id);
  return {
    result,
    audit: { entityType: 'bank-statement', entityId: id, before: { states: before }, after: { states: result.states } },
  };
});
