-- Passes, groups and their schedule, trainings, charges, rentals, reservations, jobs and notices.
-- Sessions are whole numbers; money is whole kopecks; the local date of an event is kept beside its instant.

create extension if not exists btree_gist;

create table rooms (
  org_id uuid not null references organisations,
  id uuid not null,
  branch_id uuid,
  name text not null check (btrim(name) <> ''),
  capacity integer check (capacity > 0),
  hourly_rate bigint not null default 0 check (hourly_rate between 0 and 9999999999),
  -- Whether a rental of this room bills itself; the organisation decides when it is null (C-54).
  auto_create_invoice boolean,
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name),
  foreign key (org_id, branch_id) references branches
);

create table groups (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  branch_id uuid,
  room_id uuid,
  trainer_id uuid,
  capacity integer check (capacity > 0),
  single_price bigint check (single_price between 0 and 9999999999),
  -- A trial visit costs this; nothing when null.
  trial_price bigint check (trial_price between 0 and 9999999999),
  -- How long before the start a cancellation is safe; the organisation decides when it is null.
  safe_minutes integer check (safe_minutes between 0 and 43200),
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name),
  foreign key (org_id, branch_id) references branches,
  foreign key (org_id, room_id) references rooms,
  foreign key (org_id, trainer_id) references users
);

create table group_members (
  org_id uuid not null references organisations,
  group_id uuid not null,
  student_id uuid not null,
  status text not null check (status in ('ACTIVE', 'WAITING', 'EXPELLED', 'LEFT')),
  -- When the present status began; the waiting list is served in this order.
  since timestamptz not null,
  primary key (org_id, group_id, student_id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, student_id) references students
);
create index group_members_student on group_members (org_id, student_id);

-- A line of the weekly schedule. It makes trainings; an edit for "this and following" ends it and begins another.
create table schedule_slots (
  org_id uuid not null references organisations,
  id uuid not null,
  group_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  start_time text not null check (start_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  room_id uuid,
  trainer_id uuid,
  title text check (btrim(title) <> ''),
  capacity integer check (capacity > 0),
  price bigint check (price between 0 and 9999999999),
  valid_from date not null,
  -- A line that was removed before its first day has no day at all.
  valid_until date check (valid_until >= valid_from - 1),
  -- Days whose training was deleted: it is not made again.
  skipped_dates date[] not null default '{}',
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, room_id) references rooms,
  foreign key (org_id, trainer_id) references users
);
create index schedule_slots_group on schedule_slots (org_id, group_id);

create table trainings (
  org_id uuid not null references organisations,
  id uuid not null,
  group_id uuid,
  slot_id uuid,
  -- The day of the slot that this training stands for, also after it was moved to another day.
  slot_date date,
  title text not null check (btrim(title) <> ''),
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  room_id uuid,
  trainer_id uuid,
  capacity integer check (capacity > 0),
  price bigint check (price between 0 and 9999999999),
  safe_minutes integer check (safe_minutes between 0 and 43200),
  status text not null check (status in ('PLANNED', 'CANCELLED')),
  cancelled_at timestamptz,
  cancelled_by uuid,
  cancel_reason text,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, slot_id) references schedule_slots,
  foreign key (org_id, room_id) references rooms,
  foreign key (org_id, trainer_id) references users,
  foreign key (org_id, cancelled_by) references users,
  check (ends_at > starts_at),
  check ((slot_id is null) = (slot_date is null)),
  check ((status = 'CANCELLED') = (cancelled_at is not null))
);
create unique index trainings_one_per_slot on trainings (org_id, slot_id, slot_date) where slot_id is not null;
create index trainings_date on trainings (org_id, on_date, starts_at, id);
create index trainings_group on trainings (org_id, group_id, starts_at) where group_id is not null;
create index trainings_trainer on trainings (org_id, trainer_id, starts_at) where trainer_id is not null;

-- Who has a room when: trainings and rentals share it, so that neither can be put over the other (I-40).
create table room_bookings (
  org_id uuid not null references organisations,
  id uuid not null,
  room_id uuid not null,
  training_id uuid,
  rental_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, room_id) references rooms,
  foreign key (org_id, training_id) references trainings,
  check (ends_at > starts_at),
  check ((training_id is null) <> (rental_id is null)),
  constraint room_bookings_no_overlap
    exclude using gist (org_id with =, room_id with =, tstzrange(starts_at, ends_at) with &&)
);
create unique index room_bookings_training on room_bookings (org_id, training_id) where training_id is not null;
create unique index room_bookings_rental on room_bookings (org_id, rental_id) where rental_id is not null;

