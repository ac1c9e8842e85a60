/** What came into the year from outside and waits: a file that was looked through, a reconciliation, a bank statement. */
import type { Act } from '../../../src/demo/centre.ts';
import { uploadStatement } from '../../../src/bank/upload-statement.ts';
import type { Database } from '../../../src/kernel/db.ts';
import type { Actor } from '../../../src/kernel/operation.ts';
import { createImport } from '../../../src/opening/create-import.ts';
import { createReconciliation, setLines } from '../../../src/opening/reconciliations.ts';
import { uploadFile } from '../../../src/uploads/upload-file.ts';
import { type Paper, statementText } from './papers.ts';

const ROWS = [
  'ФИО;Телефон;Город;Остаток', 'Царькова Анна Андреевна;+7 978 845-13-64;Симферополь;1500,00',
  'Орлов Пётр;+7 978 000-00-02;Ялта;-2000,00', 'Без Телефона;12345;Керчь;0', ';+7 978 000-00-04;Саки;0',
];

type Owed = { number: string; left: string; name: string; client_id: string };

/** None of it changes anything that was there: the file is not applied, the statement is not posted. */
export async function tellExchange(database: Database, act: Act, director: Actor, day: string): Promise<void> {
  const { rows: owed } = await database.owner.query<Owed>(`
    select i.invoice_number as number, ((i.total_amount - i.paid_amount) / 100.0)::numeric(12, 2)::text as left, c.name, c.id as client_id
      from invoices i join clients c on c.org_id = i.org_id and c.id = i.client_id
     where i.status in ('PENDING', 'OVERDUE') and c.kind = 'PERSON' order by i.sequence desc limit 4`);
  const { rows: [own] } = await database.owner.query<{ account: string }>('select bank_account as account from organisations');
  const upload = async (name: string, text: string): Promise<string> =>
    (await act(director, uploadFile, { name, bytes: Buffer.from(text) })).uploadId;
  await act(director, createImport, { uploadId: await upload('клиенты.csv', ROWS.join('\r\n')), kind: 'CLIENTS', asOf: day });
  const { id } = await act(director, createReconciliation, { asOf: day, name: 'Переезд из 1С' });
  await act(director, setLines, { id, lines: owed.slice(0, 2).map(({ client_id: clientId }) => ({ clientId, theySay: -1000 })) });
  const papers = papersOf(owed);
  await act(director, uploadStatement, {
    uploadId: await upload('kl_to_1c.txt', statementText(own!.account, day, papers)),
  });
}

/** One that is ready, one doubtful, one of nobody, one of an acquirer. */
export function papersOf([first, second, third]: readonly Owed[]): Paper[] {
  return [
    { payer: first!.name, sum: first!.left, purpose: `Оплата по счету ${first!.number}` },
    { payer: third!.name, sum: second!.left, purpose: `Оплата счета ${second!.number}` },
    { payer: 'ООО «Ромашка»', payerInn: '7707083893', sum: '10000.00', purpose: 'Перевод средств по договору' },
    { payer: 'ПАО Банк', sum: '45210.55', purpose: 'Эквайринг, зачисление за вчера' },
  ];
}
