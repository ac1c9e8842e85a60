import type { OpeningKind } from './contract.ts';
import { type NewDocument, insertDocuments, writeCredits, writeDebts } from './bringing-store.ts';
import { refuseDate } from './opening-rules.ts';
import { loadLocked } from './reconciliation-store.ts';
import { refuseClosed } from '../ledger/rules.ts';
import { newId } from '../invoices/writing-store.ts';
import { type Day, displayDay } from '../kernel/day.ts';
import type { Money } from '../kernel/money.ts';
import { type Context, today } from '../kernel/operation.ts';

export type Bringing = {
  clientId: string; kind: OpeningKind; amount: Money; onDate: Day; comment?: string | null; importId?: string;
  reconciliationId?: string;
};

/** Refuses a day on which nothing may be brought in any more (OPN-1). */
export async function refuseDay(context: Context, onDate: Day): Promise<void> {
  refuseClosed(onDate, context.closedThrough);
  refuseDate(onDate, today(context), await loadLocked(context, onDate));
}

/**
 * Brings in what clients had and owed. The clients are locked and the day was checked; the caller runs the queues when
 * everything is in.
 */
export async function bringIn(context: Context, brought: readonly Bringing[]): Promise<{ id: string; number: string }[]> {
  if (brought.length === 0) return [];
  const documents = brought.map((one): NewDocument => ({
    id: newId(), clientId: one.clientId, onDate: one.onDate, kind: one.kind, amount: one.amount,
    comment: one.comment ?? null, importId: one.importId ?? null, reconciliationId: one.reconciliationId ?? null,
    reversesId: null, ...(one.kind === 'DEBT' ? { invoiceId: newId(), itemId: newId() } : { invoiceId: null, itemId: null }),
  }));
  for (const [, debts] of Map.groupBy(documents.filter(({ kind }) => kind === 'DEBT'), ({ onDate }) => String(onDate))) {
    const day = displayDay(debts[0]!.onDate, 'ru');
    await writeDebts(context, debts, { item: `Долг на ${day}`, notes: 'Перенос остатка' });
  }
  const credits = documents.filter(({ kind }) => kind === 'CREDIT');
  if (credits.length > 0) await writeCredits(context, credits);
  const written = new Map((await insertDocuments(context, documents)).map((row) => [row.id, row]));
  return documents.map(({ id }) => written.get(id)!);
}
