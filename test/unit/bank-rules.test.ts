/** Whose money a line of a statement is, and why: BNK-1…BNK-10, without a database. */
import { describe, expect, test } from 'vitest';
import { paymentNotes, refuseUndecidable } from '../../src/bank/deciding-rules.ts';
import {
  type Evidence, type OpenInvoice, identifies, invoiceNumbersIn, layOut, matchOf, notesOf, tracesOf,
} from '../../src/bank/match-rules.ts';
import { type Person, isCaseOf, likenessOf } from '../../src/bank/names-rules.ts';
import {
  type BankDocument, DEFAULT_EXCLUSIONS, type LineFacts, directionOf, exclusionOf, lineOf, totalsOf, totalsWarnings,
} from '../../src/bank/reading-rules.ts';
import { inWords } from '../../src/bank/words.ts';
import { parseDay } from '../../src/kernel/day.ts';
import { kopecks } from '../../src/kernel/money.ts';

const OURS = '40702810200000012345';
const PAYER = '40817810000000000001';
const day = parseDay('2026-11-20');
const side = (accounts: string[] = [], inn: string | null = null) => ({ name: 'Кто-то', inn, accounts });
const document = (given: Partial<BankDocument> = {}): BankDocument => ({
  line: 20, kind: 'Платежное поручение', number: '152', date: day, amount: kopecks(480_000), payer: side([PAYER]),
  recipient: side([OURS]), received: day, spent: null, purpose: '', ...given,
});
const line = (given: Partial<LineFacts> = {}): LineFacts => ({
  ...lineOf(document(), { direction: 'IN', account: OURS }), ...given,
});

describe('BNK-1: money came in when the recipient is ours and it was received, or the payer is not ours', () => {
  const own = [OURS, '40702810500000012346'];
  test.each<[string, Partial<BankDocument>, string | undefined]>([
    ['received from a stranger', {}, 'IN'],
    ['from a stranger, without a day', { received: null }, 'IN'],
    ['sent by us', { payer: side([OURS]), recipient: side([PAYER]), received: null, spent: day }, 'OUT'],
    ['between our accounts, seen where it came', { payer: side([own[1]!]) }, 'IN'],
    ['between our accounts, seen where it left', { payer: side([own[1]!]), received: null, spent: day }, 'OUT'],
    ['between our accounts, in the statement of the other', { payer: side([OURS]), recipient: side([own[1]!]), spent: day }, 'OUT'],
    ['our account stands in the second field', { recipient: side(['30101810400000000225', OURS]) }, 'IN'],
    ['the bank leaves our side blank', { recipient: side() }, 'IN'],
    ['the bank leaves our side blank on a charge', { payer: side(), recipient: side(['60322810000000000001']), received: null, spent: day }, 'OUT'],
    ['of strangers', { recipient: side([PAYER]) }, undefined],
  ])('%s', (_, given, direction) => {
    expect(directionOf(document(given), own, [OURS])?.direction).toBe(direction);
  });
  test('in a file of two accounts a blank side is nobody’s', () => {
    expect(directionOf(document({ recipient: side() }), own, own)).toBeUndefined();
  });
});

test('BNK-2: the day is the day the money moved, else the date of the document', () => {
  const [paid, came] = [parseDay('2026-11-18'), parseDay('2026-11-21')];
  const of = (given: Partial<BankDocument>, direction: 'IN' | 'OUT' = 'IN') =>
    String(lineOf(document({ date: paid, ...given }), { direction, account: OURS }).onDate);
  expect([of({ received: came }), of({ received: null }), of({ spent: came }, 'OUT')]).toEqual(['2026-11-21', '2026-11-18', '2026-11-21']);
  const key = (payer: BankDocument['payer']) => lineOf(document({ payer }), { direction: 'IN', account: OURS }).payerKey;
  expect([key(side([PAYER], '770400123459')), key(side([], '770400123459')), key(side())]).toEqual([PAYER, '770400123459', '']);
});

