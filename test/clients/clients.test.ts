import { describe, expect, test } from 'vitest';
import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { addContact, listContacts, removeContact } from '../../src/clients/contacts.ts';
import { clientEndpoints } from '../../src/clients/contract.ts';
import { getClient, listClients } from '../../src/clients/read-clients.ts';
import { createStudent } from '../../src/clients/students.ts';
import { changeClient, createClient, removeClient } from '../../src/clients/write-clients.ts';
import { uuidv7 } from '../../src/kernel/uuid.ts';
import { newWorld } from '../world.ts';
import { lastAudit, putInvoice, refusal, send } from './fixtures.ts';

const names = ({ clients }: { clients: { name: string }[] }) => clients.map(({ name }) => name);

describe('a client', () => {
  test('is created with a composed name and an E.164 phone, and read back', async () => {
    const world = await newWorld();
    const client = await send(world, createClient, {
      firstName: 'Алёна', lastName: 'Семёнова', phone: '8 978 845-13-64', inn: '500100732259', city: 'Ялта', notes: 'мама',
    });
    expect(client).toMatchObject({
      kind: 'PERSON', name: 'Семёнова Алёна', phone: '+79788451364', city: 'Ялта', notes: 'мама', balance: 0, due: 0,
      overdue: 0, isActive: true, benefitCategory: null,
    });
    expect(client.requisites.inn).toBe('500100732259');
    expect(await send(world, getClient, { id: client.id })).toEqual(client);
    expect(await lastAudit(world)).toMatchObject({ operation: 'client.create', entity_type: 'client', before: null,
      after: { kind: 'PERSON', firstName: 'Алёна', name: 'Семёнова Алёна', phone: '+79788451364' } });
    expect(clientEndpoints.get.result.encode(client)).toMatchObject({ balance: 0, createdAt: '2025-02-12T09:00:00Z' });
  });

  test('a wrong phone, requisite or no name refuses the whole request', async () => {
    const world = await newWorld();
    const refused = (wire: Record<string, unknown>, code: string) =>
      expect(send(world, createClient, wire)).rejects.toEqual(refusal(code));
    await refused({ firstName: 'А', phone: '123' }, 'PHONE_INVALID');
    await refused({ firstName: 'А', inn: '123' }, 'REQUISITE_INVALID');
    await refused({}, 'NAME_REQUIRED');
    expect((await send(world, listClients)).pagination.total).toBe(0);
  });

  test('changes field by field, and the audit keeps only what changed', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Алёна', city: 'Ялта', email: 'a@b.ru' });
    const changed = await send(world, changeClient, { id, lastName: 'Иванова', city: '', isActive: false });
    expect(changed).toMatchObject({ name: 'Иванова Алёна', city: null, email: 'a@b.ru', isActive: false });
    expect(await lastAudit(world)).toMatchObject({
      before: { lastName: null, name: 'Алёна', city: 'Ялта', isActive: true },
      after: { lastName: 'Иванова', name: 'Иванова Алёна', city: null, isActive: false },
    });
    expect(Object.keys((await lastAudit(world)).after as object)).toHaveLength(4);
    await expect(send(world, changeClient, { id: uuidv7(), city: 'Ялта' })).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('owes what is open on issued invoices; overdue is what was due before today', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Алёна' });
    await putInvoice(world, id, { total: 350_000, paid: 50_000, due: '2025-02-11' });
    await putInvoice(world, id, { total: 100_000, due: '2025-02-12' });
    await putInvoice(world, id, { total: 20_000, due: '2025-02-01', overdue: true });
    await putInvoice(world, id, { total: 7_000 });
    await putInvoice(world, id, { total: 900_000, paid: 900_000, due: '2025-01-01' });
    await putInvoice(world, id, { total: 800_000, due: '2025-01-01', draft: true });
    expect(await send(world, getClient, { id })).toMatchObject({ due: 427_000, overdue: 320_000 });
    expect((await send(world, listClients)).clients[0]).toMatchObject({ due: 427_000, overdue: 320_000 });
  });
});

describe('search', () => {
  test('finds every word somewhere in the client or its students, ё as е, phones by digits', async () => {
    const world = await newWorld();
    const mother = await send(world, createClient, {
      firstName: 'Алёна', lastName: 'Семёнова', phone: '+79788451364', email: 'Mama@Mail.ru', city: 'Ялта', cardNumber: 'K-77',
    });
    await send(world, createStudent, { clientId: mother.id, firstName: 'Пётр', lastName: 'Кузнецов' });
    await send(world, createClient, { kind: 'LEGAL', name: 'ООО «100%»', inn: '7707083893' });
    const found = async (q: string) => names(await send(world, listClients, { q }));
    for (const q of ['семен', 'АЛЕНА СЕМ', '8 (978) 845', '89788451364', 'mama@', 'ялт', 'k-77', 'кузнец', 'пЕТР ялта']) {
      expect([q, await found(q)]).toEqual([q, ['Семёнова Алёна']]);
    }
    expect(await found('100%')).toEqual(['ООО «100%»']);
    expect(await found('0770')).toEqual([]);
    expect(await found('7083')).toEqual(['ООО «100%»']);
    expect(await found('алена москва')).toEqual([]);
    expect(await found('')).toHaveLength(2);
  });

  test('pages and filters', async () => {
    const world = await newWorld();
    for (const firstName of ['Вера', 'анна', 'Борис']) await send(world, createClient, { firstName });
    const { id } = await send(world, createClient, { firstName: 'Глеб' });
    await send(world, changeClient, { id, isActive: false });
    const page = await send(world, listClients, { page: '2', limit: '2' });
    expect([names(page), page.pagination]).toEqual([['Вера', 'Глеб'], { total: 4, page: 2, limit: 2 }]);
    expect(names(await send(world, listClients, { active: 'true' }))).toEqual(['анна', 'Борис', 'Вера']);
    expect(names(await send(world, listClients, { active: 'false' }))).toEqual(['Глеб']);
    expect(await send(world, listClients, { page: '9' })).toMatchObject({ clients: [], pagination: { total: 4 } });
  });
});

