-- The house and the money core. Amounts are whole kopecks (bigint), quantities and percents are hundredths.
-- Every tenant table begins its primary key with org_id; row-level security is switched on at the end of this file.

create extension if not exists pg_trgm;

-- Installation level: who may sign in. These two tables are the directory that finds the tenant, so they have none.

create table logins (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  password_hash text not null,
  totp_secret text,
  totp_confirmed_at timestamptz,
  totp_last_step bigint,
  failed_attempts integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null
);

create table organisations (
  org_id uuid primary key,
  name text not null check (btrim(name) <> ''),
  template text not null check (template in ('STUDIO', 'SPORT', 'TUTOR', 'SCHOOL')),
  time_zone text not null,
  currency text not null default 'RUB',
  settings jsonb not null,
  settlement_mode_since timestamptz,
  sandbox_now timestamptz,
  closed_through date,
  created_at timestamptz not null
);

create table branches (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  address text,
  is_main boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id)
);
create unique index branches_one_main on branches (org_id) where is_main;

create table benefit_categories (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  discount_percent integer not null check (discount_percent between 0 and 10000),
  description text,
  requires_document boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name)
);

create table clients (
  org_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in ('PERSON', 'LEGAL')),
  first_name text,
  last_name text,
  middle_name text,
  name text not null check (btrim(name) <> ''),
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email text,
  city text,
  address text,
  card_number text,
  inn text,
  kpp text,
  ogrn text,
  bank_name text,
  bik text,
  bank_account text,
  correspondent_account text,
  benefit_category_id uuid,
  benefit_document_number text,
  benefit_document_date date,
  benefit_valid_from date,
  benefit_valid_until date check (benefit_valid_until >= benefit_valid_from),
  notes text,
  balance bigint not null default 0 check (balance >= 0),
  touched_at timestamptz not null,
  is_active boolean not null default true,
  created_at timestamptz not null,
  search text generated always as (
    replace(lower((name || ' ' || coalesce(phone, '') || ' ' || coalesce(email, '') || ' ' || coalesce(city, '') || ' '
      || coalesce(card_number, '') || ' ' || coalesce(inn, '')) collate "und-x-icu"), 'ё', 'е')) stored,
  primary key (org_id, id),
  foreign key (org_id, benefit_category_id) references benefit_categories
    on delete set null (benefit_category_id)
);
create index clients_search on clients using gin (search gin_trgm_ops);
create index clients_phone on clients (org_id, phone);
create index clients_benefit on clients (org_id, benefit_category_id);
create index clients_created on clients (org_id, created_at);

-- A user is whoever acts: a person with a login, an API key's own user, or the system itself.
create table users (
  org_id uuid not null references organisations,
  id uuid not null,
  kind text not null check (kind in ('LOGIN', 'KEY', 'SYSTEM')),
  login_id uuid references logins,
  first_name text not null,
  last_name text not null default '',
  role text not null check (role in ('ADMIN', 'MANAGER', 'ACCOUNTANT', 'TRAINER', 'CLIENT', 'STUDENT')),
  client_id uuid,
  student_id uuid,
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  check ((kind = 'LOGIN') = (login_id is not null)),
  check ((role = 'CLIENT') = (client_id is not null)),
  check ((role = 'STUDENT') = (student_id is not null))
);
create unique index users_one_per_login on users (org_id, login_id);

-- Which organisations a login may enter: read before a tenant is known.
create table login_organisations (
  login_id uuid not null references logins,
  org_id uuid not null,
  user_id uuid not null,
  primary key (login_id, org_id),
  foreign key (org_id, user_id) references users
);

create table sessions (
  org_id uuid not null references organisations,
  token_hash text not null,
  user_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (org_id, token_hash),
  foreign key (org_id, user_id) references users
);

create table api_keys (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  user_id uuid not null,
  key_hash text not null,
  created_at timestamptz not null,
  revoked_at timestamptz,
  primary key (org_id, id),
  unique (org_id, key_hash),
  foreign key (org_id, user_id) references users
);

