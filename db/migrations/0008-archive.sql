-- A person whose data were erased: shown as «Клиент удалён № …» from then on.
alter table clients add column erased_at timestamptz, add column erased_number integer,
  add constraint clients_erased check ((erased_at is null) = (erased_number is null)),
  add constraint clients_erased_number unique (org_id, erased_number);

-- What was taken out of the audit trail: the digest that the chain sealed, and that of the record as it stands now.
create table audit_redactions (
  org_id uuid not null references organisations,
  audit_id uuid not null,
  -- A record that names two people is redacted for each of them.
  round integer not null check (round > 0),
  digest text not null,
  redacted_digest text not null,
  -- The audit record of the erasure, whose own seal covers these digests.
  erased_by uuid not null,
  primary key (org_id, audit_id, round),
  foreign key (org_id, audit_id) references audit_log
);
create index audit_redactions_erasure on audit_redactions (org_id, erased_by);
grant select, insert on audit_redactions to saldo_app;
alter table audit_redactions enable row level security;
create policy tenant on audit_redactions using (org_id = nullif(current_setting('saldo.org', true), '')::uuid);

-- An import is made by a user, a user may be of a client, and a client may come from an import: an organisation is loaded
-- from its archive with these two looked at in the end. Everywhere else they are looked at at once, as before.
alter table clients alter constraint clients_org_id_import_id_fkey deferrable initially immediate;
alter table students alter constraint students_org_id_import_id_fkey deferrable initially immediate;
