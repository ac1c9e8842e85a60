/** The check of one customer says ✅ of nothing that was not read to its end, and what is hidden is not taken for gone. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createClient } from '../../src/clients/write-clients.ts';
import { checkCustomer } from '../../src/loyalty/customers.ts';
import { checkReport } from '../../src/loyalty/report-rules.ts';
import { type Shop, baseWith, newShop, sync } from './shop.ts';

const report = async ({ world }: Shop, phone: string) => {
  const facts = await world.run(checkCustomer, { phone });
  return { ...facts, text: checkReport(facts) };
};
const HER = '79788451364';

test('LOY-12: a client whom 1C does not know, and one whose run broke off, have no mark; neither has a city that is missing', async () => {
  const shop = await newShop({ quirks: { 'error-500': true, only: 'AccumulationRegister_ПродажиПоДисконтнымКартам' } });
  await shop.world.run(createClient, { kind: 'PERSON', name: 'Вера Новая', phone: '+79780000001', city: 'Саки' });
  expect((await sync(shop)).status).toBe('FAILED');
  expect(await report(shop, HER)).toMatchObject({ total: 0, isKnown: true, isComplete: false, text: expect.not.stringContaining('✅') });
  shop.onec.setQuirks({});
  shop.onec.setData(baseWith({ purchases: () => [], points: () => [], owners: () => [] }));
  expect((await sync(shop, { days: 30 })).status).toBe('DONE');
  const bare = await report(shop, HER);
  expect(bare).toMatchObject({ total: 0, points: 0, city: 'Симферополь', isComplete: true, days: 30 });
  expect(bare.text.match(/✅/g)).toHaveLength(3);
  const vera = await report(shop, '8 978 000-00-01');
  expect(vera).toMatchObject({ isKnown: false, isComplete: false, city: 'Саки', text: expect.not.stringContaining('✅') });

  const cli = (...args: string[]) => new Promise<unknown[]>((resolve) => {
    execFile(process.execPath, [fileURLToPath(new URL('../../src/cli.ts', import.meta.url)), 'onec', 'check', ...args], {
      env: { ...process.env, DATABASE_URL: shop.world.url, SALDO_SECRET: shop.world.database.secret, LC_ALL: 'ru_RU.UTF-8' },
    }, (error, out, err) => resolve([error?.code ?? 0, out, err]));
  });
  expect(await Promise.all([cli('--phone', HER), cli('--phone', '79780000001')])).toEqual([
    [0, `${bare.text}\n`, 'Покупки — за последние 30 дн.: столько взяла последняя завершённая синхронизация\n'],
    [1, `${vera.text}\n`, 'Этого клиента в 1С нет или его ещё не читали\n'],
  ]);
});

test('a base that hides every row from its user takes nothing out of the totals, and the log says so', async () => {
  const shop = await newShop();
  await sync(shop);
  const before = await report(shop, HER);
  shop.onec.setQuirks({ empty: true });
  const hidden = await sync(shop);
  expect(hidden).toMatchObject({ status: 'DONE', log: expect.arrayContaining([expect.objectContaining({
    level: 'WARNING', message: expect.stringContaining('1С не отдала ни одной записи (Catalog_ДисконтныеКарты)') })]) });
  const { text: _text, ...facts } = before;
  expect(await report(shop, HER)).toMatchObject({ total: facts.total, purchases: facts.purchases });
});