create table contacts (
  org_id uuid not null references organisations,
  id uuid not null,
  client_id uuid not null,
  name text not null check (btrim(name) <> ''),
  relation text,
  phone text,
  email text,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients on delete cascade
);
create index contacts_client on contacts (org_id, client_id);

create table students (
  org_id uuid not null references organisations,
  id uuid not null,
  client_id uuid not null,
  first_name text not null check (btrim(first_name) <> ''),
  last_name text not null default '',
  birth_date date,
  pays_self boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null,
  search text generated always as (
    replace(lower((first_name || ' ' || last_name || ' ' || first_name) collate "und-x-icu"), 'ё', 'е')) stored,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients
);
create index students_client on students (org_id, client_id);
create index students_search on students using gin (search gin_trgm_ops);
alter table users add foreign key (org_id, student_id) references students;

create table student_trainers (
  org_id uuid not null references organisations,
  student_id uuid not null,
  user_id uuid not null,
  primary key (org_id, student_id, user_id),
  foreign key (org_id, student_id) references students on delete cascade,
  foreign key (org_id, user_id) references users
);
create index student_trainers_user on student_trainers (org_id, user_id);

create table services (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  description text,
  service_type text not null check (service_type in
    ('SUBSCRIPTION', 'RENTAL', 'SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'OTHER')),
  vat text not null check (vat in ('STANDARD', 'VAT_10', 'VAT_7', 'VAT_5', 'VAT_0', 'NONE')),
  write_off_timing text not null check (write_off_timing in ('ON_SALE', 'ON_USE')),
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id)
);

create table service_prices (
  org_id uuid not null references organisations,
  service_id uuid not null,
  valid_from date not null,
  base_price bigint not null check (base_price between 0 and 9999999999),
  created_at timestamptz not null,
  primary key (org_id, service_id, valid_from),
  foreign key (org_id, service_id) references services on delete cascade
);

create table terms (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  start_date date not null,
  end_date date not null check (end_date >= start_date),
  created_at timestamptz not null,
  primary key (org_id, id)
);

-- One row per kind of document and year; taken last in a transaction, so that it is held for microseconds (C-26).
create table document_counters (
  org_id uuid not null references organisations,
  kind text not null check (kind in ('INV', 'COR')),
  year integer not null,
  last_number bigint not null,
  primary key (org_id, kind, year)
);

create table invoices (
  org_id uuid not null references organisations,
  id uuid not null,
  invoice_number text not null,
  sequence bigint not null,
  client_id uuid not null,
  student_id uuid,
  tutor_id uuid,
  subscription_id uuid,
  rental_id uuid,
  training_id uuid,
  enrollment_id uuid,
  purpose text not null check (purpose in
    ('INITIAL', 'RENEWAL', 'RENTAL', 'TRAINING', 'ABSENCE', 'FINE', 'MANUAL', 'MIGRATION')),
  status text not null check (status in ('DRAFT', 'PENDING', 'PAID', 'PARTIALLY_PAID', 'OVERDUE', 'CANCELLED')),
  subtotal bigint not null check (subtotal > 0),
  discount_amount bigint not null default 0 check (discount_amount between 0 and subtotal),
  adjustment_amount bigint not null default 0,
  total_amount bigint not null check (total_amount between 0 and 9999999999),
  vat_amount bigint not null default 0 check (vat_amount between 0 and total_amount),
  paid_amount bigint not null default 0,
  refunded_amount bigint not null default 0,
  settled_externally boolean not null default false,
  effects_applied_at timestamptz,
  last_payment_id uuid,
  due_date date,
  description text,
  notes text,
  telegram_message_id text,
  overdue_notified_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  issued_at timestamptz not null,
  sent_at timestamptz,
  viewed_at timestamptz,
  paid_at timestamptz,
  cancelled_at timestamptz,
  primary key (org_id, id),
  unique (org_id, invoice_number),
  foreign key (org_id, client_id) references clients on delete cascade,
  foreign key (org_id, student_id) references students on delete set null (student_id),
  foreign key (org_id, tutor_id) references users on delete set null (tutor_id),
  foreign key (org_id, created_by) references users on delete set null (created_by),
  constraint invoices_identity check (subtotal - discount_amount + adjustment_amount = total_amount),
  constraint invoices_paid_within_total check (paid_amount between 0 and total_amount),
  constraint invoices_refund_within_paid check (refunded_amount between 0 and paid_amount),
  -- I-14: the status is a function of the facts.
  constraint invoices_status_of_facts check (
    case
      when cancelled_at is not null then status = 'CANCELLED' and paid_amount = 0
      when sent_at is null and purpose <> 'MIGRATION' then status = 'DRAFT' and paid_amount = 0
      when settled_externally or paid_amount = total_amount then status = 'PAID'
      when paid_amount > 0 then status = 'PARTIALLY_PAID'
      else status in ('PENDING', 'OVERDUE')
    end),
  constraint invoices_paid_at check ((paid_at is not null) = (status = 'PAID')),
  constraint invoices_sent_after_created check (sent_at >= created_at),
  constraint invoices_viewed_after_sent check (viewed_at >= sent_at),
  constraint invoices_viewed_needs_sent check (viewed_at is null or sent_at is not null or purpose = 'MIGRATION'),
  constraint invoices_paid_after_sent check (paid_at >= sent_at),
  constraint invoices_paid_after_viewed check (paid_at >= viewed_at),
  -- C-73: an automatic invoice names its event.
  constraint invoices_event check (
    case purpose
      when 'INITIAL' then subscription_id is not null
      when 'RENEWAL' then subscription_id is not null
      when 'RENTAL' then rental_id is not null
      when 'TRAINING' then training_id is not null
      when 'ABSENCE' then training_id is not null
      when 'FINE' then training_id is not null
      else true
    end)
);
create index invoices_client on invoices (org_id, client_id, issued_at desc, sequence desc);
-- The queue of the settlement engine: what the client still has to pay, oldest first.
create index invoices_open on invoices (org_id, client_id, issued_at, sequence)
  where status in ('PENDING', 'PARTIALLY_PAID', 'OVERDUE');
create index invoices_status on invoices (org_id, status, due_date);
create index invoices_issued on invoices (org_id, issued_at desc, sequence desc);
create index invoices_tutor on invoices (org_id, tutor_id, status) where tutor_id is not null;
create index invoices_student on invoices (org_id, student_id, created_at desc) where student_id is not null;
create index invoices_subscription on invoices (org_id, subscription_id) where subscription_id is not null;
create index invoices_rental on invoices (org_id, rental_id) where rental_id is not null;
create index invoices_training on invoices (org_id, training_id) where training_id is not null;

create table invoice_items (
  org_id uuid not null references organisations,
  id uuid not null,
  invoice_id uuid not null,
  position integer not null,
  service_id uuid,
  subscription_type_id uuid,
  room_id uuid,
  service_type text not null check (service_type in
    ('SUBSCRIPTION', 'RENTAL', 'SINGLE_SESSION', 'INDIVIDUAL_LESSON', 'COWORKING', 'OTHER')),
  service_name text not null check (btrim(service_name) <> ''),
  service_description text,
  quantity bigint not null check (quantity > 0),
  unit_price bigint not null check (unit_price >= 0),
  line_gross bigint not null check (line_gross >= 0),
  base_price bigint not null check (base_price >= 0),
  vat_rate integer not null default 0 check (vat_rate between 0 and 10000),
  vat_amount bigint not null default 0,
  discount_percent integer not null default 0 check (discount_percent between 0 and 10000),
  discount_amount bigint not null default 0 check (discount_amount between 0 and line_gross),
  adjustment_amount bigint not null default 0,
  total_price bigint not null check (total_price >= 0),
  write_off_timing text not null check (write_off_timing in ('ON_SALE', 'ON_USE')),
  write_off_status text not null default 'PENDING' check (write_off_status in
    ('PENDING', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
  remaining_quantity bigint check (remaining_quantity >= 0),
  is_price_adjusted boolean not null default false,
  adjustment_reason text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, invoice_id) references invoices on delete cascade,
  foreign key (org_id, service_id) references services on delete set null (service_id),
  constraint invoice_items_identity check (line_gross - discount_amount + adjustment_amount = total_price),
  constraint invoice_items_vat check (vat_amount between 0 and total_price)
);
create index invoice_items_invoice on invoice_items (org_id, invoice_id, position);
create index invoice_items_service on invoice_items (org_id, service_id) where service_id is not null;
create index invoice_items_write_off on invoice_items (org_id, write_off_status)
  where write_off_status in ('PENDING', 'IN_PROGRESS');

-- Everything that happened to one invoice; a row that changes the lifecycle is also a row of the history below.
create table invoice_audit_logs (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  invoice_id uuid not null,
  item_id uuid,
  action text not null check (action in
    ('CREATED', 'UPDATED', 'PRICE_ADJUSTED', 'STATUS_CHANGED', 'ITEM_ADDED', 'ITEM_REMOVED', 'CANCELLED')),
  field_name text not null,
  old_value text,
  new_value text,
  old_lifecycle text,
  new_lifecycle text,
  reason text,
  payment_id uuid,
  user_id uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, invoice_id) references invoices on delete cascade,
  foreign key (org_id, user_id) references users,
  check ((old_lifecycle is null) = (new_lifecycle is null) and old_lifecycle is distinct from new_lifecycle
    or old_lifecycle is null and new_lifecycle is null)
);
create index invoice_audit_logs_invoice on invoice_audit_logs (org_id, invoice_id, id);

create view invoice_status_history with (security_invoker = true) as
  select org_id, id, invoice_id, old_lifecycle as old_status, new_lifecycle as new_status,
         user_id as changed_by, created_at as changed_at, reason
    from invoice_audit_logs
   where new_lifecycle is not null;

create table shifts (
  org_id uuid not null references organisations,
  id uuid not null,
  branch_id uuid not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  opening_cash bigint not null check (opening_cash >= 0),
  closed_by uuid,
  closed_at timestamptz,
  note text,
  primary key (org_id, id),
  foreign key (org_id, branch_id) references branches,
  foreign key (org_id, opened_by) references users,
  foreign key (org_id, closed_by) references users,
  check ((closed_at is null) = (closed_by is null))
);
create unique index shifts_one_open on shifts (org_id, branch_id) where closed_at is null;

create table shift_counts (
  org_id uuid not null references organisations,
  shift_id uuid not null,
  method text not null check (method in ('CASH', 'CARD', 'BANK_TRANSFER', 'ONLINE')),
  expected bigint not null,
  counted bigint not null,
  difference bigint not null,
  primary key (org_id, shift_id, method),
  foreign key (org_id, shift_id) references shifts,
  check (difference = counted - expected)
);

create table payments (
  org_id uuid not null references organisations,
  id uuid not null,
  client_id uuid not null,
  invoice_id uuid,
  branch_id uuid not null,
  shift_id uuid,
  amount bigint not null check (amount between 1 and 9999999999),
  method text not null check (method in ('CASH', 'CARD', 'BANK_TRANSFER', 'ONLINE')),
  payment_type text not null check (payment_type in ('SUBSCRIPTION', 'RENTAL', 'TRAINING', 'OTHER', 'TOP_UP')),
  status text not null check (status in ('PENDING', 'COMPLETED', 'CANCELLED', 'REVERSED')),
  on_date date not null,
  notes text,
  created_by uuid not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  reversed_at timestamptz,
  reversed_by uuid,
  reversal_reason text,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, invoice_id) references invoices on delete set null (invoice_id),
  foreign key (org_id, branch_id) references branches,
  foreign key (org_id, shift_id) references shifts,
  foreign key (org_id, created_by) references users,
  check ((status = 'REVERSED') = (reversed_at is not null)),
  check ((reversed_at is null) = (reversal_reason is null)),
  check (status not in ('COMPLETED', 'REVERSED') or paid_at is not null)
);
create index payments_client on payments (org_id, client_id, created_at desc);
create index payments_invoice on payments (org_id, invoice_id) where invoice_id is not null;
create index payments_created on payments (org_id, created_at desc);

