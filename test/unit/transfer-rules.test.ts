import { describe, expect, test } from 'vitest';
import { payeeOf, purposeOf, purposeOfAll, qrText } from '../../src/invoices/transfer-rules.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { kopecks } from '../../src/kernel/money.ts';

const requisites = {
  legalName: 'ООО «Мозаика»', inn: '7701234564', kpp: '770101001', bankName: 'ПАО СБЕРБАНК', bik: '044525225',
  bankAccount: '40702810900000000001', correspondentAccount: '30101810400000000225',
};
const payee = payeeOf(requisites)!;

describe('PAY-10', () => {
  test('whoever said enough can be paid by a transfer', () => {
    expect(payee).toMatchObject({ recipient: 'ООО «Мозаика»', bik: '044525225', kpp: '770101001' });
    expect(payeeOf({ ...requisites, inn: null, kpp: null, correspondentAccount: null })).toBeDefined();
  });
  test.each(['legalName', 'bankName', 'bik', 'bankAccount'] as const)('without %s nothing is offered', (missing) => {
    for (const nothing of [null, '']) expect(payeeOf({ ...requisites, [missing]: nothing })).toBeUndefined();
  });
});

test('PAY-11: the purpose names the invoice, its day and the VAT in it', () => {
  const bill = { invoiceNumber: 'INV-2026-00042', issuedOn: parseDay('2026-01-14') };
  expect(purposeOf({ ...bill, vatAmount: kopecks(0) })).toBe('Оплата по счёту № INV-2026-00042 от 14.01.2026. Без НДС');
  expect(purposeOf({ ...bill, vatAmount: kopecks(58_334) }))
    .toBe('Оплата по счёту № INV-2026-00042 от 14.01.2026. В том числе НДС 583,34 ₽');
});

test('PAY-13: the purpose names every invoice while there is room, else how many there are; the payer stands in both', () => {
  expect(purposeOfAll(['INV-2026-00042', 'INV-2026-00043'], 'Орлова Анна'))
    .toBe('Оплата по счетам № INV-2026-00042, INV-2026-00043. Орлова Анна');
  const many = Array.from({ length: 20 }, (_none, index) => `INV-2026-${String(index).padStart(5, '0')}`);
  expect(purposeOfAll(many, 'Орлова Анна')).toBe('Оплата по счетам, всего 20. Орлова Анна');
});

describe('PAY-12', () => {
  test('the text has the head, the five obligatory fields in the order of the standard, then the others', () => {
    expect(qrText(payee, kopecks(350_000), 'Оплата по счёту № 42')).toBe(
      'ST00012|Name=ООО «Мозаика»|PersonalAcc=40702810900000000001|BankName=ПАО СБЕРБАНК|BIC=044525225'
      + '|CorrespAcc=30101810400000000225|Sum=350000|Purpose=Оплата по счёту № 42|PayeeINN=7701234564|KPP=770101001');
  });
  test('a bank without a correspondent account has 0 there, and what is not known is left out', () => {
    const text = qrText({ ...payee, correspondentAccount: null, inn: null, kpp: null }, kopecks(1), 'Оплата');
    expect(text).toContain('|CorrespAcc=0|Sum=1|');
    expect(text).not.toMatch(/PayeeINN|KPP/);
  });
  test('no value has the separator or a line break in it, or more characters than the standard allows', () => {
    const text = qrText({ ...payee, recipient: `ООО "А|Б"\n${'я'.repeat(300)}`, bankName: '🏦'.repeat(60) }, kopecks(100), '№'.repeat(300));
    const fields = Object.fromEntries(text.split('|').slice(1).map((field) => field.split('=')));
    expect(Object.keys(fields)).toEqual(
      ['Name', 'PersonalAcc', 'BankName', 'BIC', 'CorrespAcc', 'Sum', 'Purpose', 'PayeeINN', 'KPP']);
    expect([Array.from(fields['Name'] as string).length, Array.from(fields['BankName'] as string).length,
      (fields['Purpose'] as string).length]).toEqual([160, 45, 210]);
    expect(fields['Name']).toMatch(/^ООО "А Б" я+$/);
  });
});
