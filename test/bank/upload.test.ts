/** Taking statements: what comes in once, what is refused whole, and whose each line is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { uploadStatement } from '../../src/bank/upload-statement.ts';
import { getBankSettings, listStatements } from '../../src/bank/read-statements.ts';
import { changeBankSettings } from '../../src/bank/bank-settings.ts';
import { matchStatement } from '../../src/bank/change-line.ts';
import {
  ask, changingNothing, expectRefused, newClient, newInvoice, newStudent, openDoor, payInvoice, refusal,
} from '../money-fixtures.ts';
import { type World, neighbourOf, newWorld } from '../world.ts';
import { OURS, SECOND, fileOf, lineWith, linesOf, nameAccount, paper, statementOf, take, textOf, upload } from './statement.ts';

const INN = '770400123459';
let world: World;
beforeAll(async () => {
  world = await newWorld();
  await nameAccount(world);
});
afterAll(() => world.close());

const brief = async (statementId: string) =>
  (await linesOf(world, { statementId })).map(({ number, state }) => `${number} ${state}`).toSorted();

describe('nothing comes in twice', () => {
  test('the same file answers with the statement it made, also by another name and to two at once', async () => {
    const bytes = fileOf([paper({ number: 'A1' }), paper({ number: 'A2' })]);
    const [first, second] = await Promise.all([upload(world, bytes, {}), upload(world, bytes, {})]);
    const again = await upload(world, bytes, {});
    expect(first.isRepeated).not.toBe(second.isRepeated);
    expect(again).toMatchObject({
      isRepeated: true, createdCount: 0, statement: { id: first.statement.id, documentCount: 2, knownCount: 0 },
    });
    expect(second.statement.id).toBe(first.statement.id);
    expect(await brief(first.statement.id)).toEqual(['A1 NEW', 'A2 NEW']);
  });

  test('of an overlapping file only the new lines come in', async () => {
    const [one, two, three] = ['B1', 'B2', 'B3'].map((number) => paper({ number }));
    const first = await take(world, [one!, two!]);
    const second = await take(world, [two!, three!]);
    expect(second).toMatchObject({ isRepeated: false, createdCount: 1, statement: { documentCount: 2, knownCount: 1 } });
    expect([await brief(first.statement.id), await brief(second.statement.id)]).toEqual([['B1 NEW', 'B2 NEW'], ['B3 NEW']]);
  });

  test('one statement in four encodings is four files and one set of lines', async () => {
    // DOS has no such quotes and dashes, and writes «?»: the document is the same.
    const papers = [paper({ number: 'Э1', payer: 'ИНН 770400123459 Иванова Анна', purpose: 'Оплата по счёту № 5 — «ноябрь»' })];
    const ways = [
      { encoding: 'win1251' }, { encoding: 'cp866', named: 'DOS' }, { encoding: 'utf8' }, { encoding: 'utf8', head: ['Получатель='] },
    ];
    const taken = [];
    for (const way of ways) taken.push(await take(world, papers, way));
    expect(taken.map(({ createdCount, statement }) => [createdCount, statement.knownCount, statement.encoding])).toEqual([
      [1, 0, 'windows-1251'], [0, 1, 'ibm866'], [0, 1, 'utf-8'], [0, 1, 'utf-8'],
    ]);
    expect(await lineWith(world, 'Э1')).toMatchObject({ payerName: 'Иванова Анна', payerInn: INN, purpose: 'Оплата по счёту № 5 — «ноябрь»' });
  });

  test('two overlapping files at once bring every document once', async () => {
    const papers = Array.from({ length: 30 }, (_, n) => paper({ number: `P${n}` }));
    const both = await Promise.all([take(world, papers), take(world, papers.toReversed())]);
    expect(both[0]!.createdCount + both[1]!.createdCount).toBe(30);
  });

  test('each part of the natural key makes another document, and nothing else does', async () => {
    const base = { number: 'K1', sum: '10.00', payerAccount: '40817810000000000009', payerInn: INN, purpose: 'за май' };
    const others = [
      { number: 'K2' }, { sum: '10.01' }, { date: '09.02.2025' }, { payerAccount: '40817810000000000008' }, { purpose: 'за июнь' },
      { payerAccount: '', payerInn: INN }, { payerAccount: '', payerInn: '7704001236' },
    ].map((other) => paper({ ...base, ...other }));
    expect((await take(world, [paper(base), ...others])).createdCount).toBe(8);
    // Beside an account the INN says nothing new, and some exports leave it out.
    const same = [{ received: '11.02.2025' }, { payerInn: '' }, { payer: 'Другое имя' }, { kind: 'Мемориальный ордер' }, { purpose: ' За  "май"! ' }];
    const repeated = await take(world, same.map((other) => paper({ ...base, ...other })));
    expect(repeated.createdCount).toBe(0);
    expect(repeated.statement.warnings.map(({ code }) => code)).toEqual(['NO_SUMMARY', 'REPEATED', 'REPEATED', 'REPEATED', 'REPEATED']);
    expect(repeated.statement.warnings[1]!.sentence).toMatch(/повторён в файле/);
  });
});

describe('a file is taken whole or not at all', () => {
  const refused = async (bytes: Buffer, code: string, detail: object, wire = {}) => {
    const { uploadId } = await world.run(uploadFile, { name: 'a.txt', bytes });
    await changingNothing(world, () => expect(ask(world, uploadStatement, { uploadId, ...wire })).rejects.toMatchObject({ code, detail }));
  };
  test('of a foreign account, with the line that names it', async () => {
    await refused(fileOf([paper()], { account: '40702810900000000099' }), 'BANK_ACCOUNT_FOREIGN', { line: 7, account: '40702810900000000099' });
    await refused(fileOf([paper()], { account: '40702810900000000099' }), 'BANK_ACCOUNT_FOREIGN', { line: 7 }, { account: '40702810900000000099' });
    expect((await take(world, [paper()])).createdCount).toBe(1);
  });
  test('with a document of strangers, with its line', async () => {
    await refused(fileOf([paper(), paper({ recipientAccount: SECOND })]), 'BANK_FILE_INVALID', { problem: 'FOREIGN', line: 20 });
  });
  test('broken in the middle, with the line', async () => {
    const text = textOf([paper(), paper()]);
    await refused(Buffer.from(text.slice(0, text.indexOf('НазначениеПлатежа', text.length - 120))), 'BANK_FILE_INVALID', { problem: 'CUT', line: 30 });
    const { uploadId } = await world.run(uploadFile, { name: 'a.txt', bytes: Buffer.from('Привет') });
    await expect(ask(world, uploadStatement, { uploadId })).rejects.toEqual(refusal('BANK_FILE_INVALID'));
  });
  test('without an end only while the sums of the bank agree', async () => {
    const summary = (received: string) => ['СекцияРасчСчет', `РасчСчет=${OURS}`, `ВсегоПоступило=${received}`, 'КонецРасчСчет'];
    const papers = [paper({ sum: '10' }), paper({ sum: '20' })];
    await refused(fileOf(papers, { end: undefined, summary: summary('31.00') }), 'BANK_FILE_INVALID', { problem: 'CUT', line: 35 });
    const whole = await take(world, papers, { end: undefined, summary: summary('30.00') });
    expect(whole.statement.warnings.map(({ code }) => code)).toEqual(['NO_END']);
    const differs = await take(world, papers, { summary: summary('31.00') });
    expect(differs.statement.accounts[0]).toMatchObject({ received: 31, receivedByDocuments: 30, receivedDifference: -1, spent: null });
    expect(differs.statement.warnings.map(({ sentence }) => sentence.replaceAll('\u00a0', ' ')))
      .toEqual([`Счёт ${OURS}: банк пишет, что поступило 31,00 ₽, а по документам 30,00 ₽`]);
  });
  test('the sentence names the line, in the reader’s language', async () => {
    const door = await openDoor(world);
    const { uploadId } = await world.run(uploadFile, { name: 'a.txt', bytes: Buffer.from('1CClientBankExchange\nРасчСчет\nА=б\n') });
    const key = await door.keyOf('ACCOUNTANT');
    const answer = await door.send('POST', '/api/bank/statements', { key, body: { uploadId } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'BANK_FILE_INVALID', detail: 'Выписка не принята. Строка 2: нет знака «=»' } });
  });
});

test('an organisation without an account is asked once whose the statement is', async () => {
  const other = await neighbourOf(world);
  const bytes = fileOf([paper({ number: 'Q1' })]);
  await expectRefused(other, async () => {
    const { uploadId } = await other.run(uploadFile, { name: 'a.txt', bytes }, { dryRun: true });
    return ask(other, uploadStatement, { uploadId });
  }, 'NOT_FOUND');
  await expect(upload(other, bytes, {})).rejects.toMatchObject({ code: 'BANK_ACCOUNT_ASK', detail: { account: OURS } });
  await expect(upload(other, bytes, { account: SECOND })).rejects.toEqual(refusal('BANK_ACCOUNT_FOREIGN'));
  expect(await upload(other, bytes, { account: OURS })).toMatchObject({ createdCount: 1 });
  expect(await upload(other, fileOf([paper({ number: 'Q2' })]), {})).toMatchObject({ createdCount: 1 });
  expect((await ask(other, getBankSettings, {})).accounts).toEqual([OURS]);
});

test('every kind of section, both directions, and a second account: all lines are there with their reasons', async () => {
  const own = await neighbourOf(world);
  await ask(own, changeBankSettings, { accounts: [OURS, SECOND], words: ['эквайринг'], inns: ['7750005725'] });
  const kinds = ['Платежное поручение', 'Банковский ордер', 'Мемориальный ордер', 'Платежное требование', 'Инкассовое поручение'];
  const { statement } = await take(own, [
    ...kinds.map((kind, n) => paper({ kind, number: `S${n}` })),
    paper({ number: 'OUT', payerAccount: OURS, recipientAccount: '60322810000000000001', received: '', spent: '10.02.2025', sum: '90' }),
    paper({ number: 'OWN', payerAccount: OURS, recipientAccount: SECOND, sum: '50' }),
    paper({ number: 'ACQ', purpose: 'Эквайринг за 9 февраля', sum: '70' }),
    paper({ number: 'YOO', payerInn: '7750005725', sum: '80' }),
  ], { head: [`РасчСчет=${SECOND}`] });
  expect(statement.states).toEqual([{ state: 'EXCLUDED', count: 4, amount: 290 }, { state: 'NEW', count: 5, amount: 5000 }]);
  expect(statement.accounts.map(({ account, receivedByDocuments, spentByDocuments }) => [account, receivedByDocuments, spentByDocuments]))
    .toEqual([[OURS, 5150, 90], [SECOND, 50, 0]]);
  const lines = await linesOf(own, {});
  expect(lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining(kinds));
  const reasons = Object.fromEntries(lines.map(({ number, direction, reason }) => [number, [direction, reason.code]]));
  expect(reasons).toMatchObject({
    OUT: ['OUT', 'OUTGOING'], OWN: ['IN', 'OWN_ACCOUNT'], ACQ: ['IN', 'PAYOUT_WORD'], YOO: ['IN', 'PAYOUT_INN'], S0: ['IN', 'NOBODY'],
  });
  expect(lines.every(({ reason }) => /[а-яё]{3}/i.test(reason.sentence))).toBe(true);
  expect((await linesOf(own, { state: 'EXCLUDED', direction: 'IN', q: 'эквайринг' })).map(({ number }) => number)).toEqual(['ACQ']);
  expect((await ask(own, listStatements, {})).pagination.total).toBe(1);
});

describe('whose each line is', () => {
  test('by the number of an invoice, the INN, the name and a child, with the invoices and the reasons', async () => {
    const anna = await newClient(world, { firstName: 'Анна', lastName: 'Королёва', inn: '500100732259' });
    await newStudent(world, anna);
    const vera = await newClient(world, { firstName: 'Вера', lastName: 'Зимина' });
    const [one, two] = [await newInvoice(world, anna, [700]), await newInvoice(world, anna, [900])];
    const paid = await newInvoice(world, vera, [300]);
    await payInvoice(world, paid.id, 300);
    const { statement } = await take(world, [
      paper({ number: 'M1', sum: '1600', purpose: `Оплата по счетам № ${one.invoiceNumber}, ${two.invoiceNumber}. Королева` }),
      paper({ number: 'M2', sum: '900', payerInn: '500100732259', payerAccount: '' }),
      paper({ number: 'M3', sum: '5', payerInn: '500100732259', purpose: 'счёт INV-2025-99999' }),
      paper({ number: 'M4', sum: '10', payer: 'Королева Анна', purpose: 'за всё' }),
      paper({ number: 'M5', sum: '10', purpose: 'за Петра Королёва' }),
      paper({ number: 'M6', sum: '10', purpose: one.invoiceNumber }),
      paper({ number: 'M7', sum: '300', payer: 'Зимина В.', purpose: paid.invoiceNumber }),
      paper({ number: 'M8', sum: '700', payer: 'Зимина Вера', purpose: one.invoiceNumber }),
    ]);
    const lines = new Map((await linesOf(world, { statementId: statement.id })).map((line) => [line.number, line]));
    const seen = [...lines.values()].toSorted((a, b) => (a.number < b.number ? -1 : 1)).map((line) =>
      [line.state, line.reason.code, line.client?.id ?? null, line.invoices.map(({ id }) => id), line.notes.map(({ code }) => code)]);
    expect(seen).toEqual([
      ['MATCHED', 'NUMBER', anna, [one.id, two.id], []],
      ['MATCHED', 'INN', anna, [two.id], ['SUM']],
      ['MATCHED', 'INN', anna, [], ['NUMBER_UNKNOWN']],
      ['DOUBTFUL', 'NAME_ALONE', null, [], []],
      ['DOUBTFUL', 'NAME_ALONE', null, [], []],
      ['DOUBTFUL', 'NUMBER_ALONE', null, [], ['SUM_BELOW']],
      ['MATCHED', 'NUMBER', vera, [paid.id], ['INVOICE_NOT_OPEN']],
      ['DOUBTFUL', 'NUMBER_AGAINST_NAME', null, [], []],
    ]);
    expect(lines.get('M5')!.candidates).toMatchObject([{ client: { id: anna, name: 'Королёва Анна' }, reasons: [{ code: 'CHILD' }] }]);
    expect(lines.get('M8')!.candidates.map(({ client }) => client.id)).toEqual([anna, vera]);
    expect((await linesOf(world, { clientId: vera })).map(({ number }) => number)).toEqual(['M7']);
  });

  test('who came later is found by matching again; what a person decided stays', async () => {
    const { statement } = await take(world, [paper({ number: 'L1', payerInn: '7707083893', payerAccount: '40702810000000000777' })]);
    expect((await lineWith(world, 'L1')).state).toBe('NEW');
    const firm = await newClient(world, { kind: 'LEGAL', name: 'ООО Лютик', inn: '7707083893' });
    expect((await ask(world, matchStatement, { id: statement.id })).states).toMatchObject([{ state: 'MATCHED', count: 1 }]);
    expect(await lineWith(world, 'L1')).toMatchObject({ client: { id: firm }, reason: { code: 'INN' } });
    expect((await statementOf(world, statement.id)).states).toHaveLength(1);
  });
});
