/** What was said reaches its mailbox, by a mail server that behaves as badly as real ones. */
import { describe, expect, test } from 'vitest';
import { type Mode, subjectOf, textOf } from '../../fakes/smtp/server.ts';
import { type Letter, type Mail } from '../../src/integrations/mail/smtp.ts';
import { deliverAll, deliverDue, planDeliveries } from '../../src/notices/deliver.ts';
import { setPreferences } from '../../src/notices/preferences.ts';
import { setTemplate } from '../../src/notices/templates.ts';
import { ask, newClient } from '../money-fixtures.ts';
import { type World, type WorldOptions, neighbourOf, newWorld } from '../world.ts';
import { countOf, deliveries, issued, missedNight, newMail, overdueForOffice, staff, tell } from './telling.ts';

const NOW = '2025-02-12T09:00:00Z';
const BY_MAIL: WorldOptions = { settings: { 'notify.channels': ['EMAIL'] } };
const EMAIL = 'anna@example.ru';
const inMinutes = (minutes: number) => Temporal.Instant.from(NOW).add({ minutes }).toString();

async function toldOnce(options: WorldOptions = BY_MAIL): Promise<{ world: World; clientId: string }> {
  const world = await newWorld(options);
  const clientId = await newClient(world, { email: EMAIL });
  await tell(world, [issued(clientId)]);
  return { world, clientId };
}

describe('what arrives', () => {
  test('S2-105: a client is told of his invoice, in his language and in the organisation’s words', async () => {
    const { world, clientId } = await toldOnce();
    const { fake, mail } = await newMail();
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 1, retried: 0, failed: 0 });
    const [letter] = fake.received;
    const [delivery] = await deliveries(world);
    expect(letter).toMatchObject({ from: 'mail@studio.example', to: [EMAIL] });
    expect(letter!.headers['message-id']).toBe(`<${delivery!.id}@studio.example>`);
    expect(subjectOf(letter!)).toBe('Счет INV-2025-00123');
    expect(textOf(letter!).trim()).toBe('Вам выставлен счет INV-2025-00123 на 4\u00a0500,00\u00a0₽. Срок оплаты: 19.02.2025.');
    expect(delivery).toMatchObject({ status: 'SENT', attempts: 1, error: null });

    const own = { subject: 'Pay {invoiceNumber}', body: 'Please: {totalAmount}' };
    await ask(world, setTemplate, { kind: 'invoice-issued', language: 'en', ...own });
    const wish = { language: 'en', email: true, sms: true, telegram: true, quietFrom: null, quietUntil: null };
    await ask(world, setPreferences, { id: clientId, ...wish });
    await tell(world, [issued(clientId, 'INV-2025-00124')]);
    await deliverAll(world.database, mail);
    expect(subjectOf(fake.received[1]!)).toBe('Pay INV-2025-00124');
    expect(textOf(fake.received[1]!).trim()).toBe('Please: ₽4,500.00');
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 0, failed: 0 });
  });

  test('S2-232, S4-133: staff are written to by role, at the address they sign in with', async () => {
    const world = await newWorld(BY_MAIL);
    await staff(world, 'ADMIN', 'admin@example.ru');
    await staff(world, 'MANAGER', 'manager@example.ru');
    await staff(world, 'TRAINER', 'trainer@example.ru');
    await tell(world, [missedNight, overdueForOffice]);
    const { fake, mail } = await newMail();
    await deliverAll(world.database, mail);
    expect(fake.received.map((letter) => `${letter.to[0]}: ${subjectOf(letter)}`).toSorted()).toEqual([
      'admin@example.ru: Ночное списание пропущено',
      'admin@example.ru: Просрочен счет INV-2025-00007',
      'manager@example.ru: Просрочен счет INV-2025-00007',
    ]);
  });

  test('nothing is planned for an organisation without the channel, a client without an address, or without mail', async () => {
    const { world } = await toldOnce({ settings: { 'notify.channels': ['IN_APP', 'TELEGRAM'] } });
    const other = await neighbourOf(world, BY_MAIL);
    await tell(other, [issued(await newClient(other))]);
    const silent = await neighbourOf(world, BY_MAIL);
    const clientId = await newClient(silent, { email: EMAIL });
    const wish = { language: 'ru', email: false, sms: true, telegram: true, quietFrom: null, quietUntil: null };
    await ask(silent, setPreferences, { id: clientId, ...wish });
    await tell(silent, [issued(clientId)]);
    const { fake, mail } = await newMail();
    await deliverAll(world.database, mail);
    await tell(other, [issued(await newClient(other, { email: EMAIL }))]);
    await deliverAll(world.database, undefined);
    for (const each of [world, other, silent]) {
      expect(await deliveries(each)).toEqual([]);
      expect(await countOf(each, 'notices_unplanned')).toBe(0);
    }
    expect(fake.connections()).toBe(0);
  });

  test('NTC-3: quiet hours put a letter off until the morning of the organisation’s clock', async () => {
    const world = await newWorld({ ...BY_MAIL, now: '2025-02-12T20:00:00Z' });
    const clientId = await newClient(world, { email: EMAIL });
    const wish = { language: 'ru', email: true, sms: true, telegram: true, quietFrom: '22:00', quietUntil: '08:00' };
    await ask(world, setPreferences, { id: clientId, ...wish });
    await tell(world, [issued(clientId)]);
    const { fake, mail } = await newMail();
    await deliverAll(world.database, mail);
    expect(await deliveries(world)).toMatchObject([{ status: 'PENDING', attempts: 0, at: '2025-02-13T05:00:00Z' }]);
    await world.setClock('2025-02-13T04:59:59Z');
    expect(await deliverAll(world.database, mail)).toMatchObject({ sent: 0 });
    await world.setClock('2025-02-13T05:00:00Z');
    expect(await deliverAll(world.database, mail)).toMatchObject({ sent: 1 });
    expect(fake.received).toHaveLength(1);
  });
});

