/** Requests about files, imports, opening documents and reconciliations. */
import { createImport } from '../../src/opening/create-import.ts';
import { createOpeningDocument } from '../../src/opening/opening-documents.ts';
import { createReconciliation, lockBalances, setLines } from '../../src/opening/reconciliations.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { ask, newClient } from '../money-fixtures.ts';
import type { Family, Make } from './requests.ts';

let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;
/** A day of its own, before anything that the books hold. */
const nextDay = (): string => Temporal.PlainDate.from('2018-01-01').add({ days: (counter += 1) }).toString();
const LATELY = '2025-02-10';

const upload = async ({ world }: Family, text = `ФИО\n${fresh('Новый')}\n`): Promise<string> =>
  (await world.run(uploadFile, { name: 'clients.csv', bytes: Buffer.from(text) })).uploadId;
const begun = async (family: Family) =>
  ask(family.world, createImport, { uploadId: await upload(family), kind: 'CLIENTS', asOf: LATELY });
const atImport = async (family: Family) => ({ at: { id: (await begun(family)).id } });
const document = ({ world, clientId }: Family) =>
  ask(world, createOpeningDocument, { clientId, kind: 'POINTS', amount: 5, onDate: LATELY });
const atDocument = async (family: Family) => ({ at: { id: (await document(family)).id } });
const reconciliation = ({ world }: Family, asOf = nextDay()) =>
  ask(world, createReconciliation, { asOf, name: fresh('Сверка') });
const atReconciliation = async (family: Family) => ({ at: { id: (await reconciliation(family)).id } });
/** Nothing differs. */
async function agreed(family: Family): Promise<{ at: { id: string } }> {
  const { at } = await atReconciliation(family);
  await ask(family.world, setLines, { ...at, lines: [{ clientId: family.clientId, theySay: 0 }] });
  return { at };
}

export const importRequests: Record<string, Make> = {
  'POST /api/uploads': () => ({ query: { name: 'clients.csv' }, bytes: Buffer.from('Имя;Телефон\n') }),
  'POST /api/imports': async (family) => ({ body: { uploadId: await upload(family), kind: 'CLIENTS', asOf: LATELY } }),
  'GET /api/imports': () => ({}),
  'GET /api/imports/{id}': atImport,
  'GET /api/imports/{id}/rows': atImport,
  'POST /api/imports/{id}/apply': atImport,
  'POST /api/imports/{id}/discard': async (family) => {
    await begun(family); // one that stays, with its rows
    return atImport(family);
  },
  'GET /api/opening-documents': () => ({}),
  'GET /api/opening-documents/{id}': atDocument,
  'POST /api/opening-documents': ({ clientId }) =>
    ({ body: { clientId, kind: 'POINTS', amount: 5, onDate: LATELY } }),
  'POST /api/opening-documents/{id}/reverse': async (family) =>
    ({ ...await atDocument(family), body: { reason: 'Ошибка в ведомости' } }),
  'POST /api/reconciliations': () => ({ body: { asOf: nextDay(), name: fresh('Сверка') } }),
  'GET /api/reconciliations': () => ({}),
  'GET /api/reconciliations/{id}': atReconciliation,
  'GET /api/reconciliations/{id}/lines': agreed,
  'POST /api/reconciliations/{id}/lines': async (family) =>
    ({ ...await atReconciliation(family), body: { lines: [{ clientId: family.clientId, theySay: 5 }] } }),
  'POST /api/reconciliations/{id}/file': async (family) => {
    const firstName = fresh('Пайщик');
    await newClient(family.world, { firstName });
    return { ...await atReconciliation(family), body: { uploadId: await upload(family, `Клиент;Сумма\n${firstName};5\n`) } };
  },
  'POST /api/reconciliations/{id}/lines/{clientId}/take-over': async (family) => {
    const { id } = await reconciliation(family, LATELY);
    const clientId = await newClient(family.world, { firstName: fresh('Пайщик') });
    await ask(family.world, setLines, { id, lines: [{ clientId, theySay: 5 }] });
    return { at: { id, clientId } };
  },
  'POST /api/reconciliations/{id}/lock': agreed,
  'POST /api/reconciliations/{id}/unlock': async (family) => {
    const { at } = await agreed(family);
    await ask(family.world, lockBalances, at);
    return { at, body: { reason: 'Нашли ещё одну ведомость' } };
  },
};