create table training_participants (
  org_id uuid not null references organisations,
  training_id uuid not null,
  student_id uuid not null,
  kind text not null check (kind in ('REGULAR', 'TRIAL', 'FREE')),
  status text not null check (status in ('BOOKED', 'WAITING', 'CANCELLED')),
  -- When the present status began; the waiting list is served in this order.
  since timestamptz not null,
  cancel_label text check (cancel_label in ('SAFE', 'FINE')),
  cancel_reason text,
  cancelled_by uuid,
  primary key (org_id, training_id, student_id),
  foreign key (org_id, training_id) references trainings,
  foreign key (org_id, student_id) references students,
  foreign key (org_id, cancelled_by) references users,
  check ((status = 'CANCELLED') = (cancel_label is not null))
);
create index training_participants_student on training_participants (org_id, student_id, training_id);

create table attendance (
  org_id uuid not null references organisations,
  id uuid not null,
  training_id uuid not null,
  student_id uuid not null,
  status text not null check (status in ('PRESENT', 'ABSENT')),
  marked_by uuid not null,
  marked_at timestamptz not null,
  primary key (org_id, training_id, student_id),
  foreign key (org_id, training_id) references trainings,
  foreign key (org_id, student_id) references students,
  foreign key (org_id, marked_by) references users
);

create table subscription_types (
  org_id uuid not null references organisations,
  id uuid not null,
  name text not null check (btrim(name) <> ''),
  price bigint not null check (price between 0 and 9999999999),
  vat text not null default 'NONE' check (vat in ('STANDARD', 'VAT_10', 'VAT_7', 'VAT_5', 'VAT_0', 'NONE')),
  -- Unlimited when null.
  sessions_per_period integer check (sessions_per_period between 1 and 10000),
  period_months integer not null default 1 check (period_months between 1 and 60),
  write_off_timing text not null default 'ON_USE' check (write_off_timing in ('ON_SALE', 'ON_USE')),
  -- The groups that passes of this type cover; every group when null.
  group_ids uuid[],
  is_active boolean not null default true,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, name)
);

-- A pass. What it was sold with is copied, so that a change of its type changes no pass already sold (I-29).
create table subscriptions (
  org_id uuid not null references organisations,
  id uuid not null,
  client_id uuid not null,
  student_id uuid not null,
  subscription_type_id uuid not null,
  group_id uuid,
  -- The groups it covers; every group when null.
  group_ids uuid[],
  name text not null,
  status text not null check (status in ('PENDING', 'ACTIVE', 'EXPIRED', 'CANCELLED')),
  sessions_per_period integer,
  period_months integer not null check (period_months > 0),
  original_price bigint not null check (original_price >= 0),
  paid_price bigint not null default 0 check (paid_price >= 0),
  purchased_on date not null,
  start_date date not null,
  end_date date not null check (end_date >= start_date),
  -- Period n is [anchor + (n − anchor_number) periods, one day before the next), moved by the frozen days (C-31).
  anchor_date date not null,
  anchor_number integer not null default 0,
  period_number integer not null default 0 check (period_number >= anchor_number),
  shifted_days integer not null default 0 check (shifted_days >= 0),
  freeze_start date,
  freeze_end date check (freeze_end >= freeze_start),
  -- The sum of its movements; null when unlimited.
  sessions_left integer check (sessions_left >= 0),
  cancelled_at timestamptz,
  cancel_reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, student_id) references students,
  foreign key (org_id, subscription_type_id) references subscription_types,
  foreign key (org_id, group_id) references groups,
  foreign key (org_id, created_by) references users,
  check ((freeze_start is null) = (freeze_end is null)),
  check ((sessions_per_period is null) = (sessions_left is null)),
  check ((status = 'CANCELLED') = (cancelled_at is not null)),
  constraint subscriptions_period check (end_date =
    ((anchor_date + (period_months * (period_number - anchor_number + 1)) * interval '1 month')::date - 1 + shifted_days))
);
create index subscriptions_client on subscriptions (org_id, client_id);
create index subscriptions_student on subscriptions (org_id, student_id, end_date);
create index subscriptions_ending on subscriptions (org_id, end_date) where status = 'ACTIVE';

alter table invoices add column period_number integer;
alter table invoices add foreign key (org_id, subscription_id) references subscriptions;
alter table invoices add foreign key (org_id, training_id) references trainings;
create unique index invoices_one_renewal on invoices (org_id, subscription_id, period_number)
  where purpose = 'RENEWAL' and status <> 'CANCELLED';