describe('who sees and does what', () => {
  test('a client sees itself alone', async () => {
    const world = await newWorld();
    const own = await send(world, createClient, { firstName: 'Анна' });
    const other = await send(world, createClient, { firstName: 'Борис' });
    const actor = await world.as('CLIENT', { clientId: own.id });
    expect(names(await send(world, listClients, {}, { actor }))).toEqual(['Анна']);
    expect(await send(world, getClient, { id: own.id }, { actor })).toMatchObject({ id: own.id });
    await expect(send(world, getClient, { id: other.id }, { actor })).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(send(world, listContacts, { id: other.id }, { actor })).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(send(world, changeClient, { id: own.id, city: 'Я' }, { actor })).rejects.toEqual(refusal('FORBIDDEN'));
    const trainer = await world.as('TRAINER');
    await expect(send(world, listClients, {}, { actor: trainer })).rejects.toEqual(refusal('FORBIDDEN'));
  });

  test('another organisation does not exist', async () => {
    const [world, other] = await Promise.all([newWorld(), newWorld()]);
    const { id } = await send(world, createClient, { firstName: 'Анна' });
    await expect(send(other, getClient, { id })).rejects.toEqual(refusal('NOT_FOUND'));
  });
});

describe('deletion (C-08)', () => {
  test('an empty client goes with its contacts and drafts', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Анна' });
    await send(world, addContact, { id, name: 'Дед' });
    await putInvoice(world, id, { total: 100, draft: true });
    expect(await send(world, removeClient, { id })).toEqual({ deleted: true, client: null });
    await expect(send(world, getClient, { id })).rejects.toEqual(refusal('NOT_FOUND'));
  });

  test('a client with an issued invoice or a student is switched off instead', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Анна' });
    await putInvoice(world, id, { total: 100 });
    expect(await send(world, removeClient, { id })).toMatchObject({ deleted: false, client: { id, isActive: false } });
    const parent = await send(world, createClient, { firstName: 'Борис' });
    await send(world, createStudent, { clientId: parent.id, firstName: 'Петя' });
    expect(await send(world, removeClient, { id: parent.id })).toMatchObject({ deleted: false });
  });

  test('only an administrator deletes', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Анна' });
    const actor = await world.as('MANAGER');
    await expect(send(world, removeClient, { id }, { actor })).rejects.toEqual(refusal('FORBIDDEN'));
  });
});

describe('contacts', () => {
  test('are added, listed and removed', async () => {
    const world = await newWorld();
    const { id } = await send(world, createClient, { firstName: 'Анна' });
    const contact = await send(world, addContact, { id, name: 'Дед', relation: 'дед', phone: '89788451364' });
    expect(contact).toMatchObject({ clientId: id, phone: '+79788451364', email: null });
    expect(await send(world, listContacts, { id })).toEqual({ contacts: [contact] });
    await expect(send(world, addContact, { id, name: 'Дед', phone: '1' })).rejects.toEqual(refusal('PHONE_INVALID'));
    await expect(send(world, addContact, { id: uuidv7(), name: 'Дед' })).rejects.toEqual(refusal('NOT_FOUND'));
    const stranger = await send(world, createClient, { firstName: 'Борис' });
    const wrong = { id: stranger.id, contactId: contact.id };
    await expect(send(world, removeContact, wrong)).rejects.toEqual(refusal('NOT_FOUND'));
    expect(await send(world, removeContact, { id, contactId: contact.id })).toEqual({ deleted: true });
    expect(await send(world, listContacts, { id })).toEqual({ contacts: [] });
  });
});

test('a benefit is given with its document and filters the list', async () => {
  const world = await newWorld();
  const category = await send(world, createBenefitCategory, { name: 'Многодетная семья', discountPercent: 30, requiresDocument: true });
  const wire = { firstName: 'Анна', benefitCategoryId: category.id };
  await expect(send(world, createClient, wire)).rejects.toEqual(refusal('BENEFIT_DOCUMENT_REQUIRED'));
  const client = await send(world, createClient, { ...wire, benefitDocumentNumber: '7', benefitDocumentDate: '2025-01-09' });
  expect(client.benefitCategory).toEqual({ id: category.id, name: 'Многодетная семья', discountPercent: 3000 });
  await send(world, createClient, { firstName: 'Борис' });
  expect(names(await send(world, listClients, { benefitCategoryId: category.id }))).toEqual(['Анна']);
  const unknown = { firstName: 'Вера', benefitCategoryId: uuidv7() };
  await expect(send(world, createClient, unknown)).rejects.toEqual(refusal('NOT_FOUND'));
});
