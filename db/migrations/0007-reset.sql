-- What is deleted by a reset of invoices is looked for by these: without them each deleted row reads the whole table.
drop index credit_allocations_invoice;
create index credit_allocations_invoice on credit_allocations (org_id, invoice_id);
create index training_charges_item on training_charges (org_id, item_id) where item_id is not null;
create index reservations_invoice on reservations (org_id, invoice_id) where invoice_id is not null;