-- A refunded invoice stays as it is; its visit may be charged again.
create unique index invoices_one_per_visit on invoices (org_id, student_id, training_id)
  where purpose in ('TRAINING', 'ABSENCE', 'FINE') and status <> 'CANCELLED' and refunded_amount = 0;
create unique index invoices_one_per_rental on invoices (org_id, rental_id)
  where purpose = 'RENTAL' and status <> 'CANCELLED';
alter table invoice_items add foreign key (org_id, subscription_type_id) references subscription_types
  on delete set null (subscription_type_id);
alter table invoice_items add foreign key (org_id, room_id) references rooms on delete set null (room_id);

-- The only truth about sessions: grants, charges, returns, expiry, corrections. Nothing is ever changed here (C-34).
create table session_movements (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  subscription_id uuid not null,
  item_id uuid,
  training_id uuid,
  student_id uuid not null,
  kind text not null check (kind in ('GRANT', 'CHARGE', 'RETURN', 'EXPIRE', 'CORRECT')),
  delta integer not null,
  reason text not null,
  operation_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, subscription_id) references subscriptions,
  foreign key (org_id, item_id) references invoice_items on delete set null (item_id),
  foreign key (org_id, training_id) references trainings,
  foreign key (org_id, student_id) references students
);
create index session_movements_subscription on session_movements (org_id, subscription_id, id);
create index session_movements_item on session_movements (org_id, item_id) where item_id is not null;

-- What happened to a pass besides its sessions: sold, activated, suspended, renewed, frozen, ended, expired, cancelled.
create table subscription_events (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  subscription_id uuid not null,
  kind text not null check (kind in ('SOLD', 'ACTIVATED', 'SUSPENDED', 'RENEWED', 'RESTARTED', 'FROZEN', 'UNFROZEN',
    'ENDED', 'EXPIRED', 'CANCELLED')),
  on_date date not null,
  end_date date not null,
  -- Sessions left at that moment and what they are worth; the value of what expires unused.
  sessions_left integer,
  value bigint,
  invoice_id uuid,
  details jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, subscription_id) references subscriptions
);
create index subscription_events_subscription on subscription_events (org_id, subscription_id, id);
create unique index subscription_events_one_end on subscription_events (org_id, subscription_id, end_date)
  where kind = 'ENDED';

-- What a visit cost, once: the night, the mark and the late cancellation all look here first (C-41, I-10).
create table training_charges (
  org_id uuid not null references organisations,
  id uuid not null,
  training_id uuid not null,
  student_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('SESSION', 'INVOICE')),
  label text not null check (label in ('NORMAL', 'ABSENCE', 'FINE')),
  cause text not null check (cause in ('NIGHT', 'ATTENDANCE', 'CANCELLATION', 'MANUAL')),
  subscription_id uuid,
  item_id uuid,
  invoice_id uuid,
  state text not null check (state in ('ACTIVE', 'REVERSED')),
  operation_id uuid not null,
  charged_at timestamptz not null,
  reversed_at timestamptz,
  reversal_reason text,
  primary key (org_id, id),
  foreign key (org_id, training_id) references trainings,
  foreign key (org_id, student_id) references students,
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, subscription_id) references subscriptions,
  foreign key (org_id, item_id) references invoice_items on delete set null (item_id),
  foreign key (org_id, invoice_id) references invoices on delete set null (invoice_id),
  check ((kind = 'SESSION') = (subscription_id is not null)),
  check ((state = 'REVERSED') = (reversed_at is not null)),
  check ((reversed_at is null) = (reversal_reason is null))
);
create unique index training_charges_one_active on training_charges (org_id, training_id, student_id)
  where state = 'ACTIVE';
create index training_charges_client on training_charges (org_id, client_id);
create index training_charges_subscription on training_charges (org_id, subscription_id)
  where subscription_id is not null;
create index training_charges_invoice on training_charges (org_id, invoice_id) where invoice_id is not null;

create table rentals (
  org_id uuid not null references organisations,
  id uuid not null,
  room_id uuid not null,
  client_id uuid not null,
  status text not null check (status in ('PLANNED', 'CONFIRMED', 'CANCELLED')),
  event_type text,
  on_date date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  minutes integer not null check (minutes > 0),
  hourly_rate bigint not null check (hourly_rate >= 0),
  price bigint not null check (price >= 0),
  discount_amount bigint not null default 0 check (discount_amount between 0 and price),
  total_price bigint not null,
  auto_create_invoice boolean not null,
  notes text,
  cancelled_at timestamptz,
  cancel_reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, room_id) references rooms,
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, created_by) references users,
  check (ends_at > starts_at),
  check (total_price = price - discount_amount),
  check ((status = 'CANCELLED') = (cancelled_at is not null))
);
create index rentals_client on rentals (org_id, client_id);
create index rentals_date on rentals (org_id, on_date);
alter table invoices add foreign key (org_id, rental_id) references rentals;
alter table room_bookings add foreign key (org_id, rental_id) references rentals;