create table credit_allocations (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  client_id uuid not null,
  invoice_id uuid not null,
  payment_id uuid,
  amount bigint not null check (amount > 0),
  refunded_amount bigint not null default 0 check (refunded_amount between 0 and amount),
  created_at timestamptz not null,
  released_at timestamptz,
  release_reason text,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, invoice_id) references invoices on delete cascade,
  foreign key (org_id, payment_id) references payments,
  check ((released_at is null) = (release_reason is null))
);
create index credit_allocations_invoice on credit_allocations (org_id, invoice_id) where released_at is null;
create index credit_allocations_client on credit_allocations (org_id, client_id) where released_at is null;
create index credit_allocations_payment on credit_allocations (org_id, payment_id) where payment_id is not null;

create table refunds (
  org_id uuid not null references organisations,
  id uuid not null,
  client_id uuid not null,
  invoice_id uuid,
  payment_id uuid,
  branch_id uuid not null,
  shift_id uuid,
  amount bigint not null check (amount between 1 and 9999999999),
  method text not null check (method in ('CASH', 'CARD', 'BANK_TRANSFER', 'ONLINE')),
  reason text not null check (btrim(reason) <> ''),
  status text not null check (status in ('COMPLETED', 'REJECTED')),
  on_date date not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, invoice_id) references invoices on delete set null (invoice_id),
  foreign key (org_id, payment_id) references payments,
  foreign key (org_id, branch_id) references branches,
  foreign key (org_id, shift_id) references shifts,
  foreign key (org_id, created_by) references users
);
create index refunds_client on refunds (org_id, client_id, created_at desc);
create index refunds_invoice on refunds (org_id, invoice_id) where invoice_id is not null;