describe('NTC-6: a bad mail server', () => {
  const putOff: [Mode, RegExp][] = [
    ['greylist', /451/], ['drop', /./], ['deaf', /./], ['slow', /./], ['busy', /421/],
  ];
  test.each(putOff)('%s: tried again in a minute, and then it arrives', async (mode, error) => {
    const { world } = await toldOnce();
    const { fake, mail } = await newMail(mode === 'slow' ? 200 : 5000);
    fake.setMode(mode);
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 1, failed: 0 });
    const [waiting] = await deliveries(world);
    expect(waiting).toMatchObject({ status: 'PENDING', attempts: 1, at: inMinutes(1) });
    expect(waiting!.error).toMatch(error);
    const repeated = mode === 'deaf' ? 1 : 0;
    expect(fake.received).toHaveLength(repeated);
    if (mode !== 'greylist') fake.setMode('ok');
    await world.setClock(inMinutes(1));
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 1, retried: 0, failed: 0 });
    expect(await deliveries(world)).toMatchObject([{ status: 'SENT', attempts: 2, error: null }]);
    // A letter that was taken without a word comes again under the same Message-ID, so that a mailbox can drop it.
    expect(fake.received).toHaveLength(repeated + 1);
    expect(new Set(fake.received.map(({ headers }) => headers['message-id'])).size).toBe(1);
  });

  test.each([['unknown', /550/], ['full', /552/]] as const)('%s: refused for good, it fails at once', async (mode, error) => {
    const { world } = await toldOnce();
    const { fake, mail } = await newMail();
    fake.setMode(mode);
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 0, failed: 1 });
    const [failed] = await deliveries(world);
    expect(failed).toMatchObject({ status: 'FAILED', attempts: 1 });
    expect(failed!.error).toMatch(error);
    fake.setMode('ok');
    await world.setClock(inMinutes(600));
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 0, failed: 0 });
    expect(await countOf(world, 'notices'), 'nothing is said about it, or it would never end').toBe(1);
  });

  test('after 1, 5, 30, 120 and 360 minutes it has failed with the sixth attempt', async () => {
    const { world } = await toldOnce();
    const { fake, mail } = await newMail();
    fake.setMode('drop');
    let minutes = 0;
    for (const wait of [1, 5, 30, 120, 360]) {
      expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 1, failed: 0 });
      minutes += wait;
      expect(await deliveries(world)).toMatchObject([{ status: 'PENDING', at: inMinutes(minutes) }]);
      await world.setClock(inMinutes(minutes));
    }
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 0, failed: 1 });
    expect(await deliveries(world)).toMatchObject([{ status: 'FAILED', attempts: 6 }]);
    expect(fake.connections()).toBe(6);
  });

  test('a server that is away ends the round; one address that is refused does not', async () => {
    const { world } = await toldOnce();
    const more = await Promise.all(['b', 'c'].map((name) => newClient(world, { email: `${name}@example.ru` })));
    await tell(world, more.map((clientId) => issued(clientId)));
    const { fake, mail } = await newMail();
    fake.setMode('busy');
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 1, failed: 0 });
    expect(fake.connections()).toBe(1);
    fake.setMode('greylist');
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 2, failed: 0 });
    await fake.close();
    await world.setClock(inMinutes(1));
    expect(await deliverAll(world.database, mail), 'nobody listens').toEqual({ sent: 0, retried: 1, failed: 0 });
  });

  test('a notice of a later version of the program fails alone, and stops nobody', async () => {
    const { world, clientId } = await toldOnce();
    await tell(world, [{ kind: 'sessions-over', clientId, params: {} }, issued(clientId, 'INV-2025-00200')]);
    await world.database.owner.query(`
      update notices set kind = 'good-news' where org_id = $1 and kind = 'sessions-over'`, [world.orgId]);
    const { fake, mail } = await newMail();
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 2, retried: 0, failed: 1 });
    expect(fake.received).toHaveLength(2);
  });
});