describe('BNK-3: what is no payment of a client', () => {
  const own = { accounts: [OURS, '40702810500000012346'], inn: '7704001236' };
  const why = (given: Partial<LineFacts>, excluded = DEFAULT_EXCLUSIONS) => exclusionOf(line(given), own, excluded)?.code;
  test.each<[string, Partial<LineFacts>, string | undefined]>([
    ['a client', {}, undefined],
    ['money that went out', { direction: 'OUT' }, 'OUTGOING'],
    ['from our other account', { payerAccount: '40702810500000012346' }, 'OWN_ACCOUNT'],
    ['from ourselves', { payerInn: '7704001236' }, 'OWN_INN'],
    ['YooKassa by its INN', { payerInn: '7750005725' }, 'PAYOUT_INN'],
    ['YooKassa by its name', { payerName: 'ООО НКО «ЮМани»' }, 'PAYOUT_WORD'],
    ['an acquirer', { purpose: 'Возмещение по торговым операциям, договор 12' }, 'PAYOUT_WORD'],
    ['acquiring in another case', { purpose: 'Зачисление средств по терминалам эквайринга' }, 'PAYOUT_WORD'],
    ['a registry', { purpose: 'Перечисление по реестру № 5' }, 'PAYOUT_WORD'],
    ['own cash', { purpose: 'Взнос наличных через УС' }, 'PAYOUT_WORD'],
    ['a word inside another', { payerName: 'Росреестр', purpose: 'Абонемент' }, undefined],
  ])('%s', (_, given, code) => {
    expect(why(given)).toBe(code);
  });
  test('the list is the organisation’s', () => {
    expect(why({ purpose: 'Эквайринг' }, { words: [], inns: [] })).toBeUndefined();
    expect(why({ purpose: 'ПЁСТРЫЙ, перевод' }, { words: ['пестрый перевод'], inns: [] })).toBe('PAYOUT_WORD');
  });
});

test('BNK-4: the sums of the bank are compared with the documents, and its days are added up', () => {
  const summary = (from: string, opening: number, received: number, spent: number, closing: number) => ({
    account: OURS, from: parseDay(from), to: parseDay(from), opening: kopecks(opening), received: kopecks(received),
    spent: kopecks(spent), closing: kopecks(closing),
  });
  const days = [summary('2026-11-21', 300, 50, 0, 350), summary('2026-11-20', 100, 300, 100, 300)];
  const lines = [line({ amount: kopecks(350) }), line({ direction: 'OUT', amount: kopecks(100) })];
  const totals = totalsOf(OURS, days, lines);
  expect(totals).toMatchObject({ opening: 100, closing: 350, received: 350, spent: 100, receivedDifference: 0, spentDifference: 0 });
  expect(totalsWarnings(totals)).toEqual([]);
  expect(totalsWarnings(totalsOf(OURS, days, lines.slice(1))).map(({ code }) => code)).toEqual(['RECEIVED_DIFFERS']);
  expect(totalsWarnings(totalsOf(OURS, [{ ...days[0]!, closing: kopecks(351) }], [line({ amount: kopecks(50) })])).map(({ code }) => code))
    .toEqual(['BALANCE_DIFFERS']);
  expect(totalsOf(OURS, [], lines)).toMatchObject({ received: null, receivedDifference: null, receivedByDocuments: 350 });
});

const person = (given: Partial<Person> = {}): Person => ({
  clientId: 'a', kind: 'PERSON', name: 'Иванова Анна Петровна', firstName: 'Анна', lastName: 'Иванова', middleName: 'Петровна',
  isActive: true, students: [{ firstName: 'Пётр', lastName: 'Иванов' }], ...given,
});

describe('BNK-5: how much a name says', () => {
  test.each([
    ['Иванова Анна Петровна', '', 'NAME'], ['Анна Петровна Иванова', '', 'NAME'], ['ИВАНОВА АННА', '', 'NAME'],
    ['ИП Иванова Анна Петровна', '', 'NAME'], ['Иванова А.П.', '', 'INITIALS'], ['А. Иванова', '', 'INITIALS'],
    ['Иванова', '', undefined], ['Анна', '', undefined], ['Иванова Мария', '', undefined], ['Иванова Анна Сергеевна', '', undefined],
    ['Иванова А.С.', '', undefined], ['Иванов Пётр', 'за Иванова Петра', 'CHILD'], ['', 'обучение Петр Иванов', 'CHILD'],
    ['', 'за Иванова П.', 'CHILD'], ['', 'за Иванова Ивана', undefined], ['', 'за Петра', undefined],
    ['', 'за Ивановскую Петру', undefined],
  ])('«%s», «%s»: %s', (payer, purpose, code) => {
    expect(likenessOf(payer, purpose, person())?.code).toBe(code);
  });
  test('a firm is known by the words of its name', () => {
    const firm = person({ kind: 'LEGAL', name: 'ООО «Ромашка Плюс»', students: [] });
    const of = (payer: string) => likenessOf(payer, '', firm)?.code;
    expect([of('Общество с ограниченной ответственностью "РОМАШКА ПЛЮС"'), of('ООО Ромашка')]).toEqual(['NAME', undefined]);
  });
  test.each([
    ['петра', 'петр', true], ['марии', 'мария', true], ['юли', 'юля', true], ['веру', 'вера', true], ['андрея', 'андреи', true],
    ['достоевского', 'достоевский', true], ['ивановой', 'иванова', true], ['иванов', 'иван', false], ['петренко', 'петр', false],
    ['веселова', 'вера', false],
  ])('%s is a case of %s: %s', (word, name, is) => expect(isCaseOf(word, name)).toBe(is));
});

