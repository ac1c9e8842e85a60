import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Money, kopecks, sum } from '../../src/kernel/money.ts';
import {
  NOTHING, type Posting, type QueuedInvoice, invoicePostings, planDirected, planDirectedReversal, planReversal,
  planSettlement, refundVat, refuseClosed,
} from '../../src/ledger/rules.ts';

const roubles = (value: number): Money => kopecks(value * 100);
const queue = (...amounts: number[]): QueuedInvoice[] =>
  amounts.map((amount, index) => ({ invoiceId: `i${index + 1}`, amount: roubles(amount) }));
const ids = (invoices: readonly QueuedInvoice[]): string => invoices.map(({ invoiceId }) => invoiceId).join(' ');
const total = (invoices: readonly QueuedInvoice[]): number => sum(invoices.map(({ amount }) => amount));

const someMoney = (max = 1_000_000) => fc.integer({ min: 1, max }).map((value) => kopecks(value));
const balance = fc.integer({ min: 0, max: 3_000_000 }).map((value) => kopecks(value));
const invoices = fc.array(someMoney(), { maxLength: 12 })
  .map((amounts) => amounts.map((amount, index) => ({ invoiceId: `i${index + 1}`, amount })));

describe('SET-1: credit pays the oldest invoices whole and stops at the first that it does not cover', () => {
  test.each([
    ['WE-87, 2400 for 2000, 500, 2000', 2400, [2000, 500, 2000], 'i1', 400],
    ['WE-87, 500 for 500, 2000', 500, [500, 2000], 'i1', 0],
    ['WE-88, the younger and cheaper one is not taken instead', 1000, [2000, 500], '', 1000],
    ['WE-89, not even when it is new', 1000, [2000, 500], '', 1000],
    ['WE-86, 4000 for 2000, 2000', 4000, [2000, 2000], 'i1 i2', 0],
    ['no invoice', 700, [], '', 700],
    ['no credit', 0, [1], '', 0],
  ])('%s', (_, credit, amounts, paid, left) => {
    const plan = planSettlement(roubles(credit), queue(...amounts));
    expect(ids(plan.settled)).toBe(paid);
    expect(plan.balance).toBe(roubles(left));
  });

  test('one kopeck less than the invoice pays nothing (WE-91), the exact sum pays it (WE-90)', () => {
    expect(planSettlement(kopecks(499_999), queue(5000))).toEqual({ settled: [], balance: 499_999 });
    expect(planSettlement(kopecks(500_000), queue(5000))).toEqual({ settled: queue(5000), balance: 0 });
  });

  test('for any books: a prefix of the queue, the longest one, and no kopeck lost', () => {
    fc.assert(fc.property(balance, invoices, (credit, unpaid) => {
      const plan = planSettlement(credit, unpaid);
      const sums = unpaid.map((_, index) => total(unpaid.slice(0, index + 1)));
      const longest = sums.filter((needed) => needed <= credit).length;
      expect(plan.settled).toEqual(unpaid.slice(0, longest));
      expect(plan.balance + total(plan.settled)).toBe(credit);
      const next = unpaid[longest];
      if (next) expect(plan.balance).toBeLessThan(next.amount);
    }), { numRuns: 1000 });
  });
});

describe('SET-2: a payment that names its invoice pays it up to what is due', () => {
  test('exactly (WE-38), with a surplus (WE-40) and in part (WE-37)', () => {
    const [invoice] = queue(3500);
    expect(planDirected(roubles(3500), invoice!)).toEqual(queue(3500));
    expect(planDirected(roubles(4000), invoice!)).toEqual(queue(3500));
    expect(planDirected(roubles(2000), invoice!)).toEqual(queue(2000));
    expect(planDirected(roubles(2000), { invoiceId: 'i1', amount: roubles(0) })).toEqual([]);
  });
});

