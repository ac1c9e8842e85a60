/** What is said, to whom, and in whose words. */
import { describe, expect, test } from 'vitest';
import { deliverAll } from '../../src/notices/deliver.ts';
import { markAllNoticesRead, markNoticeRead } from '../../src/notices/mark-read.ts';
import { getPreferences, setPreferences } from '../../src/notices/preferences.ts';
import { listNotices } from '../../src/notices/read-notices.ts';
import { type NewNotice, notify } from '../../src/notices/store.ts';
import { listTemplates, previewTemplate, resetTemplate, setTemplate } from '../../src/notices/templates.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { ask, expectRefused, newClient } from '../money-fixtures.ts';
import { type CallOptions, type World, neighbourOf, newWorld } from '../world.ts';
import { countOf, deliveries, issued, missedNight, newMail, overdueForOffice, tell } from './telling.ts';

const list = async (world: World, options?: CallOptions, wire = {}) => (await ask(world, listNotices, wire, options)).notices;
const kinds = async (world: World, options?: CallOptions, wire = {}) =>
  (await list(world, options, wire)).map(({ kind }) => kind);

describe('saying', () => {
  test('C-62: what is rolled back was never said', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    const now = Temporal.Instant.from('2025-02-12T09:00:00Z');
    const attempt = inTransaction(world.database, world.orgId, 'write', async (tx) => {
      await notify({ tx, orgId: world.orgId, now }, [issued(clientId)]);
      throw new Error('the business failed');
    });
    await expect(attempt).rejects.toThrow('the business failed');
    expect([await countOf(world, 'notices'), await countOf(world, 'notices_unplanned')]).toEqual([0, 0]);
    await tell(world, [issued(clientId)]);
    expect([await countOf(world, 'notices'), await countOf(world, 'notices_unplanned')]).toEqual([1, 1]);
  });

  test('a notice with a key is said once, in one breath, again later, and by two at once', async () => {
    const world = await newWorld();
    const once: NewNotice = { ...missedNight, onceKey: 'night-missed 2025-02-11' };
    await tell(world, [once, once, missedNight]);
    await tell(world, [once]);
    expect(await countOf(world, 'notices')).toBe(2);
    const other: NewNotice = { ...missedNight, onceKey: 'night-missed 2025-02-12' };
    await Promise.all(Array.from({ length: 4 }, () => tell(world, [other])));
    expect([await countOf(world, 'notices'), await countOf(world, 'notices_unplanned')]).toEqual([3, 3]);
    const neighbour = await neighbourOf(world);
    await tell(neighbour, [once]);
    expect(await countOf(neighbour, 'notices'), 'a key belongs to its organisation').toBe(1);
  });

  test('thousands are one statement, and nothing is none', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    await tell(world, []);
    await tell(world, Array.from({ length: 5000 }, (_, index) => issued(clientId, `INV-2025-${index}`)));
    expect(await countOf(world, 'notices_unplanned')).toBe(5000);
    await deliverAll(world.database, undefined);
    expect(await countOf(world, 'notices_unplanned')).toBe(0);
  });
});