describe('two workers', () => {
  test('at once never send a letter twice', async () => {
    const world = await newWorld({ ...BY_MAIL, connections: 16 });
    const clientId = await newClient(world, { email: EMAIL });
    await tell(world, Array.from({ length: 40 }, (_, index) => issued(clientId, `INV-2025-${index}`)));
    const { fake, mail } = await newMail();
    const four = Array.from({ length: 4 }, () => ({ sent: 0, retried: 0, failed: 0 }));
    await Promise.all(four.map(() => planDeliveries(world.database, world.orgId, ['EMAIL'])));
    const now = Temporal.Instant.from(NOW);
    await Promise.all(four.map((total) => deliverDue(world.database, world.orgId, mail, now, total)));
    const subjects = fake.received.map((letter) => subjectOf(letter));
    expect(new Set(subjects).size).toBe(40);
    expect(subjects).toHaveLength(40);
    expect(await deliveries(world)).toHaveLength(40);
    expect(four.filter(({ sent }) => sent > 0).length, 'they did share the work').toBeGreaterThan(1);
  });

  test('one that holds a letter is passed by, and gives it back when it ends badly', async () => {
    const { world } = await toldOnce();
    await planDeliveries(world.database, world.orgId, ['EMAIL']);
    const now = Temporal.Instant.from(NOW);
    let hold: (letter: Letter) => void = () => undefined;
    const held = new Promise<Letter>((resolve) => {
      hold = resolve;
    });
    let crash: (error: Error) => void = () => undefined;
    const stuck: Mail = {
      send: (letter) => new Promise<string>((_, reject) => {
        crash = reject;
        hold(letter);
      }),
    };
    const first = deliverDue(world.database, world.orgId, stuck, now);
    await held;
    const { fake, mail } = await newMail();
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 0, retried: 0, failed: 0 });
    // The worker dies: its connection goes, and the lock with it.
    await world.database.owner.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
       where state = 'idle in transaction' and datname = current_database()`);
    crash(new Error('the process is gone'));
    await expect(first).rejects.toThrow();
    expect(await deliverAll(world.database, mail)).toEqual({ sent: 1, retried: 0, failed: 0 });
    expect(fake.received[0]!.headers['message-id']).toBe(`<${(await held).id}@studio.example>`);
  });
});