create table correction_documents (
  org_id uuid not null references organisations,
  id uuid not null,
  document_number text not null,
  kind text not null check (kind in ('PAYMENT_REVERSAL', 'VOID', 'REFUND')),
  client_id uuid not null,
  payment_id uuid,
  refund_id uuid,
  invoice_ids uuid[] not null,
  amount bigint not null check (amount >= 0),
  reason text not null check (btrim(reason) <> ''),
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, document_number),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, payment_id) references payments,
  foreign key (org_id, refund_id) references refunds,
  foreign key (org_id, created_by) references users
);
create index correction_documents_payment on correction_documents (org_id, payment_id) where payment_id is not null;

-- Double entry: one row moves an amount from one account to another, so every posting balances by its shape.
-- Money accounts are named MONEY:<method>; CREDIT is the client's free money (аванс), which the organisation owes.
create table ledger_transfers (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  operation_id uuid not null,
  debit text not null,
  credit text not null,
  amount bigint not null check (amount > 0),
  client_id uuid not null,
  invoice_id uuid,
  payment_id uuid,
  refund_id uuid,
  shift_id uuid,
  on_date date not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  check (debit in ('MONEY:CASH', 'MONEY:CARD', 'MONEY:BANK_TRANSFER', 'MONEY:ONLINE', 'CREDIT', 'RECEIVABLE',
    'REVENUE', 'VAT', 'OPENING')),
  check (credit in ('MONEY:CASH', 'MONEY:CARD', 'MONEY:BANK_TRANSFER', 'MONEY:ONLINE', 'CREDIT', 'RECEIVABLE',
    'REVENUE', 'VAT', 'OPENING')),
  check (debit <> credit)
);
create index ledger_transfers_client on ledger_transfers (org_id, client_id, id);
create index ledger_transfers_shift on ledger_transfers (org_id, shift_id) where shift_id is not null;
create index ledger_transfers_date on ledger_transfers (org_id, on_date);

