/** They say, we say, the difference; to zero, and locked. */
import { expect, test } from 'vitest';
import { createOpeningDocument, reverseOpeningDocument } from '../../src/opening/opening-documents.ts';
import {
  createReconciliation, getReconciliation, listLines, listReconciliations, lockBalances, setLines, takeFile, takeOver,
  unlockBalances,
} from '../../src/opening/reconciliations.ts';
import { ask, balanceOf, expectProof, expectRefused, newClient, newInvoice, topUp } from '../money-fixtures.ts';
import { type World, newWorld } from '../world.ts';
import { checkedFile, sent } from './importing.ts';

const AS_OF = '2025-01-31';
const linesOf = async (world: World, id: string, only?: 'different') =>
  (await ask(world, listLines, { id, ...(only && { only }) })).lines.map(({ clientName, theySay, weSay, difference }) =>
    [clientName, theySay, weSay, difference]);

test('REC-1: what they say beside the ledger of that day; each difference is taken over, then the balances are locked', async () => {
  const world = await newWorld({ template: 'SPORT' });
  const [anna, boris, vera] = [
    await newClient(world, { firstName: 'Анна', phone: '89788451364' }), await newClient(world, { firstName: 'Борис' }),
    await newClient(world, { firstName: 'Вера', email: 'vera@example.ru' }),
  ];
  await ask(world, createOpeningDocument, { clientId: anna, kind: 'CREDIT', amount: 300, onDate: AS_OF });
  await ask(world, createOpeningDocument, { clientId: boris, kind: 'DEBT', amount: 50, onDate: AS_OF });
  await topUp(world, anna, 1000); // after that day: none of this reconciliation's business
  await newInvoice(world, vera, [400]);
  const { id } = await ask(world, createReconciliation, { asOf: AS_OF, name: 'Переезд' });
  await expectRefused(world, () => ask(world, createReconciliation, { asOf: '2025-02-13', name: 'Рано' }), 'IMPORT_FUTURE');
  const taken = await ask(world, takeFile, { id, uploadId: await sent(world, 'Клиент;Телефон;Почта;Сальдо\n;89788451364;;500\n;;vera@example.ru;-70\n') });
  expect(taken).toMatchObject({ taken: 2, refused: [], reconciliation: { lines: 3, different: 3, differenceAmount: 320 } });
  expect(await linesOf(world, id)).toEqual([
    ['Анна', 500, 300, 200], ['Борис', null, -50, 50], ['Вера', -70, 0, -70],
  ]);
  await expectRefused(world, () => ask(world, lockBalances, { id }), 'RECONCILIATION_DIFFERS');

  const preview = await ask(world, takeOver, { id, clientId: anna }, { dryRun: true });
  expect(preview).toMatchObject({ document: { kind: 'CREDIT', amount: 200 }, line: { difference: 0 } });
  expect(await balanceOf(world, anna)).toBe(1300);
  for (const clientId of [anna, boris, vera]) await ask(world, takeOver, { id, clientId });
  expect([await balanceOf(world, anna), await linesOf(world, id, 'different')]).toEqual([1500, []]);
  await expectRefused(world, () => ask(world, takeOver, { id, clientId: anna }), 'RECONCILIATION_EQUAL');
  await expectProof(world);

  expect(await ask(world, lockBalances, { id })).toMatchObject({ status: 'LOCKED', different: 0, theySay: 430, weSay: 430 });
  const early = { clientId: anna, kind: 'CREDIT', amount: 1 };
  await expectRefused(world, () => ask(world, createOpeningDocument, { ...early, onDate: AS_OF }), 'RECONCILIATION_LOCKED');
  await expectRefused(world, () => ask(world, setLines, { id, lines: [{ clientId: anna, theySay: 1 }] }), 'RECONCILIATION_LOCKED');
  await expect(checkedFile(world, 'OPENING', 'Телефон;Сумма\n89788451364;5\n')).rejects.toMatchObject({ code: 'RECONCILIATION_LOCKED' });
  const late = await ask(world, createOpeningDocument, { ...early, onDate: '2025-02-01' });
  await ask(world, unlockBalances, { id, reason: 'Нашли ещё одну ведомость' });
  await expectRefused(world, () => ask(world, unlockBalances, { id, reason: 'Ещё раз' }), 'RECONCILIATION_NOT_LOCKED');
  await ask(world, createOpeningDocument, { ...early, onDate: AS_OF });
  await ask(world, reverseOpeningDocument, { id: late.id, reason: 'Не та дата' });
  expect(await ask(world, getReconciliation, { id })).toMatchObject({ status: 'OPEN', different: 1, differenceAmount: 1 });
  await expectProof(world);
});

test('figures are typed, corrected and taken away; a file with one bad row is not taken at all', async () => {
  const world = await newWorld();
  const clientId = await newClient(world, { firstName: 'Анна', phone: '89788451364' });
  const { id } = await ask(world, createReconciliation, { asOf: AS_OF, name: 'Переезд' });
  await expectRefused(world, () => ask(world, lockBalances, { id }), 'RECONCILIATION_EMPTY');
  await ask(world, setLines, { id, lines: [{ clientId, theySay: 10 }, { clientId, theySay: -20, note: 'по телефону' }] });
  expect(await linesOf(world, id)).toEqual([['Анна', -20, 0, -20]]);
  await ask(world, setLines, { id, lines: [{ clientId, theySay: null }] });
  expect(await linesOf(world, id)).toEqual([]);
  const unknown = { clientId: '00000000-0000-7000-8000-000000000000', theySay: 1 };
  await expectRefused(world, () => ask(world, setLines, { id, lines: [unknown] }), 'NOT_FOUND');
  const uploadId = await sent(world, 'Телефон;Сумма\n89788451364;5\n89788451365;5\n89788451364;7\n89788451364;x\n');
  const { taken, refused } = await ask(world, takeFile, { id, uploadId });
  expect([taken, refused.map(({ row, reasons }) => [row, reasons[0]!.code])]).toEqual([
    0, [[3, 'CLIENT_UNKNOWN'], [4, 'DUPLICATE'], [5, 'NUMBER']],
  ]);
  expect((await ask(world, listReconciliations, {})).reconciliations).toMatchObject([{ id, lines: 0, name: 'Переезд' }]);
  const strange = await sent(world, 'Кто\nАнна\n');
  await expectRefused(world, () => ask(world, takeFile, { id, uploadId: strange }), 'IMPORT_COLUMNS');
});
