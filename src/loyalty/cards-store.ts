/** SQL of customers and their cards: a page of any size is a constant number of statements. */
import type { CardFacts, ClientWrite, CustomerWrite } from './cards-rules.ts';
import type { Place } from './sync-store.ts';
import type { Context } from '../kernel/operation.ts';
import { type Row, bool, int, nullable, sql, text, uuid } from '../kernel/sql.ts';

const MatchColumns = { cardKey: uuid, clientId: uuid };
export type Match = Row<typeof MatchColumns>;
/** The clients of cards: by the card itself, else by its phone, else by its number; the oldest of several. */
export const matchCards = ({ tx, orgId }: Place, cards: readonly CardFacts[]): Promise<Match[]> =>
  tx.rows(MatchColumns, sql`
    with given as (
      select * from unnest(${cards.map(({ key }) => key)}::uuid[], ${cards.map(({ said }) => said.phone)}::text[],
                           ${cards.map(({ number }) => number)}::text[], ${cards.map(({ barcode }) => barcode)}::text[])
        as g (card_key, phone, number, barcode)),
    found as (
      select g.card_key, d.client_id, 1 as way
        from given g join discount_cards d on d.org_id = ${orgId} and d.card_key = g.card_key
      union all
      select g.card_key, c.id, 2 from given g join clients c on c.org_id = ${orgId} and c.phone = g.phone
      union all
      select g.card_key, c.id, 3 from given g join clients c on c.org_id = ${orgId} and c.card_number = g.number
      union all
      select g.card_key, c.id, 3 from given g join clients c on c.org_id = ${orgId} and c.card_number = g.barcode)
    select distinct on (f.card_key) f.card_key, f.client_id
      from found f join clients c on c.org_id = ${orgId} and c.id = f.client_id
     order by f.card_key, f.way, c.is_active desc, c.created_at, c.id`);

const KnownColumns = {
  id: uuid, name: text, phone: nullable(text), email: nullable(text), city: nullable(text), cardNumber: nullable(text),
  isCustomer: bool, saidName: nullable(text), saidPhone: nullable(text), saidEmail: nullable(text),
  saidCity: nullable(text), speaker: nullable(uuid), isSeen: bool, isErased: bool,
};
export type KnownRow = Row<typeof KnownColumns>;
/** The clients as they stand, with what 1C said of them last; a card that is not in use any more does not speak. */
export const loadKnown = ({ tx, orgId }: Place, syncId: string, ids: readonly string[]): Promise<KnownRow[]> =>
  tx.rows(KnownColumns, sql`
    select c.id, c.name, c.phone, c.email, c.city, c.card_number, o.client_id is not null as is_customer,
           o.name as said_name, o.phone as said_phone, o.email as said_email, o.city as said_city,
           d.card_key as speaker, coalesce(o.seen_sync = ${syncId}, false) as is_seen,
           c.erased_at is not null as is_erased
      from clients c
      left join onec_customers o on o.org_id = c.org_id and o.client_id = c.id
      left join discount_cards d on d.org_id = c.org_id and d.card_key = o.card_key and d.is_active
     where c.org_id = ${orgId} and c.id = any(${[...ids]}::uuid[])`);

const personOf = (writes: readonly ClientWrite[]) => sql`
  unnest(${writes.map(({ id }) => id)}::uuid[], ${writes.map(({ person }) => person.name)}::text[],
         ${writes.map(({ names }) => names?.firstName ?? null)}::text[],
         ${writes.map(({ names }) => names?.lastName ?? null)}::text[],
         ${writes.map(({ names }) => names?.middleName ?? null)}::text[],
         ${writes.map(({ names }) => names !== null)}::boolean[], ${writes.map(({ person }) => person.phone)}::text[],
         ${writes.map(({ person }) => person.email)}::text[], ${writes.map(({ person }) => person.city)}::text[],
         ${writes.map(({ person }) => person.cardNumber)}::text[])
    as g (id, name, first_name, last_name, middle_name, renamed, phone, email, city, card_number)`;

