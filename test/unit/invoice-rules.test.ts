import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockedActs } from '../../src/invoices/blocked-rules.ts';
import { InvoiceStatus } from '../../src/invoices/contract.ts';
import {
  type LineFigures, adjustLine, creditSuffices, isAdjustable, isAdjustmentReason, isEditable, isOpen, isOverdue, lifecycleOf, lineOf,
  refuseUncancellable, refuseUnpayable, totalsOf,
} from '../../src/invoices/rules.ts';
import { MAX_MONEY, type Money, hundredths, kopecks, percentHundredths } from '../../src/kernel/money.ts';
import { Refusal } from '../../src/kernel/refusal.ts';

const statuses = InvoiceStatus.options;
const roubles = (value: number): Money => kopecks(Math.round(value * 100));
const line = (unitPrice: number, options: { quantity?: number; vat?: number; benefit?: number; base?: number } = {}): LineFigures =>
  lineOf({
    quantity: hundredths((options.quantity ?? 1) * 100), unitPrice: roubles(unitPrice),
    vatRate: percentHundredths((options.vat ?? 0) * 100), benefit: percentHundredths((options.benefit ?? 0) * 100),
    ...(options.base === undefined ? {} : { unitBasePrice: roubles(options.base) }),
  });
const refused = (code: string) => expect.objectContaining({ code });