create table closed_periods (
  org_id uuid not null references organisations,
  id uuid not null,
  action text not null check (action in ('CLOSE', 'REOPEN')),
  closed_through date,
  reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  -- The last posting made before this decision: whatever comes after it may not be dated inside the closed period.
  last_transfer_id bigint not null,
  primary key (org_id, id),
  foreign key (org_id, created_by) references users
);

-- One record for each operation, never changed, never deleted, chained by the seals below.
create table audit_log (
  org_id uuid not null references organisations,
  id uuid not null,
  operation text not null,
  entity_type text not null,
  entity_id uuid,
  entity_number text,
  client_id uuid,
  actor_id uuid not null,
  request_id text not null,
  reason text,
  input jsonb,
  before jsonb,
  after jsonb,
  at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (org_id, id)
);
create index audit_log_entity on audit_log (org_id, entity_id);
create index audit_log_at on audit_log (org_id, recorded_at desc);
create index audit_log_client on audit_log (org_id, client_id) where client_id is not null;

-- Records that wait for their seal; written with the record, so that sealing never holds up a payment.
create table audit_unsealed (
  org_id uuid not null references organisations,
  audit_id uuid not null,
  primary key (org_id, audit_id)
);

create table audit_seals (
  org_id uuid not null references organisations,
  sequence bigint not null,
  audit_id uuid not null,
  previous_hash text not null,
  hash text not null,
  sealed_at timestamptz not null,
  primary key (org_id, sequence),
  unique (org_id, audit_id)
);