-- What was used up of a service that is written off on use, other than the sessions of a pass (S2-152).
create table item_write_offs (
  org_id uuid not null references organisations,
  id uuid not null,
  item_id uuid not null,
  client_id uuid not null,
  kind text not null check (kind in ('COWORKING', 'OTHER')),
  quantity bigint not null check (quantity > 0),
  on_date date not null,
  notes text,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, item_id) references invoice_items on delete cascade,
  foreign key (org_id, client_id) references clients,
  foreign key (org_id, created_by) references users
);
create index item_write_offs_item on item_write_offs (org_id, item_id);
create unique index item_write_offs_one_coworking_day on item_write_offs (org_id, client_id, on_date)
  where kind = 'COWORKING';

create table reservations (
  org_id uuid not null references organisations,
  id uuid not null,
  student_id uuid not null,
  term_id uuid not null,
  status text not null check (status in ('ACTIVE', 'RELEASED', 'EXPIRED')),
  invoice_id uuid,
  notes text,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, student_id) references students,
  foreign key (org_id, term_id) references terms,
  foreign key (org_id, invoice_id) references invoices on delete set null (invoice_id),
  foreign key (org_id, created_by) references users
);
create index reservations_student on reservations (org_id, student_id);
create table reservation_items (
  org_id uuid not null references organisations,
  id uuid not null,
  reservation_id uuid not null,
  service_id uuid not null,
  quantity bigint not null check (quantity > 0),
  primary key (org_id, id),
  foreign key (org_id, reservation_id) references reservations on delete cascade,
  foreign key (org_id, service_id) references services
);
create index reservation_items_reservation on reservation_items (org_id, reservation_id);

-- One row for each time a job ran, or should have run and did not.
create table job_runs (
  org_id uuid not null references organisations,
  id uuid not null,
  job text not null,
  -- The local date for which the job ran: the night of the 15th charges the trainings of the 16th.
  for_date date not null,
  cause text not null check (cause in ('SCHEDULE', 'HAND', 'CLOCK')),
  status text not null check (status in ('RUNNING', 'DONE', 'FAILED', 'MISSED')),
  started_at timestamptz not null,
  finished_at timestamptz,
  duration_ms integer,
  started_by uuid not null,
  metrics jsonb not null default '{}',
  errors jsonb not null default '[]',
  primary key (org_id, id),
  foreign key (org_id, started_by) references users,
  check ((status = 'RUNNING') = (finished_at is null))
);
create index job_runs_job on job_runs (org_id, job, for_date);
create index job_runs_started on job_runs (org_id, started_at desc);
-- What a process that was killed left behind.
create index job_runs_running on job_runs (org_id, job) where status = 'RUNNING';

-- What the night decided about every participant, and why; written with the charge itself.
create table night_decisions (
  org_id uuid not null references organisations,
  id bigint generated always as identity,
  run_id uuid not null,
  training_id uuid not null,
  student_id uuid not null,
  decision text not null check (decision in ('SESSION', 'INVOICE', 'SKIPPED', 'ERROR')),
  reason text not null,
  details jsonb,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, run_id) references job_runs
);
create index night_decisions_run on night_decisions (org_id, run_id, id);

-- What somebody has to be told: written in the business transaction, delivered after the commit (C-62).
create table notices (
  org_id uuid not null references organisations,
  id uuid not null,
  kind text not null,
  level text not null check (level in ('INFO', 'WARNING', 'ERROR')),
  -- A family is told through its client; STAFF are administrators and, for some kinds, managers.
  audience text not null check (audience in ('CLIENT', 'ADMINS', 'OFFICE')),
  client_id uuid,
  params jsonb not null default '{}',
  entity_type text,
  entity_id uuid,
  -- A notice with a key is written once, however often its cause is seen.
  once_key text,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, client_id) references clients on delete cascade,
  check ((audience = 'CLIENT') = (client_id is not null))
);
create unique index notices_once on notices (org_id, once_key) where once_key is not null;
create index notices_client on notices (org_id, client_id, created_at desc) where client_id is not null;
create index notices_staff on notices (org_id, created_at desc) where client_id is null;
-- Notices whose deliveries are still to be planned.
create table notices_unplanned (
  org_id uuid not null references organisations,
  notice_id uuid not null,
  primary key (org_id, notice_id),
  foreign key (org_id, notice_id) references notices on delete cascade
);