function refusalOf(attempt: () => unknown): Refusal {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('INV-1: a line is quantity × price less the benefit, VAT inside', () => {
  test.each([
    ['WE-30', 5000, { benefit: 30 }, 5000, 1500, 3500, 0],
    ['WE-31', 5000, { benefit: 50 }, 5000, 2500, 2500, 0],
    ['WE-32', 5000, { benefit: 20 }, 5000, 1000, 4000, 0],
    ['WE-33, a whole benefit', 5000, { benefit: 100 }, 5000, 5000, 0, 0],
    ['WE-64, VAT of the discounted line', 1200, { quantity: 3, vat: 20, benefit: 10, base: 1000 }, 3600, 360, 3240, 540],
    ['WE-65, half a kopeck goes up', 333.33, { benefit: 30 }, 333.33, 100, 233.33, 0],
    ['WE-43, part of an hour', 2000, { quantity: 1.5 }, 3000, 0, 3000, 0],
    ['a price of nothing', 0, { vat: 22 }, 0, 0, 0, 0],
  ])('%s', (_, price, options, gross, discount, total, vat) => {
    expect(line(price, options)).toMatchObject({
      lineGross: roubles(gross), discountAmount: roubles(discount), totalPrice: roubles(total), vatAmount: roubles(vat),
      adjustmentAmount: 0,
    });
  });

  test('the base price is the line before the discount without VAT: the catalogue gives it, or it is worked out', () => {
    expect(line(1200, { quantity: 3, vat: 20, benefit: 10, base: 1000 }).basePrice).toBe(roubles(3000));
    expect(line(1200, { quantity: 3, vat: 20, benefit: 10 }).basePrice).toBe(roubles(3000));
    expect(line(1200, { quantity: 3 }).basePrice).toBe(roubles(3600));
  });

  test('a line up to 99,999,999.99 is good, one above it is refused', () => {
    expect(line(99_999_999.99).totalPrice).toBe(MAX_MONEY);
    expect(() => line(99_999_999.99, { quantity: 1.01 })).toThrow(refused('AMOUNT_TOO_LARGE'));
  });

  const anyLine = fc.record({
    quantity: fc.integer({ min: 1, max: 10_000 }), unitPrice: fc.integer({ min: 0, max: 10 ** 7 }),
    vatRate: fc.constantFrom(0, 500, 700, 1000, 2000, 2200), benefit: fc.integer({ min: 0, max: 10_000 }),
  }).map(({ quantity, unitPrice, vatRate, benefit }) => lineOf({
    quantity: hundredths(quantity), unitPrice: kopecks(unitPrice), vatRate: percentHundredths(vatRate),
    benefit: percentHundredths(benefit),
  }));

  test('I-04 for any line', () => {
    fc.assert(fc.property(anyLine, (made) => {
      expect(made.totalPrice).toBe(made.lineGross - made.discountAmount + made.adjustmentAmount);
      expect(made.discountAmount).toBeGreaterThanOrEqual(0);
      expect(made.discountAmount).toBeLessThanOrEqual(made.lineGross);
      expect(made.vatAmount).toBeGreaterThanOrEqual(0);
      expect(made.vatAmount).toBeLessThanOrEqual(made.totalPrice);
      // Rounded half up: twice the error is at most the divisor.
      const error = 2 * Math.abs(made.vatAmount * (10_000 + made.vatRate) - made.totalPrice * made.vatRate);
      expect(error).toBeLessThanOrEqual(10_000 + made.vatRate);
      expect(2 * Math.abs(made.lineGross * 100 - made.quantity * made.unitPrice)).toBeLessThanOrEqual(100);
    }), { numRuns: 500 });
  });

  test('INV-2, INV-3 and I-03 for any lines, adjusted or not', () => {
    const adjusted = fc.tuple(anyLine, fc.option(fc.integer({ min: 0, max: 10 ** 8 }), { nil: undefined }))
      .map(([made, price]) => (price === undefined ? made : adjustLine(made, kopecks(price))));
    fc.assert(fc.property(fc.array(adjusted, { minLength: 1, maxLength: 6 }), (lines) => {
      fc.pre(lines.some((made) => made.lineGross > 0));
      const totals = totalsOf(lines);
      const plain = (key: keyof LineFigures) => lines.reduce((sum, made) => sum + made[key], 0);
      expect(totals.subtotal - totals.discountAmount + totals.adjustmentAmount).toBe(totals.totalAmount);
      expect(totals.totalAmount).toBe(plain('totalPrice'));
      expect(totals.vatAmount).toBe(plain('vatAmount'));
      expect(totals.totalAmount).toBeGreaterThanOrEqual(0);
    }));
  });
});

describe('INV-2: the sums of an invoice are the sums of its lines', () => {
  test('WE-54', () => {
    expect(totalsOf([line(5000, { benefit: 30 }), line(500, { benefit: 30 })])).toEqual({
      subtotal: roubles(5500), discountAmount: roubles(1650), adjustmentAmount: 0, totalAmount: roubles(3850), vatAmount: 0,
    });
  });

  test('a total of nothing is good (C-06), a subtotal of nothing and one above the limit are refused', () => {
    expect(totalsOf([line(5000, { benefit: 100 })])).toMatchObject({ subtotal: roubles(5000), totalAmount: 0 });
    expect(totalsOf([line(0), line(1)])).toMatchObject({ totalAmount: roubles(1) });
    expect(() => totalsOf([line(0), line(0)])).toThrow(refused('SUBTOTAL_ZERO'));
    expect(() => totalsOf([])).toThrow(refused('SUBTOTAL_ZERO'));
    expect(totalsOf([line(99_999_999), line(0.99)])).toMatchObject({ totalAmount: MAX_MONEY });
    expect(() => totalsOf([line(99_999_999), line(1)])).toThrow(refused('AMOUNT_TOO_LARGE'));
  });
});

describe('INV-3: a price may be adjusted in a draft or a waiting invoice without payments, with a reason', () => {
  test('WE-45: subtotal and discount stay, the difference is the adjustment', () => {
    const adjusted = adjustLine(line(5000, { benefit: 30 }), roubles(3000));
    expect(totalsOf([adjusted])).toEqual({
      subtotal: roubles(5000), discountAmount: roubles(1500), adjustmentAmount: roubles(-500), totalAmount: roubles(3000), vatAmount: 0,
    });
  });

  test('a second adjustment counts from the price before any, and the VAT follows the new price', () => {
    const once = adjustLine(line(1200, { vat: 20 }), roubles(600));
    expect(once).toMatchObject({ adjustmentAmount: roubles(-600), vatAmount: roubles(100) });
    expect(adjustLine(once, roubles(1800))).toMatchObject({ adjustmentAmount: roubles(600), vatAmount: roubles(300) });
    expect(adjustLine(once, roubles(1200))).toMatchObject({ adjustmentAmount: 0, totalPrice: roubles(1200) });
    expect(adjustLine(once, roubles(0))).toMatchObject({ totalPrice: 0, vatAmount: 0 });
  });

  test.each(statuses)('%s: allowed only in DRAFT and PENDING, and never once a kopeck is paid', (status) => {
    expect(isAdjustable(status, kopecks(0))).toBe(status === 'DRAFT' || status === 'PENDING');
    expect(isAdjustable(status, kopecks(1))).toBe(false);
  });

  test.each([
    [undefined, false], ['', false], ['скидка', false], ['девять_99', false], ['          ', false], ['   девять_9   ', false],
    ['десять_010', true], ['  десять_010  ', true],
  ])('WE-47, WE-48: reason %j → %j', (reason, good) => {
    expect(isAdjustmentReason(reason)).toBe(good);
  });
});

describe('INV-4: the state of delivery beside the state of payment', () => {
  test.each([
    ['DRAFT', 'draft', 'draft'], ['PENDING', 'sent', 'viewed'], ['PARTIALLY_PAID', 'sent', 'viewed'], ['PAID', 'paid', 'paid'],
    ['OVERDUE', 'overdue', 'overdue'], ['CANCELLED', 'cancelled', 'cancelled'],
  ] as const)('%s is %s, once viewed %s', (status, unseen, seen) => {
    expect([lifecycleOf(status, false), lifecycleOf(status, true)]).toEqual([unseen, seen]);
  });
});

describe('INV-5: overdue from the day after the due date', () => {
  const day = (text: string) => Temporal.PlainDate.from(text);
  test('WE-62, WE-75: not on the due date itself, but on the next day', () => {
    expect(isOverdue('PENDING', day('2025-01-22'), day('2025-01-22'))).toBe(false);
    expect(isOverdue('PENDING', day('2025-01-22'), day('2025-01-23'))).toBe(true);
    expect(isOverdue('PENDING', null, day('2025-01-23'))).toBe(false);
  });

  test.each(statuses)('%s: only what is open can be overdue', (status) => {
    const open = ['PENDING', 'PARTIALLY_PAID', 'OVERDUE'].includes(status);
    expect(isOpen(status)).toBe(open);
    expect(isOverdue(status, day('2025-01-22'), day('2025-02-01'))).toBe(open);
    expect(isOverdue(status, day('2025-02-01'), day('2025-02-01'))).toBe(false);
  });
});

describe('INV-6: money is taken only for an issued and unpaid invoice', () => {
  test.each([
    ['PAID', 'INVOICE_ALREADY_PAID', 'Счет уже оплачен'], ['DRAFT', 'INVOICE_IS_DRAFT', 'Счет — черновик: сначала выставьте его'],
    ['CANCELLED', 'INVOICE_CANCELLED', 'Счет отменен'],
  ] as const)('%s → %s', (status, code, sentence) => {
    const refusal = refusalOf(() => refuseUnpayable(status));
    expect([refusal.code, refusal.status, refusal.sentence('ru')]).toEqual([code, 409, sentence]);
  });
  test.each(['PENDING', 'PARTIALLY_PAID', 'OVERDUE'] as const)('%s can be paid', (status) => {
    expect(() => refuseUnpayable(status)).not.toThrow();
  });
});

describe('INV-7: a paid invoice is refunded, not voided; a voided one stays voided', () => {
  test('the two texts of C-63', () => {
    const refusal = refusalOf(() => refuseUncancellable('PAID'));
    expect(refusal).toMatchObject({ code: 'CANCEL_PAID_INVOICE', status: 409 });
    expect(refusal.sentence('ru')).toBe('Нельзя отменить оплаченный счет. Необходим возврат.');
    expect(refusal.hint('ru')).toBe('Для отмены оплаченного счета необходимо оформить возврат');
    expect(() => refuseUncancellable('CANCELLED')).toThrow(refused('INVOICE_CANCELLED'));
  });
  test.each(['DRAFT', 'PENDING', 'PARTIALLY_PAID', 'OVERDUE'] as const)('%s can be voided', (status) => {
    expect(() => refuseUncancellable(status)).not.toThrow();
  });
});

test.each(statuses)('INV-8: lines of %s change only in a draft or in a waiting invoice without payments', (status) => {
  expect(isEditable(status, kopecks(0))).toBe(['DRAFT', 'PENDING'].includes(status));
  expect(isEditable(status, kopecks(100))).toBe(false);
});

describe('INV-11: credit on request', () => {
  const directed = { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': false };
  test.each([
    [500, 500, directed, true], [499.99, 500, directed, false], [0, 500, { ...directed, 'settlement.allowPartial': true }, false],
    [0.01, 500, { ...directed, 'settlement.allowPartial': true }, true],
    [500, 500, { ...directed, 'settlement.mode': 'FIFO_BALANCE' }, false],
  ])('credit %s, due %s, %o: %s', (credit, due, policy, suffices) =>
    expect(creditSuffices(roubles(credit), roubles(due), policy)).toBe(suffices));
});

test('INV-12: a disabled act says what its refusal would', () => {
  const policy = { 'settlement.mode': 'DIRECTED', 'settlement.allowPartial': false };
  const of = (status: 'PENDING' | 'PAID' | 'DRAFT', paid: number) => blockedActs({
    status, paidAmount: roubles(paid), dueAmount: roubles(500 - paid), refundedAmount: roubles(0),
  }, roubles(0), policy, 'ru');
  expect(of('PENDING', 0)).toMatchObject({ adjust: null, cancel: null, pay: null });
  expect(of('PENDING', 0).refund).toBe(new Refusal('REFUND_NOT_PAID').sentence('ru'));
  expect(of('PAID', 500)).toMatchObject({ refund: null });
  expect(of('PAID', 500).pay).toBe('Счет уже оплачен');
  expect(of('PAID', 500).adjust).toBe('Нельзя изменить цену в оплаченном счете');
  expect(of('DRAFT', 0)).toMatchObject({ send: null, delete: null });
});
