-- Bank statements. A line is one document of the bank; its natural key keeps it from coming in twice, whichever files
-- it stands in.
create table bank_statements (
  org_id uuid not null references organisations,
  id uuid not null,
  file_name text not null,
  file_hash text not null,
  encoding text not null check (encoding in ('utf-8', 'windows-1251', 'ibm866')),
  sender text,
  period_from date,
  period_to date,
  -- For each account what the bank says in its summary and what the documents come to, in kopecks.
  accounts jsonb not null,
  warnings jsonb not null,
  document_count integer not null check (document_count >= 0),
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, file_hash),
  foreign key (org_id, created_by) references users
);

create table bank_lines (
  org_id uuid not null references organisations,
  id uuid not null,
  statement_id uuid not null,
  -- The line of the file on which the document begins.
  file_line integer not null,
  account text not null,
  direction text not null check (direction in ('IN', 'OUT')),
  -- The day the money moved, and the date of the document.
  on_date date not null,
  document_date date not null,
  number text not null,
  kind text not null,
  amount bigint not null check (amount > 0),
  payer_name text not null,
  payer_inn text,
  payer_account text,
  -- The payer's account or INN, as far as the bank tells.
  payer_key text not null,
  purpose text not null,
  purpose_hash text not null,
  state text not null check (state in ('NEW', 'DOUBTFUL', 'MATCHED', 'POSTED', 'EXCLUDED', 'IGNORED')),
  client_id uuid,
  invoice_ids uuid[] not null default '{}',
  -- Why it is in this state: the code of a rule with its figures, further notes, and who else it could be of.
  reason text not null,
  facts jsonb not null,
  score integer not null default 0,
  -- A person took it back from the excluded: it is not excluded again.
  is_included boolean not null default false,
  payment_id uuid,
  decided_by uuid,
  decided_at timestamptz,
  primary key (org_id, id),
  constraint bank_lines_natural_key
    unique (org_id, account, document_date, number, amount, payer_key, purpose_hash),
  foreign key (org_id, statement_id) references bank_statements,
  foreign key (org_id, client_id) references clients on delete set null (client_id),
  foreign key (org_id, payment_id) references payments on delete set null (payment_id),
  foreign key (org_id, decided_by) references users,
  check (state <> 'POSTED' or direction = 'IN'),
  check (payment_id is null or state = 'POSTED'),
  check ((decided_by is null) = (decided_at is null))
);
create index bank_lines_statement on bank_lines (org_id, statement_id);
create index bank_lines_state on bank_lines (org_id, state, on_date desc);
create index bank_lines_client on bank_lines (org_id, client_id) where client_id is not null;
-- One payment belongs to one line.
create unique index bank_lines_payment on bank_lines (org_id, payment_id) where payment_id is not null;

-- Whose a payer's account or INN is: learnt when a person says so.
create table payer_accounts (
  org_id uuid not null references organisations,
  kind text not null check (kind in ('ACCOUNT', 'INN')),
  value text not null check (btrim(value) <> ''),
  client_id uuid not null,
  -- The line at which it was learnt; deciding about that line again unlearns it.
  line_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, kind, value, client_id),
  foreign key (org_id, client_id) references clients on delete cascade,
  foreign key (org_id, line_id) references bank_lines,
  foreign key (org_id, created_by) references users
);
create index payer_accounts_client on payer_accounts (org_id, client_id);
create index payer_accounts_line on payer_accounts (org_id, line_id);

create table bank_settings (
  org_id uuid not null references organisations,
  accounts text[] not null,
  words text[] not null,
  inns text[] not null,
  primary key (org_id)
);

grant select, insert on bank_statements to saldo_app;
grant select, insert, update on bank_lines, bank_settings to saldo_app;
grant select, insert, delete on payer_accounts to saldo_app;
alter table bank_statements enable row level security;
create policy tenant on bank_statements using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table bank_lines enable row level security;
create policy tenant on bank_lines using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table payer_accounts enable row level security;
create policy tenant on payer_accounts using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table bank_settings enable row level security;
create policy tenant on bank_settings using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