describe('BNK-6: numbers of invoices in a purpose', () => {
  test.each([
    ['Оплата по счёту № INV-2026-00042 от 14.01.2026. Без НДС', ['INV-2026-00042']],
    ['Оплата по счетам № INV-2026-00042, INV-2026-00043. Орлова Анна', ['INV-2026-00042', 'INV-2026-00043']],
    ['оплата inv 2026 42', ['INV-2026-00042']], ['INV№2026/00042', ['INV-2026-00042']], ['INV202600042', ['INV-2026-00042']],
    ['ИНВ-2026-123456', ['INV-2026-123456']], ['INV-2026-00042, 00043 и 00044', ['INV-2026-00042', 'INV-2026-00043', 'INV-2026-00044']],
    ['Оплата по счету 2026-0117 за ноябрь', ['INV-2026-00117']], ['сч. №2026/117', ['INV-2026-00117']],
    ['INV-2026-00042 и ещё раз INV-2026-42', ['INV-2026-00042']],
    ['за ноябрь 2026', []], ['договор 2026-0117', []], ['счет 42 от 01.02.2026', []], ['INVOICE', []],
    ['перевод на сч 40702810200000012345', []], ['INV-2026-0000000042', []],
  ])('%s', (purpose, numbers) => expect(invoiceNumbersIn(purpose).map(({ number }) => number)).toEqual(numbers));
  test('a hostile purpose is no work', () => {
    expect(invoiceNumbersIn('INV-2026-'.repeat(400)).length).toBeLessThanOrEqual(50);
    expect(invoiceNumbersIn(Array.from({ length: 400 }, (_, n) => `INV-2026-${n}`).join()).length).toBe(50);
  });
});

test('BNK-7: the account of a person or a firm says who pays, the account of a bank does not, nor the INN beside it', () => {
  const said = ['40817810000000000001', '40802810000000000001', '40702810200000012345', '40821810000000000001', '30232810000000000001',
    '40911810000000000001', '4081781'].map(identifies);
  expect(said).toEqual([true, true, true, false, false, false, false]);
  const of = (payerAccount: string | null, payerInn: string | null) => tracesOf({ payerAccount, payerInn }).map(({ kind }) => kind);
  expect([of(PAYER, '770400123459'), of('30232810000000000001', '7707083893'), of(null, '770400123459'), of(null, null)])
    .toEqual([['ACCOUNT', 'INN'], [], ['INN'], []]);
});

const invoice = (given: Partial<OpenInvoice> = {}): OpenInvoice => ({
  id: 'i1', invoiceNumber: 'INV-2026-00117', clientId: 'a', status: 'PENDING', dueAmount: kopecks(480_000), isOpen: true, ...given,
});
const named = { number: 'INV-2026-00117', isWhole: true };
const evidence = (given: Partial<Evidence> = {}): Evidence => ({
  excluded: undefined, numbers: given.invoices ? [named] : [], invoices: [], byInn: [], byAccount: [],
  people: [person(), person({ clientId: 'b', name: 'Орлова Вера', firstName: 'Вера', lastName: 'Орлова', middleName: null, students: [{ firstName: 'Олег', lastName: 'Орлов' }] })],
  open: [], ...given,
});
const payer = (payerName: string, given: Partial<LineFacts> = {}) => line({ payerName, ...given });
const less = kopecks(1000);