export const insertClients = ({ tx, orgId, now }: Context, writes: readonly ClientWrite[]): Promise<number> => tx.run(sql`
  insert into clients (org_id, id, kind, name, first_name, last_name, middle_name, phone, email, city, card_number,
                       touched_at, created_at)
  select ${orgId}, g.id, 'PERSON', g.name, g.first_name, g.last_name, g.middle_name, g.phone, g.email, g.city,
         g.card_number, ${now}, ${now}
    from ${personOf(writes)}`);

export const updateClients = ({ tx, orgId, now }: Context, writes: readonly ClientWrite[]): Promise<number> => tx.run(sql`
  update clients c
     set name = g.name, phone = g.phone, email = g.email, city = g.city, card_number = g.card_number, touched_at = ${now},
         first_name = case when g.renamed then g.first_name else c.first_name end,
         last_name = case when g.renamed then g.last_name else c.last_name end,
         middle_name = case when g.renamed then g.middle_name else c.middle_name end
    from ${personOf(writes)}
   where c.org_id = ${orgId} and c.id = g.id`);

export const upsertCustomers = (
  { tx, orgId, now }: Context, syncId: string, customers: readonly CustomerWrite[],
): Promise<number> => tx.run(sql`
  insert into onec_customers (org_id, client_id, card_key, name, phone, email, city, seen_sync, synced_at)
  select ${orgId}, g.client_id, g.card_key, g.name, g.phone, g.email, g.city, ${syncId}, ${now}
    from unnest(${customers.map(({ clientId }) => clientId)}::uuid[], ${customers.map(({ cardKey }) => cardKey)}::uuid[],
                ${customers.map(({ said }) => said.name)}::text[], ${customers.map(({ said }) => said.phone)}::text[],
                ${customers.map(({ said }) => said.email)}::text[], ${customers.map(({ said }) => said.city)}::text[])
         as g (client_id, card_key, name, phone, email, city)
      on conflict (org_id, client_id) do update
     set card_key = excluded.card_key, name = excluded.name, phone = excluded.phone, email = excluded.email,
         city = excluded.city, seen_sync = excluded.seen_sync, synced_at = excluded.synced_at`);

/** Gives how many cards were seen for the first time in this run. */
export const upsertCards = (
  { tx, orgId, now }: Context, syncId: string, cards: readonly (CardFacts & { clientId: string })[], ids: readonly string[],
): Promise<number> => tx.run(sql`
  insert into discount_cards as d (org_id, id, client_id, card_key, number, barcode, description, is_active, seen_sync,
                                   created_at)
  select ${orgId}, g.id, g.client_id, g.card_key, g.number, g.barcode, g.description, true, ${syncId}, ${now}
    from unnest(${[...ids]}::uuid[], ${cards.map(({ clientId }) => clientId)}::uuid[],
                ${cards.map(({ key }) => key)}::uuid[], ${cards.map(({ number }) => number)}::text[],
                ${cards.map(({ barcode }) => barcode)}::text[], ${cards.map(({ description }) => description)}::text[])
         as g (id, client_id, card_key, number, barcode, description)
      on conflict (org_id, card_key) do update
     set number = excluded.number, barcode = excluded.barcode, description = excluded.description, is_active = true,
         seen_sync = excluded.seen_sync
   where (d.number, d.barcode, d.description, d.is_active, d.seen_sync)
         is distinct from (excluded.number, excluded.barcode, excluded.description, true, excluded.seen_sync)`);

/** Cards that were marked for deletion in 1C; gives how many of them were in use. */
export const retireCards = ({ tx, orgId }: Place, keys: readonly string[]): Promise<number> => tx.run(sql`
  update discount_cards set is_active = false
   where org_id = ${orgId} and card_key = any(${[...keys]}::uuid[]) and is_active`);

/** Cards that 1C does not have any more, after all of them were read. */
export const retireUnseenCards = ({ tx, orgId }: Place, syncId: string): Promise<number> => tx.run(sql`
  update discount_cards set is_active = false where org_id = ${orgId} and seen_sync <> ${syncId} and is_active`);

export const countSeenCards = async ({ tx, orgId }: Place, syncId: string): Promise<number> =>
  (await tx.one({ seen: int }, sql`
    select count(*) as seen from discount_cards where org_id = ${orgId} and seen_sync = ${syncId} and is_active`)).seen;
