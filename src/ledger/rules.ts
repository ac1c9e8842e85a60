import type { Day } from '../kernel/day.ts';
import { isBefore } from '../kernel/day.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { type Money, ZERO, add, minimum, subtract, sum } from '../kernel/money.ts';

/** An invoice that waits for money, or one that holds it; always in a stated order of the queue key (C-14). */
export type QueuedInvoice = { invoiceId: string; amount: Money };

export type SettlementPlan = { settled: QueuedInvoice[]; balance: Money };

/**
 * SET-1. The client's credit pays unpaid invoices strictly oldest first, each one whole, and stops at the first that
 * it does not cover; a younger, cheaper invoice is never taken instead.
 * ru: Аванс гасит неоплаченные счета строго от старых к новым, каждый целиком, и останавливается на первом, на
 * который не хватает.
 * Source: S4-014…S4-020, S4-056, S4-057, C-12, C-13. Examples: WE-87, WE-88, WE-89.
 */
export function planSettlement(balance: Money, oldestFirst: readonly QueuedInvoice[]): SettlementPlan {
  const settled: QueuedInvoice[] = [];
  let left = balance;
  for (const invoice of oldestFirst) {
    if (left < invoice.amount) break;
    settled.push(invoice);
    left = subtract(left, invoice.amount);
  }
  return { settled, balance: left };
}

/**
 * SET-2. A payment that names its invoice pays that invoice up to what is due; the surplus stays as the client's credit.
 * ru: Платёж по счёту гасит этот счёт в пределах суммы к оплате; излишек остаётся авансом.
 * Source: C-11, C-15. Examples: WE-37, WE-38, WE-40.
 */
export function planDirected(amount: Money, invoice: QueuedInvoice): QueuedInvoice[] {
  const spent = minimum(amount, invoice.amount);
  return spent === 0 ? [] : [{ invoiceId: invoice.invoiceId, amount: spent }];
}

export type ReversalPlan = {
  /** Credit before the reversal that goes first. */
  fromBalance: Money;
  /** Invoices whose payment is undone, with what each gives back. */
  released: QueuedInvoice[];
  /** What the last undone invoice gave back beyond the remainder; it stays as credit. */
  credited: Money;
  balance: Money;
  /** Above zero: the reversal is refused, nothing changes. */
  shortfall: Money;
};

/**
 * REV-1. A payment is reversed whole. If the client's credit covers it, the credit falls and no invoice is touched.
 * Otherwise the credit becomes zero and paid invoices are undone newest first, each whole, until the remainder is
 * covered; what the last one gives beyond it returns to the credit.
 * ru: Платёж отменяется целиком: сначала за счёт аванса, затем отменой оплаты счетов от новых к старым; лишнее
 * от последнего возвращается в аванс.
 * Source: S4-023…S4-041, C-17. Examples: WE-80, WE-81, WE-82, WE-83, WE-84.
 */
export function planReversal(amount: Money, balance: Money, paidNewestFirst: readonly QueuedInvoice[]): ReversalPlan {
  const fromBalance = minimum(amount, balance);
  let remainder = subtract(amount, fromBalance);
  const released: QueuedInvoice[] = [];
  let credited = ZERO;
  for (const invoice of paidNewestFirst) {
    if (remainder === 0) break;
    released.push(invoice);
    credited = invoice.amount > remainder ? subtract(invoice.amount, remainder) : ZERO;
    remainder = subtract(remainder, minimum(remainder, invoice.amount));
  }
  return {
    fromBalance, released, credited, balance: add(subtract(balance, fromBalance), credited), shortfall: remainder,
  };
}

/**
 * REV-2. Where payments name their invoices, the reversal first takes back exactly what this payment paid, and only
 * for what was spent elsewhere goes on as REV-1.
 * ru: Если платежи адресные, сначала снимается именно то, что оплатил этот платёж, и только недостающее ищется
 * по общему правилу.
 * Source: C-17.
 */
export function planDirectedReversal(
  amount: Money, balance: Money, own: readonly QueuedInvoice[], paidNewestFirst: readonly QueuedInvoice[],
): ReversalPlan & { own: readonly QueuedInvoice[] } {
  const returned = sum(own.map((invoice) => invoice.amount));
  const takenBack = new Map(own.map((invoice) => [invoice.invoiceId, invoice.amount]));
  const rest = paidNewestFirst
    .map(({ invoiceId, amount: paid }) => ({ invoiceId, amount: subtract(paid, takenBack.get(invoiceId) ?? ZERO) }))
    .filter((invoice) => invoice.amount > 0);
  return { ...planReversal(amount, add(balance, returned), rest), own };
}

/**
 * PER-1. Nothing is posted into a closed period.
 * ru: В закрытый период ничего не проводится.
 * Source: issue 1 (closed periods).
 */
export function refuseClosed(day: Day, closedThrough: Day | null): void {
  refuseUnless(closedThrough === null || isBefore(closedThrough, day), 'PERIOD_CLOSED',
    { closedThrough: String(closedThrough) });
}

/** The accounts of the ledger. CREDIT is what the organisation owes the client; RECEIVABLE what the client owes. */
export type Account =
  | 'MONEY:CASH' | 'MONEY:CARD' | 'MONEY:BANK_TRANSFER' | 'MONEY:ONLINE'
  | 'CREDIT' | 'RECEIVABLE' | 'REVENUE' | 'VAT' | 'OPENING';

/** One movement between two accounts: it balances by its shape. */
export type Posting = {
  debit: Account;
  credit: Account;
  amount: Money;
  invoiceId?: string;
  paymentId?: string;
  refundId?: string;
  shiftId?: string | null;
};

/** What an invoice comes to, VAT inside. */
export type InvoiceSums = { totalAmount: Money; vatAmount: Money };
export const NOTHING: InvoiceSums = { totalAmount: ZERO, vatAmount: ZERO };

/**
 * LED-1. An issued invoice is what the client owes: revenue and the VAT inside it. A change of its total posts only
 * the difference; a cancelled invoice posts its total back.
 * ru: Выставленный счёт увеличивает долг клиента, выручку и НДС; изменение суммы проводится разницей, отмена —
 * обратной проводкой.
 * Source: C-71, issue 1 (double-entry ledger).
 */
export function invoicePostings(
  invoiceId: string, before: InvoiceSums, after: InvoiceSums,
): Posting[] {
  const vat = after.vatAmount - before.vatAmount;
  const net = after.totalAmount - before.totalAmount - vat;
  return [movement('RECEIVABLE', 'REVENUE', net, invoiceId), movement('RECEIVABLE', 'VAT', vat, invoiceId)]
    .filter((posting) => posting.amount !== 0);
}

function movement(debit: Account, credit: Account, amount: number, invoiceId: string): Posting {
  return amount < 0
    ? { debit: credit, credit: debit, amount: -amount as Money, invoiceId }
    : { debit, credit, amount: amount as Money, invoiceId };
}

/**
 * LED-2. Money returned against a paid invoice takes back revenue and VAT in the invoice's own proportion.
 * ru: Возврат по оплаченному счёту уменьшает выручку и НДС в пропорции самого счёта.
 * Source: C-20, issue 1.
 */
export function refundVat(refund: Money, refundedBefore: Money, total: Money, vat: Money): Money {
  const share = (amount: number) => Number((2n * BigInt(amount) * BigInt(vat) + BigInt(total)) / (2n * BigInt(total)));
  return (share(refundedBefore + refund) - share(refundedBefore)) as Money;
}