describe('BNK-8: whose the money is', () => {
  test.each<[string, LineFacts, Partial<Evidence>, string, string, string | null]>([
    ['number and sum', line(), { invoices: [invoice()] }, 'MATCHED', 'NUMBER', 'a'],
    ['number and INN, another sum', line({ amount: less }), { invoices: [invoice()], byInn: ['a'] }, 'MATCHED', 'NUMBER', 'a'],
    ['number and account', line({ amount: less }), { invoices: [invoice()], byAccount: ['a'] }, 'MATCHED', 'NUMBER', 'a'],
    ['number and name', payer('Иванова Анна', { amount: less }), { invoices: [invoice()] }, 'MATCHED', 'NUMBER', 'a'],
    ['a paid invoice, and the name', payer('Иванова Анна'), { invoices: [invoice({ status: 'PAID', isOpen: false, dueAmount: kopecks(0) })] }, 'MATCHED', 'NUMBER', 'a'],
    ['number alone', line({ amount: less }), { invoices: [invoice()] }, 'DOUBTFUL', 'NUMBER_ALONE', null],
    ['number against INN', line(), { invoices: [invoice()], byInn: ['b'] }, 'DOUBTFUL', 'NUMBER_AGAINST_INN', null],
    ['number against account', line(), { invoices: [invoice()], byAccount: ['b'] }, 'DOUBTFUL', 'NUMBER_AGAINST_ACCOUNT', null],
    ['number against name', payer('Орлова Вера'), { invoices: [invoice()] }, 'DOUBTFUL', 'NUMBER_AGAINST_NAME', null],
    ['numbers of two clients', line(), { invoices: [invoice(), invoice({ id: 'i2', clientId: 'b' })] }, 'DOUBTFUL', 'SEVERAL_PAYERS', null],
    ['INN', line(), { byInn: ['a'] }, 'MATCHED', 'INN', 'a'],
    ['INN of two', line(), { byInn: ['a', 'b'] }, 'DOUBTFUL', 'SEVERAL_BY_INN', null],
    ['INN against account', line(), { byInn: ['a'], byAccount: ['b'] }, 'DOUBTFUL', 'INN_AGAINST_ACCOUNT', null],
    ['account', line(), { byAccount: ['b'] }, 'MATCHED', 'ACCOUNT', 'b'],
    ['account of two', line(), { byAccount: ['a', 'b'] }, 'DOUBTFUL', 'SEVERAL_BY_ACCOUNT', null],
    ['account, and a child of others', line({ purpose: 'за Олега Орлова' }), { byAccount: ['a'] }, 'DOUBTFUL', 'CHILD_OF_ANOTHER', null],
    ['account, and an own child', line({ purpose: 'за Петра Иванова' }), { byAccount: ['a'] }, 'MATCHED', 'ACCOUNT', 'a'],
    ['name alone', payer('Иванова Анна Петровна'), {}, 'DOUBTFUL', 'NAME_ALONE', null],
    ['child alone', line({ purpose: 'за Петра Иванова' }), {}, 'DOUBTFUL', 'NAME_ALONE', null],
    ['nobody', line(), {}, 'NEW', 'NOBODY', null],
    ['a client who is off', line(), { byInn: ['a'], people: [person({ isActive: false })] }, 'DOUBTFUL', 'CLIENT_INACTIVE', null],
    ['excluded', line(), { excluded: { code: 'PAYOUT_WORD' } }, 'EXCLUDED', 'PAYOUT_WORD', null],
    ['excluded, whatever the INN', line(), { excluded: { code: 'PAYOUT_WORD' }, byInn: ['a'] }, 'EXCLUDED', 'PAYOUT_WORD', null],
    ['excluded, but names an invoice', line(), { excluded: { code: 'PAYOUT_WORD' }, invoices: [invoice()] }, 'DOUBTFUL', 'PAYOUT_NAMES_INVOICE', null],
    ['money that went out', line({ direction: 'OUT' }), { excluded: { code: 'OUTGOING' }, invoices: [invoice()] }, 'EXCLUDED', 'OUTGOING', null],
  ])('%s', (_, facts, given, state, code, clientId) => {
    expect(matchOf(facts, evidence(given))).toMatchObject({ state, reason: { code }, clientId });
  });
  test('every candidate says why, the likeliest first', () => {
    const { candidates } = matchOf(payer('Иванова Анна'), evidence({ invoices: [invoice()], byInn: ['b'] }));
    expect(candidates.map(({ clientId, reasons, invoiceIds }) => [clientId, reasons.map(({ code }) => code), invoiceIds])).toEqual([
      ['a', ['NUMBER', 'NAME', 'SUM'], ['i1']], ['b', ['INN'], []],
    ]);
  });
  test('without a number the only invoice of just this sum is meant; of two such, none', () => {
    const ids = (open: OpenInvoice[]) => matchOf(line(), evidence({ byInn: ['a'], open })).invoiceIds;
    const other = invoice({ id: 'i2', dueAmount: less });
    expect([ids([invoice(), other]), ids([invoice(), invoice({ id: 'i3' })]), ids([other])]).toEqual([['i1'], [], []]);
  });
  test('what is odd is told', () => {
    const codes = (amount: number, numbers: (typeof named)[], invoices: OpenInvoice[]) =>
      notesOf(kopecks(amount), numbers, invoices).map((told) => told.code);
    expect(codes(480_000, [named], [invoice()])).toEqual([]);
    expect(codes(480_000, [named], [])).toEqual(['NUMBER_UNKNOWN']);
    expect(codes(500_000, [named], [invoice()])).toEqual(['SUM_ABOVE']);
    expect(codes(400_000, [named], [invoice()])).toEqual(['SUM_BELOW']);
    expect(codes(400_000, [named], [invoice({ isOpen: false, status: 'CANCELLED', dueAmount: kopecks(0) })])).toEqual(['INVOICE_NOT_OPEN']);
  });
});