create table notice_deliveries (
  org_id uuid not null references organisations,
  id uuid not null,
  notice_id uuid not null,
  channel text not null check (channel in ('EMAIL', 'SMS', 'TELEGRAM')),
  address text not null,
  language text not null check (language in ('ru', 'en')),
  status text not null check (status in ('PENDING', 'SENT', 'FAILED')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null,
  sent_at timestamptz,
  error text,
  provider_message_id text,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, notice_id) references notices on delete cascade,
  check ((status = 'SENT') = (sent_at is not null))
);
create index notice_deliveries_notice on notice_deliveries (org_id, notice_id);
create index notice_deliveries_due on notice_deliveries (org_id, next_attempt_at) where status = 'PENDING';

create table notice_reads (
  org_id uuid not null references organisations,
  notice_id uuid not null,
  user_id uuid not null,
  read_at timestamptz not null,
  primary key (org_id, notice_id, user_id),
  foreign key (org_id, notice_id) references notices on delete cascade,
  foreign key (org_id, user_id) references users
);

-- The organisation's own wording; without a row the program's own is used.
create table notice_templates (
  org_id uuid not null references organisations,
  kind text not null,
  language text not null check (language in ('ru', 'en')),
  subject text not null,
  body text not null,
  updated_by uuid not null,
  updated_at timestamptz not null,
  primary key (org_id, kind, language),
  foreign key (org_id, updated_by) references users
);

-- How a client wants to be told. Without a row: every channel of the organisation, at any hour, in Russian.
create table notice_preferences (
  org_id uuid not null references organisations,
  client_id uuid not null,
  language text not null default 'ru' check (language in ('ru', 'en')),
  email boolean not null default true,
  sms boolean not null default true,
  telegram boolean not null default true,
  quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_until text check (quiet_until ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  primary key (org_id, client_id),
  foreign key (org_id, client_id) references clients on delete cascade,
  check ((quiet_from is null) = (quiet_until is null))
);

grant select, insert, update on rooms, groups, group_members, schedule_slots, trainings, training_participants,
  subscription_types, subscriptions, training_charges, rentals, reservations, job_runs, notice_deliveries,
  notice_preferences to saldo_app;
grant select, insert, update, delete on room_bookings, attendance, reservation_items, notice_templates to saldo_app;
grant delete on trainings, training_participants, schedule_slots, reservations to saldo_app;
-- Append-only: the books of sessions and what was said.
grant select, insert on session_movements, subscription_events, item_write_offs, night_decisions, notices,
  notice_reads to saldo_app;
-- A planner of deliveries locks its rows, so that another passes them by; that takes the right to update.
grant select, insert, update, delete on notices_unplanned to saldo_app;
-- Old answers to repeated requests are forgotten by a job.
grant delete on idempotency_keys to saldo_app;

alter table rooms enable row level security;
create policy tenant on rooms using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table groups enable row level security;
create policy tenant on groups using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table group_members enable row level security;
create policy tenant on group_members using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table schedule_slots enable row level security;
create policy tenant on schedule_slots using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table trainings enable row level security;
create policy tenant on trainings using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table room_bookings enable row level security;
create policy tenant on room_bookings using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table training_participants enable row level security;
create policy tenant on training_participants using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table attendance enable row level security;
create policy tenant on attendance using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table subscription_types enable row level security;
create policy tenant on subscription_types using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table subscriptions enable row level security;
create policy tenant on subscriptions using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table session_movements enable row level security;
create policy tenant on session_movements using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table subscription_events enable row level security;
create policy tenant on subscription_events using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table training_charges enable row level security;
create policy tenant on training_charges using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table rentals enable row level security;
create policy tenant on rentals using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table item_write_offs enable row level security;
create policy tenant on item_write_offs using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table reservations enable row level security;
create policy tenant on reservations using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table reservation_items enable row level security;
create policy tenant on reservation_items using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table job_runs enable row level security;
create policy tenant on job_runs using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table night_decisions enable row level security;
create policy tenant on night_decisions using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notices enable row level security;
create policy tenant on notices using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notices_unplanned enable row level security;
create policy tenant on notices_unplanned using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notice_deliveries enable row level security;
create policy tenant on notice_deliveries using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notice_reads enable row level security;
create policy tenant on notice_reads using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notice_templates enable row level security;
create policy tenant on notice_templates using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
alter table notice_preferences enable row level security;
create policy tenant on notice_preferences using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);
