/** SQL that reads opening documents. A document that was taken back is shown with the one that took it back. */
import { OPENING_KINDS } from './contract.ts';
import type { Context } from '../kernel/operation.ts';
import { type Sql, day, empty, instant, int, money, nullable, oneOf, sql, text, uuid } from '../kernel/sql.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;
const Columns = {
  id: uuid, number: text, clientId: uuid, clientName: text, onDate: day, kind: oneOf(...OPENING_KINDS), amount: money,
  comment: nullable(text), importId: nullable(uuid), reconciliationId: nullable(uuid), invoiceId: nullable(uuid),
  createdAt: instant, createdBy: text, reversedAt: nullable(instant), reversalReason: nullable(text),
  reversalNumber: nullable(text),
};
const documents = (orgId: string, where: Sql): Sql => sql`
  select d.id, d.number, d.client_id, c.name as client_name, d.on_date, d.kind, d.amount, d.comment, d.import_id,
         d.reconciliation_id, d.invoice_id, d.created_at, btrim(u.first_name || ' ' || u.last_name) as created_by,
         r.created_at as reversed_at, r.comment as reversal_reason, r.number as reversal_number
    from opening_documents d
    join clients c on c.org_id = d.org_id and c.id = d.client_id
    join users u on u.org_id = d.org_id and u.id = d.created_by
    left join opening_documents r on r.org_id = d.org_id and r.reverses_id = d.id
   where d.org_id = ${orgId} and d.reverses_id is null ${where}`;

export const loadDocument = ({ tx, orgId }: Place, id: string) => tx.maybe(Columns, documents(orgId, sql`and d.id = ${id}`));

export type DocumentFilter = {
  clientId?: string | undefined; importId?: string | undefined; kind?: string | undefined; reversed?: boolean | undefined;
  page: number; limit: number;
};
export async function findDocuments({ tx, orgId }: Place, filter: DocumentFilter) {
  const { clientId, importId, kind, reversed, page, limit } = filter;
  const taken = sql`exists (select from opening_documents x where x.org_id = d.org_id and x.reverses_id = d.id)`;
  const where = sql`
    ${clientId === undefined ? empty : sql`and d.client_id = ${clientId}`}
    ${importId === undefined ? empty : sql`and d.import_id = ${importId}`}
    ${kind === undefined ? empty : sql`and d.kind = ${kind}`}
    ${reversed === undefined ? empty : reversed ? sql`and ${taken}` : sql`and not ${taken}`}`;
  const [{ total }, found] = await Promise.all([
    tx.one({ total: int }, sql`
      select count(*) as total from opening_documents d where d.org_id = ${orgId} and d.reverses_id is null ${where}`),
    tx.rows(Columns, sql`
      ${documents(orgId, where)} order by d.on_date desc, d.id desc limit ${limit} offset ${(page - 1) * limit}`),
  ]);
  return { total, documents: found };
}