test('BNK-9: money pays the invoices named, whole, the last in part where that is allowed', () => {
  const two = [invoice({ dueAmount: kopecks(300) }), invoice({ id: 'i2', dueAmount: kopecks(500) })];
  const of = (amount: number, directed: boolean, allowPartial: boolean, list = two) =>
    layOut(kopecks(amount), list, { directed, allowPartial }).map(({ invoiceId, amount: part }) => `${invoiceId} ${part}`);
  expect(of(900, true, false)).toEqual(['i1 300', 'i2 500']);
  expect(of(700, true, false)).toEqual(['i1 300']);
  expect(of(500, true, false)).toEqual(['i1 300']);
  expect(of(700, true, true)).toEqual(['i1 300', 'i2 400']);
  expect(of(200, true, false)).toEqual([]);
  expect(of(200, true, true)).toEqual(['i1 200']);
  expect(of(900, false, false)).toEqual(['i1 300']);
  expect(of(900, true, true, [invoice({ isOpen: false })])).toEqual([]);
});

test('BNK-10: only money that came in is decided about, and a payment stays one until it is reversed', () => {
  const code = (...given: Parameters<typeof refuseUndecidable>) => {
    try {
      refuseUndecidable(...given);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const [income, fine] = [{ direction: 'IN', state: 'NEW' } as const, { isReversed: true, isCorrected: false }];
  expect(code(income, undefined, 'MATCH')).toBeUndefined();
  expect(code({ ...income, direction: 'OUT' }, undefined, 'MATCH')).toBe('BANK_LINE_OUTGOING');
  expect(code({ ...income, state: 'POSTED' }, { ...fine, isReversed: false }, 'IGNORE')).toBe('BANK_LINE_POSTED');
  expect(code({ ...income, state: 'POSTED' }, fine, 'MATCH')).toBeUndefined();
  expect(code({ ...income, state: 'POSTED' }, { ...fine, isCorrected: true }, 'MATCH')).toBe('BANK_PAYMENT_CORRECTED');
  expect(code(income, undefined, 'INCLUDE')).toBe('BANK_LINE_NOT_EXCLUDED');
  expect(code({ ...income, state: 'IGNORED' }, undefined, 'INCLUDE')).toBeUndefined();
  expect(paymentNotes(line({ purpose: 'за ноябрь' }))).toBe('Платежное поручение № 152 от 20.11.2026. за ноябрь');
});

test('every reason has words in both languages, with its figures', () => {
  const told = { code: 'SUM_ABOVE', values: { cameAmount: 500_000, dueAmount: 480_000, differenceAmount: 20_000 } };
  expect(inWords(told, 'ru').sentence.replaceAll('\u00a0', ' ')).toBe('Пришло 5 000,00 ₽, к оплате 4 800,00 ₽: 200,00 ₽ останется авансом');
  expect(inWords(told, 'en').sentence).toBe('₽5,000.00 came, ₽4,800.00 is due: ₽200.00 stays as credit');
});