describe('REV-1: a payment is reversed whole, credit first, then paid invoices newest first', () => {
  test.each([
    ['WE-80, the credit covers it', 5000, 7000, [], '', 0, 2000],
    ['WE-81', 5000, 2000, [2000, 2000, 500], 'i1 i2', 1000, 1000],
    ['WE-82, the credit is exactly enough', 5000, 5000, [100], '', 0, 0],
    ['WE-83, the remainder is exactly one invoice', 4000, 2000, [2000, 2000], 'i1', 0, 0],
    ['WE-84', 5000, 2000, [500, 2000, 2000], 'i1 i2 i3', 1500, 1500],
  ])('%s', (_, amount, credit, paid, released, credited, left) => {
    const plan = planReversal(roubles(amount), roubles(credit), queue(...paid));
    expect(ids(plan.released)).toBe(released);
    expect(plan).toMatchObject({ credited: roubles(credited), balance: roubles(left), shortfall: 0 });
    expect(plan.fromBalance).toBe(Math.min(roubles(amount), roubles(credit)));
  });

  test('WE-85: what nothing covers is a shortfall, and one kopeck more in the last invoice is none', () => {
    expect(planReversal(roubles(5000), roubles(0), queue(2000, 2000, 500)).shortfall).toBe(roubles(500));
    const enough = [...queue(2000, 2000), { invoiceId: 'i3', amount: kopecks(100_000) }];
    expect(planReversal(roubles(5000), roubles(0), enough).shortfall).toBe(0);
  });

  test('I-17 for any books, by its own formula', () => {
    fc.assert(fc.property(someMoney(5_000_000), balance, invoices, (amount, credit, paid) => {
      const plan = planReversal(amount, credit, paid);
      if (credit >= amount) {
        expect(plan).toEqual({ fromBalance: amount, released: [], credited: 0, balance: credit - amount, shortfall: 0 });
        return;
      }
      const remainder = amount - credit;
      const sums = paid.map((_, index) => total(paid.slice(0, index + 1)));
      const last = sums.findIndex((released) => released >= remainder);
      if (last < 0) {
        expect(plan.shortfall).toBe(remainder - total(paid));
        expect(plan.shortfall).toBeGreaterThan(0);
        return;
      }
      expect(plan.shortfall).toBe(0);
      expect(plan.released).toEqual(paid.slice(0, last + 1));
      expect(plan.balance).toBe(sums[last]! - remainder);
      expect(plan.balance).toBeLessThan(paid[last]!.amount);
      expect(plan.balance).toBe(credit + total(plan.released) - amount);
    }), { numRuns: 1000 });
  });

  test('I-18: a payment that is reversed at once leaves what was there before', () => {
    fc.assert(fc.property(balance, invoices, invoices, someMoney(5_000_000), (start, paidNewestFirst, unpaid, amount) => {
      const before = planSettlement(start, unpaid); // no idle money: where the queue rules, it has already run
      const waiting = unpaid.slice(before.settled.length);
      const paid = [...before.settled.toReversed(), ...paidNewestFirst];
      const after = planSettlement(kopecks(before.balance + amount), waiting);
      const reversal = planReversal(amount, after.balance, [...after.settled.toReversed(), ...paid]);
      expect(reversal.released).toEqual(after.settled.toReversed());
      expect(reversal.balance).toBe(before.balance);
    }), { numRuns: 1000 });
  });
});

describe('REV-2: a reversal takes back first exactly what the payment itself paid', () => {
  test('its own invoice is released even when newer ones are paid, and nothing else', () => {
    const paid = queue(300, 1000, 500); // newest first; the payment made the second
    const plan = planDirectedReversal(roubles(1000), roubles(0), [paid[1]!], paid);
    expect(plan).toMatchObject({ own: [paid[1]], released: [], balance: 0, shortfall: 0 });
  });

  test('a surplus that was spent elsewhere is looked for newest first', () => {
    const paid = queue(300, 1000, 500);
    const plan = planDirectedReversal(roubles(1200), roubles(50), [paid[1]!], paid);
    expect(ids(plan.released)).toBe('i1');
    expect(plan).toMatchObject({ credited: roubles(150), balance: roubles(150), shortfall: 0 });
  });

  test('of an invoice that two payments made only the other part can still be taken', () => {
    const [invoice] = queue(1000);
    const own = [{ invoiceId: 'i1', amount: roubles(600) }];
    const plan = planDirectedReversal(roubles(900), roubles(0), own, [invoice!]);
    expect(plan).toMatchObject({ released: [{ invoiceId: 'i1', amount: roubles(400) }], balance: roubles(100), shortfall: 0 });
    expect(planDirectedReversal(roubles(1100), roubles(0), own, [invoice!]).shortfall).toBe(roubles(100));
  });

  test('for any books no kopeck is lost, and what the payment did not pay is touched only when it must be', () => {
    const parts = fc.array(fc.tuple(someMoney(), fc.integer({ min: 0, max: 100 })), { maxLength: 10 });
    fc.assert(fc.property(someMoney(3_000_000), balance, parts, (amount, credit, rows) => {
      const paid = rows.map(([value], index) => ({ invoiceId: `i${index}`, amount: value }));
      const own = rows.map(([value, share], index) => ({ invoiceId: `i${index}`, amount: kopecks(Math.floor(value * share / 100)) }))
        .filter((part) => part.amount > 0 && part.amount <= amount);
      const plan = planDirectedReversal(amount, credit, own, paid);
      expect(plan.own).toEqual(own);
      expect(plan.balance - plan.shortfall).toBe(credit + total(own) + total(plan.released) - amount);
      expect(plan.balance === 0 || plan.shortfall === 0).toBe(true);
      if (credit + total(own) >= amount) expect(plan.released).toEqual([]);
    }), { numRuns: 1000 });
  });
});

