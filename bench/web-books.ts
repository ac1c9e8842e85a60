/** Twenty thousand clients beside those of the year of life: names as a desk knows them, a child each, two open invoices. */
import { connected, makeClients } from './books.ts';

const SURNAMES = [
  'Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров', 'Морозов',
  'Волков', 'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов', 'Степанов', 'Николаев', 'Орлов', 'Андреев',
  'Макаров', 'Никитин', 'Захаров', 'Зайцев', 'Соловьёв', 'Борисов', 'Яковлев', 'Григорьев',
];
const NAMES = ['Анна', 'Елена', 'Ольга', 'Наталья', 'Екатерина', 'Татьяна', 'Ирина', 'Мария', 'Светлана', 'Юлия', 'Марина'];
const CHILDREN = ['Соня', 'Маша', 'Лиза', 'Варя', 'Полина', 'Алиса', 'Ева', 'Вика', 'Аня', 'Даша', 'Ксюша', 'Кира', 'Таня'];
const INVOICES = 2;

/** Each person of the bench is named by his number, in an order in which neighbours are not alike. */
const naming = `
  with named as (
    select id, n, ($2::text[])[1 + n % cardinality($2)] || 'а' as last_name,
           ($3::text[])[1 + (n / 7) % cardinality($3)] as first_name
      from (select id, ('x' || right(id::text, 12))::bit(48)::bigint as n
              from clients where org_id = $1 and id::text like 'be000000-%') numbered)
  update clients c
     set last_name = named.last_name, first_name = named.first_name, name = named.last_name || ' ' || named.first_name,
         phone = '+7999' || lpad(n::text, 7, '0')
    from named where c.org_id = $1 and c.id = named.id`;
const children = `
  insert into students (org_id, id, client_id, first_name, last_name, birth_date, created_at)
  select org_id, uuidv7(), id, ($2::text[])[1 + abs(hashtext(id::text)) % cardinality($2)], last_name,
         '2016-01-01'::date + abs(hashtext(id::text)) % 2000, created_at
    from clients where org_id = $1 and id::text like 'be000000-%'`;

export async function addClients(url: string, orgId: string, count: number): Promise<void> {
  await makeClients(url, orgId, { from: 1, count, invoices: INVOICES });
  await connected(url, async (client) => {
    await client.query('set session_replication_role = replica');
    await client.query(naming, [orgId, SURNAMES, NAMES]);
    await client.query(children, [orgId, CHILDREN]);
    await client.query('vacuum (analyze, skip_locked) clients, students');
  });
}
