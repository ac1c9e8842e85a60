-- How the 1C base of an organisation is reached, and what its things are called there.
create table onec_connections (
  org_id uuid primary key references organisations,
  base_url text not null check (base_url ~ '^https?://'),
  username text not null check (username <> ''),
  password_sealed text not null,
  -- 1C writes its moments without a zone, in the local time of the base.
  time_zone text not null,
  mapping jsonb not null,
  points_strategy text not null check (points_strategy in ('LAST', 'SUM')),
  packaging_words jsonb not null,
  page_size integer not null check (page_size between 1 and 5000),
  updated_at timestamptz not null,
  -- What the last check found; a change of the connection forgets it.
  checked_at timestamptz,
  last_check jsonb,
  check ((checked_at is null) = (last_check is null))
);
grant select, insert, update on onec_connections to saldo_app;
alter table onec_connections enable row level security;
create policy tenant on onec_connections using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- One reading of the 1C base. The row is the truth about how far it is: each page of rows moves it in its transaction.
create table onec_syncs (
  org_id uuid not null references organisations,
  id uuid not null,
  status text not null check (status in ('RUNNING', 'DONE', 'CANCELLED', 'FAILED')),
  stage text not null check (stage in ('CARDS', 'INITIAL', 'PURCHASES', 'POINTS', 'DONE')),
  percent integer not null check (percent between 0 and 100),
  most_customers integer not null check (most_customers > 0),
  days integer not null check (days > 0),
  -- Ordinary purchases count from this moment on.
  since timestamptz not null,
  -- Where the stage goes on, and how many rows the base had when that was written.
  cursor jsonb not null,
  counts jsonb not null,
  error_code text,
  error_detail jsonb,
  started_by uuid not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Who works on it: whoever else still believes to be it finds another name here and stops.
  worker uuid,
  alive_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, started_by) references users,
  check ((status = 'DONE') = (percent = 100)),
  check ((status = 'RUNNING') = (finished_at is null)),
  check ((status = 'FAILED') = (error_code is not null))
);
create unique index onec_syncs_running on onec_syncs (org_id) where status = 'RUNNING';
create index onec_syncs_started on onec_syncs (org_id, started_at desc, id desc);
grant select, insert, update on onec_syncs to saldo_app;
alter table onec_syncs enable row level security;
create policy tenant on onec_syncs using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- What is worth telling of a run: each thing once, however often its record was read.
create table onec_sync_lines (
  org_id uuid not null,
  sync_id uuid not null,
  code text not null,
  subject text not null,
  level text not null check (level in ('INFO', 'WARNING', 'ERROR')),
  params jsonb not null,
  at timestamptz not null,
  place bigint generated always as identity,
  primary key (org_id, sync_id, code, subject),
  foreign key (org_id, sync_id) references onec_syncs
);
grant select, insert on onec_sync_lines to saldo_app;
alter table onec_sync_lines enable row level security;
create policy tenant on onec_sync_lines using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- A client whom 1C knows, and what 1C said of him last: what differs from it was written by people and stays.
create table onec_customers (
  org_id uuid not null,
  client_id uuid not null,
  -- The card that speaks for the client when he has several.
  card_key uuid not null,
  name text,
  phone text,
  email text,
  city text,
  seen_sync uuid not null,
  synced_at timestamptz not null,
  primary key (org_id, client_id),
  foreign key (org_id, client_id) references clients
);
grant select, insert, update, delete on onec_customers to saldo_app;
alter table onec_customers enable row level security;
create policy tenant on onec_customers using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

create table discount_cards (
  org_id uuid not null,
  id uuid not null,
  client_id uuid not null,
  -- The reference of the card in 1C.
  card_key uuid not null,
  number text,
  barcode text,
  description text,
  -- Not marked for deletion in 1C: purchases with other cards are not counted.
  is_active boolean not null,
  seen_sync uuid not null,
  created_at timestamptz not null,
  search text not null generated always as
    (replace(lower((coalesce(number, '') || ' ' || coalesce(barcode, '')) collate "und-x-icu"), 'ё', 'е')) stored,
  primary key (org_id, id),
  unique (org_id, card_key),
  foreign key (org_id, client_id) references clients
);
create index discount_cards_client on discount_cards (org_id, client_id);
create index discount_cards_search on discount_cards using gin (search gin_trgm_ops);
grant select, insert, update, delete on discount_cards to saldo_app;
alter table discount_cards enable row level security;
create policy tenant on discount_cards using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
create index clients_card_number on clients (org_id, card_number) where card_number is not null;

-- What was bought in the shop. It was paid there: it is no invoice and no money of the ledger (C-28).
create table purchases (
  org_id uuid not null,
  client_id uuid not null,
  card_id uuid,
  kind text not null check (kind in ('INITIAL', 'SALE')),
  recorder uuid not null,
  recorder_type text not null,
  line_number integer not null,
  at timestamptz not null,
  product text,
  quantity bigint,
  -- Kopecks; what was brought back is negative.
  amount bigint not null,
  packaging boolean not null,
  -- The run that saw the row last; null where it came from elsewhere.
  seen_sync uuid,
  primary key (org_id, recorder, recorder_type, line_number),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, card_id) references discount_cards
) with (fillfactor = 85);
create index purchases_client on purchases (org_id, client_id, at desc);
create index purchases_card on purchases (org_id, card_id);
grant select, insert, update, delete on purchases to saldo_app;
alter table purchases enable row level security;
create policy tenant on purchases using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- Rows of the register of points, in hundredths of a point.
create table loyalty_records (
  org_id uuid not null,
  recorder uuid not null,
  recorder_type text not null,
  line_number integer not null,
  client_id uuid not null,
  card_id uuid not null,
  at timestamptz not null,
  accrued bigint not null,
  spent bigint not null,
  seen_sync uuid not null,
  primary key (org_id, recorder, recorder_type, line_number),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, card_id) references discount_cards
) with (fillfactor = 85);
create index loyalty_records_client on loyalty_records (org_id, client_id, at desc);
create index loyalty_records_card on loyalty_records (org_id, card_id);
grant select, insert, update, delete on loyalty_records to saldo_app;
alter table loyalty_records enable row level security;
create policy tenant on loyalty_records using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- The balance of points by both strategies: the field of the last record, and what was accrued less what was spent.
create table loyalty_points (
  org_id uuid not null,
  client_id uuid not null,
  last bigint not null,
  sum bigint not null check (sum >= 0),
  counted_at timestamptz not null,
  primary key (org_id, client_id),
  foreign key (org_id, client_id) references clients
);
grant select, insert, update, delete on loyalty_points to saldo_app;
alter table loyalty_points enable row level security;
create policy tenant on loyalty_points using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
