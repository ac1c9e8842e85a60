/** Nothing is booked twice: whoever posts, in whatever order, however often, and whichever files a document stands in. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postLine } from '../../src/bank/post-statement.ts';
import { getPayment } from '../../src/payments/read-payments.ts';
import { ask, balanceOf, expectProof, newClient, newInvoice, reverse } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { OURS, decide, fileOf, lineWith, linesOf, nameAccount, paper, post, statementOf, take, upload } from './statement.ts';

const INNS = ['500100732259', '770400123459', '500100701437'];
let world: World;
let clients: string[];
beforeAll(async () => {
  world = await newWorld({ template: 'STUDIO', connections: 12 });
  await nameAccount(world);
  clients = [];
  for (const inn of INNS) clients.push(await newClient(world, { firstName: 'Анна', inn }));
});
afterAll(() => world.close());

/** Of the whole organisation: what the lines say was posted, and what the payments say came in. */
async function sums(): Promise<{ lines: string; payments: string; twice: number }> {
  const { rows } = await world.database.owner.query<{ lines: string; payments: string; twice: number }>(`
    select (select count(*) || ' ' || coalesce(sum(amount), 0) from bank_lines l
             where org_id = $1 and state = 'POSTED'
               and exists (select from payments p where p.org_id = l.org_id and p.id = l.payment_id and p.status = 'COMPLETED'
                              and p.amount = l.amount and p.client_id = l.client_id and p.on_date = l.on_date)) as lines,
           (select count(*) || ' ' || coalesce(sum(amount), 0) from payments
             where org_id = $1 and method = 'BANK_TRANSFER' and status = 'COMPLETED') as payments,
           (select count(*)::int from (select payment_id from bank_lines where org_id = $1 and payment_id is not null
                                        group by 1 having count(*) > 1) t) as twice`, [world.orgId]);
  return rows[0]!;
}
async function expectOnce(): Promise<void> {
  const { lines, payments, twice } = await sums();
  expect([payments, twice]).toEqual([lines, 0]);
}

test('four persons post one statement at once: each line is one payment', async () => {
  const { statement } = await take(world, Array.from({ length: 24 }, (_, n) =>
    paper({ number: `R${n}`, sum: `${n + 1}`, payerInn: INNS[n % 3]! })));
  const answers = await Promise.all([1, 2, 3, 4].map(() => post(world, statement.id)));
  expect(answers.reduce((all, { postedCount }) => all + postedCount, 0)).toBe(24);
  expect(answers.flatMap(({ lines }) => lines.map(({ lineId }) => lineId)).toSorted())
    .toEqual((await linesOf(world, { statementId: statement.id })).map(({ id }) => id).toSorted());
  expect(answers.flatMap(({ lines }) => lines.filter(({ outcome }) => outcome === 'REFUSED'))).toEqual([]);
  await expectOnce();
  await expectProof(world);
});

test('posting one line ten times at once is one payment and nine refusals', async () => {
  await take(world, [paper({ number: 'T1', sum: '10', payerInn: INNS[0]! })]);
  const { id } = await lineWith(world, 'T1');
  const settled = await Promise.allSettled(Array.from({ length: 10 }, () => world.run(postLine, { id })));
  const codes = settled.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'POSTED'));
  expect(codes.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'BANK_LINE_POSTED'), 'POSTED']);
  await expectOnce();
});

test('deciding and posting at once: the line goes to the one or to the other, and the payment with it', async () => {
  const papers = Array.from({ length: 12 }, (_, n) => paper({ number: `U${n}`, sum: '3', payerInn: INNS[0]! }));
  const { statement } = await take(world, papers);
  const lines = await linesOf(world, { statementId: statement.id });
  const results = await Promise.allSettled([
    post(world, statement.id),
    ...lines.map(({ id }) => decide(world, id, { clientId: clients[1], remember: false })),
  ]);
  const codes = results.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code?: string }).code] : []));
  expect(codes.every((code) => code === 'BANK_LINE_POSTED')).toBe(true);
  await post(world, statement.id);
  expect((await statementOf(world, statement.id)).states).toMatchObject([{ state: 'POSTED', count: 12 }]);
  await expectOnce();
  await expectProof(world);
});

