-- What an organisation prints on its papers: the seller, and where the money goes.
alter table organisations
  add column legal_name text check (btrim(legal_name) <> ''),
  add column inn text,
  add column kpp text,
  add column ogrn text,
  add column bank_name text,
  add column bik text,
  add column bank_account text,
  add column correspondent_account text,
  add column address text,
  add column phone text;

-- The first visit: an organisation that is being told is not yet one whose people can sign in.
alter table organisations add column is_loading boolean not null default false;

-- A family may come in by a link of the office and have no login at all.
alter table users drop constraint users_kind_check;
alter table users add constraint users_kind_check check (kind in ('LOGIN', 'KEY', 'SYSTEM', 'LINK'));
create index users_client on users (org_id, client_id) where client_id is not null;

-- A link lets a client in once. Links live in real time, as sessions do.
create table access_links (
  org_id uuid not null references organisations,
  id uuid not null,
  user_id uuid not null,
  token_hash text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  unique (org_id, token_hash),
  foreign key (org_id, user_id) references users,
  foreign key (org_id, created_by) references users
);
create index access_links_user on access_links (org_id, user_id);
grant select, insert, update on access_links to saldo_app;
alter table access_links enable row level security;
create policy tenant on access_links using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- Codes that were asked for by an e-mail, known or not: whoever asks cannot tell which. Installation level, as logins.
create table sign_in_codes (
  email text primary key check (email = lower(email)),
  code_sealed text not null,
  language text not null check (language in ('ru', 'en')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  attempts integer not null default 0,
  -- When the letter is to be sent; null once it was, or when nobody is to get it.
  send_at timestamptz,
  send_attempts integer not null default 0,
  -- How many codes were asked for within the hour that began then.
  hour_began_at timestamptz not null,
  asked integer not null default 1
);
create index sign_in_codes_to_send on sign_in_codes (send_at) where send_at is not null;
grant select, insert, update, delete on sign_in_codes to saldo_app;

-- The desk looks for a sum: «3 500,00».
create index invoices_total on invoices (org_id, total_amount);
create index payments_amount on payments (org_id, amount);
create index payments_date on payments (org_id, on_date);

-- Reports: the last visit of a student, and what a due date was before it was moved.
create index attendance_student on attendance (org_id, student_id);
create index invoice_audit_logs_due_date on invoice_audit_logs (org_id, invoice_id, id) where field_name = 'dueDate';