create table idempotency_keys (
  org_id uuid not null references organisations,
  key text not null,
  operation text not null,
  input_hash text not null,
  response jsonb not null,
  created_at timestamptz not null,
  primary key (org_id, key)
);

-- The tenant: saldo.org is set with SET LOCAL at the start of each transaction; without it nothing is visible.
grant usage on schema public to saldo_app;
grant select, insert, update on logins, login_organisations to saldo_app;
grant delete on login_organisations to saldo_app;
grant select, insert, update on organisations, branches, clients, users, students, services, invoices, invoice_items,
  payments, credit_allocations, shifts, benefit_categories, api_keys, document_counters to saldo_app;
grant delete on clients, invoices, invoice_items to saldo_app;
grant select, insert, update, delete on sessions, contacts, student_trainers, service_prices, terms to saldo_app;
-- Append-only: nobody but the owner of the database may change or delete these rows.
grant select, insert on audit_log, audit_seals, invoice_audit_logs, ledger_transfers, refunds, correction_documents,
  closed_periods, shift_counts, idempotency_keys to saldo_app;
grant select, insert, delete on audit_unsealed to saldo_app;
grant select on invoice_status_history to saldo_app;

alter table organisations enable row level security;
create policy tenant on organisations using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table branches enable row level security;
create policy tenant on branches using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table benefit_categories enable row level security;
create policy tenant on benefit_categories using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table clients enable row level security;
create policy tenant on clients using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table users enable row level security;
create policy tenant on users using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table sessions enable row level security;
create policy tenant on sessions using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table api_keys enable row level security;
create policy tenant on api_keys using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table contacts enable row level security;
create policy tenant on contacts using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table students enable row level security;
create policy tenant on students using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table student_trainers enable row level security;
create policy tenant on student_trainers using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table services enable row level security;
create policy tenant on services using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table service_prices enable row level security;
create policy tenant on service_prices using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table terms enable row level security;
create policy tenant on terms using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table document_counters enable row level security;
create policy tenant on document_counters using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table invoices enable row level security;
create policy tenant on invoices using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table invoice_items enable row level security;
create policy tenant on invoice_items using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table invoice_audit_logs enable row level security;
create policy tenant on invoice_audit_logs using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table shifts enable row level security;
create policy tenant on shifts using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table shift_counts enable row level security;
create policy tenant on shift_counts using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table payments enable row level security;
create policy tenant on payments using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table credit_allocations enable row level security;
create policy tenant on credit_allocations using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table refunds enable row level security;
create policy tenant on refunds using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table correction_documents enable row level security;
create policy tenant on correction_documents using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table ledger_transfers enable row level security;
create policy tenant on ledger_transfers using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table closed_periods enable row level security;
create policy tenant on closed_periods using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table audit_log enable row level security;
create policy tenant on audit_log using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table audit_unsealed enable row level security;
create policy tenant on audit_unsealed using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table audit_seals enable row level security;
create policy tenant on audit_seals using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table idempotency_keys enable row level security;
create policy tenant on idempotency_keys using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
