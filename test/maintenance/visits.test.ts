/** The doctor in books of passes, visits and rooms. */
import { describe, expect, test } from 'vitest';
import { brokenOf, expectSeen, look } from './looking.ts';
import { VISIT_FAULTS, newVisitBook } from './visit-faults.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { ask } from '../money-fixtures.ts';

describe('the doctor of visits', () => {
  test('finds nothing in books that hold, nor where a fine was forgiven by hand', async () => {
    const book = await newVisitBook();
    expect(brokenOf(await look(book))).toEqual([]);
    await ask(book.world, cancelInvoice, { id: book.fineId, reason: 'Простили' });
    expect(brokenOf(await look(book))).toEqual([]);
  });

  test.each(VISIT_FAULTS)('%s: sees %s, and nothing else', async (...fault) => expectSeen(await newVisitBook(), fault));
});
