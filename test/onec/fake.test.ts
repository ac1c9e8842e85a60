/** The fake keeps to what is known of 1C, and the client outlives what nobody expects of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { PASSWORD, USERNAME, startOneC } from '../../fakes/onec/server.ts';
import { quirkOf } from '../../fakes/onec/quirks.ts';
import { openOneC } from '../../src/integrations/onec/client.ts';
import { CARDS, PURCHASES, failureOf, readAll } from './reading.ts';

type Body = { value?: Record<string, unknown>[]; 'odata.count'?: string; 'odata.error'?: { code: string; message: { value: string } } };

test('the fake speaks as 1C does: sets, counts, errors, composite fields, blanks', async () => {
  const fake = await startOneC();
  onTestFinished(() => fake.close());
  const authorization = `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`).toString('base64')}`;
  const ask = async (path: string) => {
    const response = await fetch(`${fake.url}/odata/standard.odata/${encodeURI(path)}`, { headers: { authorization } });
    return { status: response.status, body: (await response.json()) as Body };
  };
  expect((await ask(`${PURCHASES}?$format=json&$top=1`)).body.value).toMatchObject([{ RecordSet: [{ LineNumber: '1' }, {}, {}] }]);
  const counted = (await ask(`${CARDS}?$inlinecount=allpages&$top=1&$skip=3`)).body;
  expect(counted).toMatchObject({ 'odata.count': '15' });
  expect(counted.value).toHaveLength(15);
  expect((await ask(`${CARDS}?$filter=Нет eq 1`)).body['odata.error']?.message.value).toContain('Сегмент пути');
  expect(await ask(`${CARDS}?$filter=Code eq`)).toMatchObject({ status: 400, body: { 'odata.error': { code: '14' } } });
  expect(await ask('Catalog_Нет')).toMatchObject({ status: 404, body: { 'odata.error': { code: '8' } } });
  const guid = '0000000d-0000-4000-8000-000000000000';
  const found = async (filter: string) => (await ask(`${PURCHASES}_RecordType?$filter=${filter}`)).body.value?.length;
  expect(await found(`Recorder eq guid'${guid}'`)).toBe(0);
  expect(await found(`Recorder eq cast(guid'${guid}','Document_ВводНачальныхОстатков')`)).toBe(3);
  expect(await found("not isof(Recorder,'Document_ВводНачальныхОстатков') and year(Period) ge 2025")).toBe(13);
  expect(await found("substringof('ВводНачальных',Recorder_Type) or Сумма lt 0")).toBe(6);
  expect((await ask(`${CARDS}?$filter=Code+eq+'1'`)).status).toBe(400);
});

test('quirks are switched while it runs', async () => {
  const fake = await startOneC({ quirks: quirkOf('bom-count') });
  onTestFinished(() => fake.close());
  const control = new URL('/control/quirks', fake.url);
  expect(await (await fetch(control)).json()).toEqual({ 'bom-count': true });
  await fetch(control, { method: 'PUT', body: JSON.stringify(quirkOf('error-500=1')) });
  const onec = openOneC({ baseUrl: fake.url, username: USERNAME, password: PASSWORD, pauseMs: 1 });
  await onec.metadata();
  expect(fake.requests).toHaveLength(2);
  expect([quirkOf('not-published=Catalog_X'), quirkOf('html')]).toEqual([{ 'not-published': 'Catalog_X' }, { html: true }]);
  expect(() => quirkOf('nonsense')).toThrow('No such quirk');
});

const HOSTILE = [
  '', '{', '{}', 'null', '[]', '5', '"text"', '{"value":5}', '{"value":null}', '{"value":[5]}', '{"value":[null]}', '{"value":[[]]}',
  '{"odata.error":null}', '{"odata.error":{"code":5}}', '{"value":[{"Ref_Key":1}', '\u0000', '{"value":"' + '['.repeat(10_000),
  '['.repeat(100_000), '<html><title>' + '<'.repeat(20_000), '<?xml version="1.0"?><feed></feed>',
];
test.each([200, 204, 206, 400, 401, 403, 404, 418, 500, 503])('whatever comes with %i ends in a failure of 1C', async (status) => {
  let body = '';
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`;
  for (body of HOSTILE) {
    const onec = openOneC({ baseUrl, username: 'a', password: 'b', pauseMs: 0 });
    const failure = await failureOf(readAll(onec, CARDS));
    expect(failure.message.length, body.slice(0, 50)).toBeLessThan(500);
    await failureOf(onec.metadata());
  }
});