test('a posting that broke off is completed by the next one, and the same key answers the same', async () => {
  const { statement } = await take(world, ['Z1', 'Z2', 'Z3'].map((number) => paper({ number, sum: '4', payerInn: INNS[2]! })));
  await world.run(postLine, { id: (await lineWith(world, 'Z2')).id });
  const options = { idempotencyKey: 'post-z' };
  const first = await post(world, statement.id, {}, options);
  expect([first.postedCount, await post(world, statement.id, {}, options)]).toEqual([2, first]);
  await expectOnce();
});

test('reversing the payment and matching the line again at once never books it twice', async () => {
  await take(world, [paper({ number: 'O1', sum: '6', payerInn: INNS[0]! })]);
  const line = await lineWith(world, 'O1');
  const { paymentId } = await world.run(postLine, { id: line.id });
  await Promise.allSettled([
    reverse(world, paymentId!), decide(world, line.id, { clientId: clients[1] }), world.run(postLine, { id: line.id }),
  ]);
  await Promise.allSettled([decide(world, line.id, { clientId: clients[1], remember: false }), world.run(postLine, { id: line.id })]);
  await world.run(postLine, { id: line.id }).catch(() => undefined);
  expect((await ask(world, getPayment, { id: paymentId! })).payment.status).toBe('REVERSED');
  expect(await lineWith(world, 'O1')).toMatchObject({ state: 'POSTED', client: { id: clients[1] } });
  await expectOnce();
});

const random = fc.record({
  papers: fc.array(fc.record({
    number: fc.integer({ min: 1, max: 4 }), sum: fc.integer({ min: 1, max: 3 }), payer: fc.nat(3), named: fc.boolean(),
    out: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }), { minLength: 1, maxLength: 12 }),
  files: fc.array(fc.array(fc.nat(11), { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 3 }),
  atOnce: fc.boolean(), twice: fc.boolean(),
});
const seed = Number(process.env['SALDO_SEED'] ?? Math.trunc(Math.random() * 2 ** 31));

test(`any statements, in any order, overlapping, posted twice and at once, book each incoming document once (seed ${seed})`, async () => {
  let run = 0;
  await fc.assert(fc.asyncProperty(random, async ({ papers, files, atOnce, twice }) => {
    run += 1;
    const invoice = await newInvoice(world, clients[0]!, [200]);
    const documents = papers.map(({ number, sum, payer, named, out }) => paper({
      // What we paid is ours, whoever was drawn as its payer: the same document then.
      number: `${run}-${number}`, sum: `${sum * 100}`, payerInn: out ? '' : INNS[payer] ?? '',
      payerAccount: out ? OURS : `4081781000000000000${payer}`,
      purpose: named ? invoice.invoiceNumber : 'за занятия',
      ...out ? { recipientAccount: '60322810000000000001', received: '', spent: '10.02.2025' } : {},
    }));
    const given = files.map((indexes) => indexes.flatMap((at) => (documents[at] ? [documents[at]] : [])))
      .filter((some) => some.length > 0).map((some) => fileOf(some));
    const statements: string[] = [];
    for (const bytes of given) statements.push((await upload(world, bytes)).statement.id);
    const doPost = (id: string) => post(world, id);
    if (atOnce) await Promise.all(statements.map(doPost));
    for (const id of twice ? statements.toReversed() : statements) await doPost(id);
    const distinct = new Set(files.flat().flatMap((at) => (documents[at] ? [JSON.stringify(documents[at])] : [])));
    const lines = await linesOf(world, { q: `${run}-` });
    expect(lines.filter(({ number }) => number.startsWith(`${run}-`))).toHaveLength(distinct.size);
    expect(lines.filter(({ state, direction }) => state === 'POSTED' && direction === 'OUT')).toEqual([]);
    expect(lines.filter(({ state }) => state === 'MATCHED')).toEqual([]);
    await expectOnce();
  }), { numRuns: 25, seed });
  await expectProof(world);
  for (const id of clients) expect(await balanceOf(world, id)).toBeGreaterThanOrEqual(0);
});
