import { requireClient } from './load-client.ts';
import { contactEndpoints } from './contract.ts';
import { phoneOf, tidyLine } from './rules.ts';
import { deleteContact, insertContact, isErased, loadContacts, lockClients } from './store.ts';
import { statedFacts } from '../kernel/changes.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const lineOrNull = (text: string | null | undefined): string | null => (text ? tidyLine(text) : null);

export const listContacts = reading(contactEndpoints.list, async (context, { id }) => {
  await requireClient(context, id);
  return { contacts: await loadContacts(context, id) };
});

export const addContact = operation(contactEndpoints.create, async (context, { id: clientId, ...input }) => {
  await lockClients(context, [clientId]);
  refuseUnless(!await isErased(context, clientId), 'PERSON_ERASED');
  const name = tidyLine(input.name);
  refuseUnless(name, 'NAME_REQUIRED');
  const facts = { name, relation: lineOrNull(input.relation), phone: phoneOf(input.phone), email: lineOrNull(input.email) };
  const contact = { id: uuidv7(), clientId, ...facts, createdAt: context.now };
  await insertContact(context, contact);
  return { result: contact, audit: { entityType: 'contact', entityId: contact.id, clientId, after: statedFacts(facts) } };
});

export const removeContact = operation(contactEndpoints.remove, async (context, { id: clientId, contactId }) => {
  const removed = await deleteContact(context, clientId, contactId);
  refuseUnless(removed, 'NOT_FOUND');
  const { name, relation, phone, email } = removed;
  return {
    result: { deleted: true },
    audit: { entityType: 'contact', entityId: contactId, clientId, before: statedFacts({ name, relation, phone, email }) },
  };
});