describe('PER-1: nothing is posted into a closed period', () => {
  const day = (text: string) => Temporal.PlainDate.from(text);
  test('the last closed day is refused, the next one is free, and without a closed period every day', () => {
    const refused = (text: string) => () => refuseClosed(day(text), day('2025-01-31'));
    for (const text of ['2025-01-31', '2025-01-30', '2024-12-31']) {
      expect(refused(text), text).toThrow(expect.objectContaining({ code: 'PERIOD_CLOSED', detail: { closedThrough: '2025-01-31' } }));
    }
    expect(refused('2025-02-01')).not.toThrow();
    expect(() => refuseClosed(day('1999-01-01'), null)).not.toThrow();
  });
});

describe('LED-1: an invoice is a debt, revenue and the VAT inside it; only differences are posted', () => {
  const sums = (totalAmount: number, vatAmount: number) => ({ totalAmount: roubles(totalAmount), vatAmount: roubles(vatAmount) });
  const shown = (postings: readonly Posting[]) => postings.map(({ debit, credit, amount }) => `${debit}>${credit} ${amount / 100}`);

  test('issued, raised, lowered, voided, and nothing for nothing', () => {
    expect(shown(invoicePostings('i', NOTHING, sums(3240, 540)))).toEqual(['RECEIVABLE>REVENUE 2700', 'RECEIVABLE>VAT 540']);
    expect(shown(invoicePostings('i', sums(3240, 540), sums(3300, 550)))).toEqual(['RECEIVABLE>REVENUE 50', 'RECEIVABLE>VAT 10']);
    expect(shown(invoicePostings('i', sums(3240, 540), sums(3000, 500)))).toEqual(['REVENUE>RECEIVABLE 200', 'VAT>RECEIVABLE 40']);
    expect(shown(invoicePostings('i', sums(3240, 540), NOTHING))).toEqual(['REVENUE>RECEIVABLE 2700', 'VAT>RECEIVABLE 540']);
    expect(shown(invoicePostings('i', NOTHING, sums(100, 0)))).toEqual(['RECEIVABLE>REVENUE 100']);
    expect(invoicePostings('i', sums(100, 10), sums(100, 10))).toEqual([]);
  });

  test('for any life of an invoice the accounts hold its last total and VAT, and every posting is above zero', () => {
    const state = fc.tuple(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: 0, max: 100 }))
      .map(([value, share]) => ({ totalAmount: kopecks(value), vatAmount: kopecks(Math.floor(value * share / 100)) }));
    fc.assert(fc.property(fc.array(state, { minLength: 1, maxLength: 8 }), (states) => {
      const accounts = new Map<string, number>();
      const move = (account: string, amount: number) => accounts.set(account, (accounts.get(account) ?? 0) + amount);
      for (const [index, after] of states.entries()) {
        for (const { debit, credit, amount } of invoicePostings('i', states[index - 1] ?? NOTHING, after)) {
          expect(amount).toBeGreaterThan(0);
          move(debit, amount);
          move(credit, 0 - amount);
        }
      }
      const { totalAmount, vatAmount } = states.at(-1)!;
      expect(accounts.get('RECEIVABLE') ?? 0).toBe(totalAmount);
      expect(-(accounts.get('VAT') ?? 0) + 0).toBe(vatAmount);
      expect(-(accounts.get('REVENUE') ?? 0) + 0).toBe(totalAmount - vatAmount);
    }));
  });
});

describe('LED-2: a refund takes back VAT in the proportion of the invoice', () => {
  test('the whole VAT with the whole refund, half of it with half, none where there is none', () => {
    expect(refundVat(roubles(3240), roubles(0), roubles(3240), roubles(540))).toBe(roubles(540));
    expect(refundVat(roubles(1620), roubles(0), roubles(3240), roubles(540))).toBe(roubles(270));
    expect(refundVat(roubles(1620), roubles(1620), roubles(3240), roubles(540))).toBe(roubles(270));
    expect(refundVat(roubles(100), roubles(0), roubles(100), roubles(0))).toBe(0);
  });

  test('however a paid invoice is refunded in parts, the VAT of the parts is its VAT', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 6 });
    fc.assert(fc.property(someMoney(10 ** 9), fc.integer({ min: 0, max: 50 }), cuts, (invoiceTotal, share, points) => {
      const vat = kopecks(Math.floor(invoiceTotal * share / 100));
      const ends = [...points.toSorted((a, b) => a - b).map((point) => Math.floor(invoiceTotal * point / 1000)), invoiceTotal];
      let refunded = 0;
      let taken = 0;
      for (const end of ends) {
        const part = kopecks(end - refunded);
        const vatOfPart = refundVat(part, kopecks(refunded), invoiceTotal, vat);
        expect(vatOfPart).toBeGreaterThanOrEqual(0);
        expect(vatOfPart).toBeLessThanOrEqual(part);
        taken += vatOfPart;
        refunded = end;
      }
      expect(taken).toBe(vat);
    }), { numRuns: 1000 });
  });
});