describe('NTC-5: reading', () => {
  test('each role sees what is said to it, rendered in its language', async () => {
    const world = await newWorld();
    const [ours, theirs] = [await newClient(world), await newClient(world)];
    await tell(world, [missedNight, overdueForOffice, issued(ours, 'INV-2025-00001'), issued(theirs, 'INV-2025-00002')]);
    const client = await world.as('CLIENT', { clientId: ours });
    expect((await kinds(world)).toSorted()).toEqual(['invoice-overdue-office', 'night-missed']);
    expect(await kinds(world, { actor: await world.as('MANAGER') })).toEqual(['invoice-overdue-office']);
    expect(await kinds(world, { actor: await world.as('ACCOUNTANT') })).toEqual(['invoice-overdue-office']);
    expect(await kinds(world, { actor: await world.as('TRAINER') })).toEqual([]);
    expect(await list(world, { actor: client, language: 'en' })).toMatchObject([
      { subject: 'Invoice INV-2025-00001', level: 'INFO', readAt: null, createdAt: '2025-02-12T09:00:00Z' }]);
    expect(await kinds(world, { actor: client }, { clientId: theirs })).toEqual([]);
    expect(await list(world, { actor: client }, { clientId: ours })).not.toMatchObject([{ deliveries: [] }]);
  });

  test('the office sees what a client was told and whether it arrived', async () => {
    const world = await newWorld({ settings: { 'notify.channels': ['EMAIL'] } });
    const clientId = await newClient(world, { email: 'anna@example.ru' });
    await tell(world, [issued(clientId)]);
    const { fake, mail } = await newMail();
    fake.setMode('unknown');
    await deliverAll(world.database, mail);
    const [told] = await list(world, { actor: await world.as('MANAGER') }, { clientId });
    expect(told).toMatchObject({ kind: 'invoice-issued', clientId, subject: 'Счет INV-2025-00123' });
    expect(told!.deliveries).toMatchObject([
      { channel: 'EMAIL', address: 'anna@example.ru', status: 'FAILED', attempts: 1, sentAt: null }]);
    expect(told!.deliveries![0]!.error).toContain('550');
  });

  test('what is read is read by one reader, once; a foreign notice is not found', async () => {
    const world = await newWorld();
    const [ours, theirs] = [await newClient(world), await newClient(world)];
    await tell(world, [overdueForOffice, overdueForOffice, missedNight, issued(ours), issued(theirs)]);
    const [manager, client] = [await world.as('MANAGER'), await world.as('CLIENT', { clientId: ours })];
    const [first] = await list(world, { actor: manager });
    await ask(world, markNoticeRead, { id: first!.id }, { actor: manager });
    await world.setClock('2025-02-12T10:00:00Z');
    expect(await ask(world, markNoticeRead, { id: first!.id }, { actor: manager }))
      .toEqual({ id: first!.id, readAt: '2025-02-12T09:00:00Z' });
    expect(await list(world, { actor: manager }, { unread: 'true' })).toHaveLength(1);
    expect(await list(world, undefined, { unread: 'true' })).toHaveLength(3);
    expect(await ask(world, markAllNoticesRead, {}, { actor: manager })).toEqual({ read: 1 });
    expect(await ask(world, markAllNoticesRead, {}, { actor: manager })).toEqual({ read: 0 });
    expect(await ask(world, markAllNoticesRead, {}, { actor: client })).toEqual({ read: 1 });
    const [missed] = (await list(world)).filter(({ kind }) => kind === 'night-missed');
    const [foreign] = await list(world, undefined, { clientId: theirs });
    const refuse = (id: string, options: CallOptions) =>
      expectRefused(world, () => ask(world, markNoticeRead, { id }, options), 'NOT_FOUND');
    await refuse(missed!.id, { actor: manager });
    await refuse(foreign!.id, { actor: client });
    await refuse(first!.id, { actor: client });
    expect(await list(world, { actor: client }, { unread: 'true' })).toEqual([]);
  });
});

