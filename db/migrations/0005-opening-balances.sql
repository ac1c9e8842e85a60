-- Files that came in, kept for a week.
create table uploads (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  size integer not null check (size > 0),
  sha256 text not null,
  bytes bytea not null check (length(bytes) = size),
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, created_by) references users
);
-- Not compressed, so that a piece is read without the rest.
alter table uploads alter column bytes set storage external;
create index uploads_created on uploads (org_id, created_at);
grant select, insert, delete on uploads to saldo_app;
alter table uploads enable row level security;
create policy tenant on uploads using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- A debt that was carried over is paid on an invoice of its own. Numbers of opening documents are counted as others are.
alter table invoices drop constraint invoices_purpose_check;
alter table invoices add constraint invoices_purpose_check check (purpose in
  ('INITIAL', 'RENEWAL', 'RENTAL', 'TRAINING', 'ABSENCE', 'FINE', 'MANUAL', 'MIGRATION', 'OPENING'));
alter table document_counters drop constraint document_counters_kind_check;
alter table document_counters add constraint document_counters_kind_check check (kind in ('INV', 'COR', 'OST'));

-- An import: a file that was read and checked, and perhaps applied.
create table imports (
  org_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in ('CLIENTS', 'STUDENTS', 'PASSES', 'OPENING', 'POINTS', 'TURNOVER')),
  status text not null check (status in ('CHECKING', 'READY', 'APPLIED', 'DISCARDED', 'FAILED')),
  file_name text not null,
  sha256 text not null,
  -- The file itself, while it is kept.
  upload_id uuid not null,
  as_of date not null,
  columns jsonb not null,
  problem jsonb,
  total_rows integer not null default 0,
  to_create integer not null default 0,
  to_match integer not null default 0,
  to_update integer not null default 0,
  refused integer not null default 0,
  credit bigint not null default 0,
  debt bigint not null default 0,
  points bigint not null default 0,
  turnover bigint not null default 0,
  skipped integer,
  created_by uuid not null,
  created_at timestamptz not null,
  applied_by uuid,
  applied_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, created_by) references users,
  foreign key (org_id, applied_by) references users,
  check ((status = 'APPLIED') = (applied_at is not null))
);
create index imports_created on imports (org_id, created_at);

-- What is to become of each row of the file.
create table import_rows (
  org_id uuid not null references organisations,
  import_id uuid not null,
  row_number integer not null,
  verdict text not null check (verdict in ('CREATE', 'MATCH', 'UPDATE', 'REFUSE')),
  cells jsonb not null,
  fields jsonb not null,
  reasons jsonb not null,
  new_id uuid not null,
  client_id uuid,
  student_id uuid,
  candidates uuid[] not null,
  primary key (org_id, import_id, row_number),
  foreign key (org_id, import_id) references imports on delete cascade
);
create index import_rows_verdict on import_rows (org_id, import_id, verdict, row_number);

-- How far the work on an import is, in real time; written through a connection of its own.
create table import_progress (
  org_id uuid not null references organisations,
  import_id uuid not null,
  stage text not null check (stage in ('CHECK', 'APPLY')),
  percent integer not null check (percent between 0 and 100),
  beat_at timestamptz not null,
  primary key (org_id, import_id),
  foreign key (org_id, import_id) references imports on delete cascade
);

-- Where a client, a student, a pass came from, and what the other program calls them.
alter table clients add column external_id text check (btrim(external_id) <> ''), add column import_id uuid;
alter table clients add foreign key (org_id, import_id) references imports;
create unique index clients_external on clients (org_id, external_id) where external_id is not null;
create index clients_import on clients (org_id, import_id) where import_id is not null;
create index clients_email on clients (org_id, lower(email)) where email is not null;
create index clients_called on clients (org_id, (replace(lower(name collate "und-x-icu"), 'ё', 'е')));
alter table students add column external_id text check (btrim(external_id) <> ''), add column import_id uuid;
alter table students add foreign key (org_id, import_id) references imports;
create unique index students_external on students (org_id, external_id) where external_id is not null;
alter table subscriptions add column import_id uuid;
alter table subscriptions add foreign key (org_id, import_id) references imports;

-- They say, we say: agreed client by client, and then locked.
create table reconciliations (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  as_of date not null,
  created_by uuid not null,
  created_at timestamptz not null,
  locked_by uuid,
  locked_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, created_by) references users,
  foreign key (org_id, locked_by) references users,
  check ((locked_at is null) = (locked_by is null))
);
create table reconciliation_lines (
  org_id uuid not null references organisations,
  reconciliation_id uuid not null,
  client_id uuid not null,
  they_say bigint not null check (they_say between -9999999999 and 9999999999),
  note text,
  primary key (org_id, reconciliation_id, client_id),
  foreign key (org_id, reconciliation_id) references reconciliations,
  foreign key (org_id, client_id) references clients on delete cascade
);

-- What a client had, owed or had collected on a day before the program knew. A wrong one is taken back by another.
create table opening_documents (
  org_id uuid not null references organisations,
  id uuid not null,
  number text not null,
  client_id uuid not null,
  on_date date not null,
  kind text not null check (kind in ('CREDIT', 'DEBT', 'POINTS', 'TURNOVER')),
  amount bigint not null check (amount between 1 and 9999999999),
  comment text,
  invoice_id uuid,
  import_id uuid,
  reconciliation_id uuid,
  reverses_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, invoice_id) references invoices,
  foreign key (org_id, import_id) references imports,
  foreign key (org_id, reconciliation_id) references reconciliations,
  foreign key (org_id, reverses_id) references opening_documents,
  foreign key (org_id, created_by) references users,
  check ((kind = 'DEBT') = (invoice_id is not null))
);
create unique index opening_documents_reverses on opening_documents (org_id, reverses_id) where reverses_id is not null;
create index opening_documents_client on opening_documents (org_id, client_id, on_date);
create index opening_documents_import on opening_documents (org_id, import_id) where import_id is not null;
create index opening_documents_invoice on opening_documents (org_id, invoice_id) where invoice_id is not null;

grant select, insert, update on imports, reconciliations to saldo_app;
grant delete on imports to saldo_app;
grant select, insert, update, delete on import_rows, import_progress, reconciliation_lines to saldo_app;
grant select, insert on opening_documents to saldo_app;
alter table imports enable row level security;
create policy tenant on imports using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table import_rows enable row level security;
create policy tenant on import_rows using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table import_progress enable row level security;
create policy tenant on import_progress using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table reconciliations enable row level security;
create policy tenant on reconciliations using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table reconciliation_lines enable row level security;
create policy tenant on reconciliation_lines using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table opening_documents enable row level security;
create policy tenant on opening_documents using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