describe('NTC-2: wordings', () => {
  const mine = { kind: 'invoice-issued', language: 'ru', subject: 'К оплате {totalAmount}', body: 'До {dueDate}' };

  test('a preview shows what is being typed with example facts, and writes nothing', async () => {
    const world = await newWorld();
    expect(await ask(world, previewTemplate, mine)).toEqual({ subject: 'К оплате 4\u00a0500,00\u00a0₽', body: 'До 31.01.2025' });
    expect(await ask(world, previewTemplate, { ...mine, params: { dueDate: '2025-03-08' } }))
      .toMatchObject({ body: 'До 08.03.2025' });
    expect(await ask(world, previewTemplate, { kind: 'sessions-over', language: 'ru', subject: 'Ой' }))
      .toEqual({ subject: 'Ой', body: 'У вас закончился абонемент. Пожалуйста, продлите.' });
    const attempt = (wire: object) => () => ask(world, previewTemplate, { ...mine, ...wire });
    await expectRefused(world, attempt({ body: '{dueDate' }), 'TEMPLATE_INVALID');
    await expectRefused(world, attempt({ body: '{client}' }), 'TEMPLATE_INVALID');
    await expectRefused(world, attempt({ kind: 'toString' }), 'NOTICE_KIND_UNKNOWN');
  });

  test('the organisation’s own wording is used from then on, and taken back', async () => {
    const world = await newWorld();
    const clientId = await newClient(world);
    await tell(world, [issued(clientId)]);
    const read = async () => (await list(world, undefined, { clientId }))[0]!.subject;
    expect(await ask(world, setTemplate, mine)).toMatchObject({ own: { subject: mine.subject, body: mine.body } });
    expect(await read()).toBe('К оплате 4\u00a0500,00\u00a0₽');
    expect(await ask(world, previewTemplate, { kind: 'invoice-issued', language: 'ru' }))
      .toMatchObject({ body: 'До 31.01.2025' });
    const { templates } = await ask(world, listTemplates);
    expect(templates.filter(({ own }) => own !== null)).toMatchObject([{ kind: 'invoice-issued', language: 'ru' }]);
    expect(templates.find(({ kind }) => kind === 'invoice-issued')!.params)
      .toContainEqual({ name: 'totalAmount', example: '4\u00a0500,00\u00a0₽' });
    expect(await ask(world, resetTemplate, { kind: 'invoice-issued', language: 'ru' })).toMatchObject({ own: null });
    expect(await read()).toBe('Счет INV-2025-00123');
  });

  test('a wording that cannot be filled is refused, with the reason', async () => {
    const world = await newWorld();
    const attempt = (wire: object) => () => ask(world, setTemplate, { ...mine, ...wire });
    await expectRefused(world, attempt({ subject: '{nobody}' }), 'TEMPLATE_INVALID');
    await expectRefused(world, attempt({ body: '{dueDate, date, long}' }), 'TEMPLATE_INVALID');
    await expectRefused(world, attempt({ kind: 'good-news' }), 'NOTICE_KIND_UNKNOWN');
    await expectRefused(world, () => ask(world, resetTemplate, { kind: 'good-news', language: 'ru' }), 'NOTICE_KIND_UNKNOWN');
    await expect(attempt({ body: '{nobody}' })()).rejects.toMatchObject({ detail: { problem: '{nobody}' } });
  });
});

describe('preferences', () => {
  const wish = { language: 'en', email: false, sms: true, telegram: false, quietFrom: '22:00', quietUntil: '08:00' };

  test('a client who said nothing has every channel at any hour; what he says is kept', async () => {
    const world = await newWorld();
    const id = await newClient(world);
    const actor = await world.as('CLIENT', { clientId: id });
    expect(await ask(world, getPreferences, { id }, { actor })).toEqual(
      { language: 'ru', email: true, sms: true, telegram: true, quietFrom: null, quietUntil: null });
    expect(await ask(world, setPreferences, { id, ...wish }, { actor })).toEqual(wish);
    expect(await ask(world, setPreferences, { id, ...wish, email: true })).toEqual({ ...wish, email: true });
    expect(await ask(world, getPreferences, { id })).toEqual({ ...wish, email: true });
    expect(await deliveries(world)).toEqual([]);
  });

  test('quiet hours have two ends; another client’s wishes are not found', async () => {
    const world = await newWorld();
    const [id, other] = [await newClient(world), await newClient(world)];
    const actor = await world.as('CLIENT', { clientId: id });
    const set = (wire: object, options?: CallOptions) => () => ask(world, setPreferences, { id, ...wish, ...wire }, options);
    await expectRefused(world, set({ quietUntil: null }), 'VALIDATION');
    await expectRefused(world, set({ quietFrom: null }), 'VALIDATION');
    await expectRefused(world, set({ quietFrom: '24:00' }), 'VALIDATION');
    await expectRefused(world, set({ id: other }, { actor }), 'NOT_FOUND');
    await expectRefused(world, () => ask(world, getPreferences, { id: other }, { actor }), 'NOT_FOUND');
    expect(await set({}, { actor })()).toEqual(wish);
  });
});
