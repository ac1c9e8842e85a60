/** The family's phone: what to pay and why, and how not to come with the consequence on the button. */
import { expect, test } from 'vitest';
import { giveLink } from '../../src/access/family.ts';
import { registerPayment } from '../../src/payments/register-payment.ts';
import { type Site, type Tab, axeProblems, openPage, reflowProblems, site } from './harness/index.ts';

type Booking = { training: string; student: string; startsAt: Temporal.Instant; minutes: number; left: number | null };

/** The family's next booking that a pass covers, with the safe minutes of its training. */
async function nextBooking(centre: Site): Promise<Booking> {
  const { rows: [row] } = await centre.database.owner.query<{
    training: string; student: string; starts_at: Temporal.Instant; minutes: number; left: number | null;
  }>(`select t.id as training, p.student_id as student, t.starts_at, b.sessions_left as left,
             coalesce(t.safe_minutes, g.safe_minutes, 720) as minutes
        from trainings t
        join training_participants p on p.training_id = t.id and p.status = 'BOOKED'
        join students s on s.id = p.student_id
        join subscriptions b on b.student_id = s.id and b.status = 'ACTIVE' and b.end_date >= t.on_date and b.sessions_left > 1
        left join groups g on g.id = t.group_id, organisations o
       where s.client_id = $1 and t.status = 'PLANNED' and t.starts_at > o.sandbox_now order by t.starts_at limit 1`, [centre.facts.family]);
  if (!row) throw new Error('The family is booked for nothing that a pass covers');
  return { training: row.training, student: row.student, startsAt: row.starts_at, minutes: row.minutes, left: row.left };
}

const homeOf = (centre: Site, path = '/'): Promise<Tab> => openPage(centre, { role: 'CLIENT', viewport: 'phone', path });
const rowOf = ({ page }: Tab, { training, student }: Booking) => page.locator(`[data-booking="${training}.${student}"]`);

async function participation(centre: Site, { training, student }: Booking) {
  const { rows: [row] } = await centre.database.owner.query<{ status: string; label: string | null; charge: string | null }>(
    `select p.status, p.cancel_label as label, h.label as charge from training_participants p
       left join training_charges h on h.training_id = p.training_id and h.student_id = p.student_id and h.state = 'ACTIVE'
      where p.training_id = $1 and p.student_id = $2`, [training, student]);
  return row;
}

test('job 11: in time it is free and two taps', async () => {
  const centre = await site({ world: 'year' });
  const booking = await nextBooking(centre);
  const phone = await homeOf(centre);
  const button = rowOf(phone, booking).getByRole('button');
  expect(await button.textContent()).toMatch(/^Отменить участие — бесплатно до \d\d:\d\d/);
  await phone.act.tap(button);
  await phone.act.tap(phone.page.getByRole('button', { name: 'Да, отменить' }));
  await phone.page.locator('[data-done]').getByText(/^Отменено\./).waitFor();
  expect(phone.act.count, phone.act.done.join(', ')).toBe(2);
  expect(await participation(centre, booking)).toEqual({ status: 'CANCELLED', label: 'SAFE', charge: null });
  await phone.page.getByRole('button', { name: 'Закрыть' }).last().tap();
  await expect.poll(() => rowOf(phone, booking).count()).toBe(0);
});

test('charged ahead by the night and cancelled in time, the session comes back and the pass says so', async () => {
  const centre = await site({ world: 'year' });
  const booking = await nextBooking(centre);
  const evening = booking.startsAt.toZonedDateTimeISO('Europe/Moscow').subtract({ days: 1 }).withPlainTime('22:00');
  await centre.moveClock(evening.toInstant().toString());
  const phone = await homeOf(centre);
  await rowOf(phone, booking).getByText(/^Списано заранее, вернём при отмене до/).waitFor();
  await rowOf(phone, booking).getByRole('button').tap();
  await phone.page.getByRole('button', { name: 'Да, отменить' }).tap();
  await phone.page.locator('[data-done]').getByText(`Отменено. Занятие вернули: осталось ${booking.left} из`).waitFor();
});

test('job 11, late: the same two taps, and the session is in the words of both buttons', async () => {
  const centre = await site({ world: 'year' });
  const booking = await nextBooking(centre);
  await centre.database.owner.query('update trainings set safe_minutes = 4000 where id = $1', [booking.training]);
  const phone = await homeOf(centre);
  const button = rowOf(phone, booking).getByRole('button');
  expect(await button.textContent()).toBe('Отменить участие — спишется 1 занятие');
  await phone.act.tap(button);
  await phone.act.tap(phone.page.getByRole('button', { name: 'Да, отменить — спишется 1 занятие' }));
  await phone.page.locator('[data-done]').getByText(`Отменено. Спишется 1 занятие: осталось ${(booking.left ?? 0) - 1} из`).waitFor();
  expect(phone.act.count).toBe(2);
  expect(await participation(centre, booking)).toEqual({ status: 'CANCELLED', label: 'FINE', charge: 'FINE' });
});

test('late without a pass the sum is on both buttons, and the invoice is there to open', async () => {
  const centre = await site({ world: 'year' });
  const booking = await nextBooking(centre);
  await centre.database.owner.query('update trainings set safe_minutes = 4000, price = 150000 where id = $1', [booking.training]);
  await centre.database.owner.query('update subscriptions set sessions_left = 0 where student_id = $1', [booking.student]);
  const phone = await homeOf(centre);
  const button = rowOf(phone, booking).getByRole('button');
  expect(await button.textContent()).toMatch(/^Отменить участие — к оплате останется [\d\s]+,\d\d\s₽$/);
  const sum = (await button.textContent())?.match(/[\d\s\u00a0]+,\d\d\s₽/)?.[0].trim() ?? '?';
  await button.tap();
  await phone.page.getByRole('button', { name: `Да, отменить — к оплате ${sum}` }).tap();
  await phone.page.locator('[data-done]').getByText(`Отменено. К оплате ${sum}`).waitFor();
  await phone.page.getByRole('link', { name: 'Открыть счёт' }).tap();
  await phone.ready('my-invoice');
});

test('the last hour counts the minutes; when the time runs out in between, nothing happens silently', async () => {
  const centre = await site({ world: 'year' });
  const booking = await nextBooking(centre);
  const limit = booking.startsAt.subtract({ minutes: booking.minutes });
  await centre.moveClock(limit.subtract({ minutes: 42 }).toString());
  const phone = await homeOf(centre);
  phone.allow(/answered 409: POST .*\/cancel$/);
  const button = rowOf(phone, booking).getByRole('button');
  expect(await button.textContent()).toMatch(/, осталось 42 мин$/);
  await button.tap();
  await phone.page.getByRole('button', { name: 'Да, отменить', exact: true }).waitFor();
  await phone.page.route('**/api/events', (route) => route.abort());
  await centre.moveClock(limit.add({ minutes: 1 }).toString());
  const confirm = phone.page.getByRole('dialog').getByRole('button', { name: /^Да, отменить/ });
  await confirm.tap();
  await phone.page.locator('[data-stale]').getByText(/^Срок бесплатной отмены прошёл: .*\. Теперь (спишется 1 занятие|списанное не вернётся)\.$/).waitFor();
  expect(await participation(centre, booking)).toMatchObject({ status: 'BOOKED' });
  await phone.page.getByRole('button', { name: 'Не отменять' }).tap();
  expect(await participation(centre, booking)).toMatchObject({ status: 'BOOKED' });
});

test('job 10: from the message to what to pay and how in three taps at most', async () => {
  const centre = await site({ world: 'year' });
  const { body } = await centre.request('MANAGER', 'GET', `/api/invoices/${centre.facts.familyInvoice}/pay-link`);
  const { token } = body as { token: string };
  const phone = await openPage(centre, { viewport: 'phone', path: `/pay/${token}` });
  phone.allow(/answered 401/);
  const sum = await phone.page.locator('[data-due]').textContent();
  await phone.act.tap(phone.page.getByRole('button', { name: /^Оплатить/ }));
  expect(await phone.page.locator('[data-pay-sum]').textContent()).toBe(sum);
  expect(await phone.page.locator('[data-qr]').getAttribute('data-qr')).toMatch(/^ST00012\|Name=.*\|Sum=\d+\|/);
  await phone.page.getByText('Картой прямо здесь оплатить пока нельзя.').waitFor();
  expect(phone.act.count).toBeLessThanOrEqual(3);
  expect(await axeProblems(phone.page)).toEqual([]);
});

test('a link from the office lets the family in once; the second time it says what to do', async () => {
  const centre = await site({ world: 'year' });
  const { token } = await centre.act('MANAGER', giveLink, { id: centre.facts.family });
  const phone = await openPage(centre, { viewport: 'phone' });
  phone.allow(/answered 401/, /answered 410/);
  await phone.page.goto(`${centre.url}/in/${token}`);
  await phone.ready('my');
  const second = await openPage(centre, { viewport: 'phone', path: `/in/${token}` });
  second.allow(/answered 410/);
  await second.page.getByText('Ссылка уже использована, отозвана или устарела.').waitFor();
  expect(await second.page.getByRole('link', { name: 'Войти по коду' }).getAttribute('href')).toBe('/');
});

test('the sum explains itself in one tap, and its lines add up to it', async () => {
  const centre = await site({ world: 'year' });
  const phone = await homeOf(centre);
  const due = await phone.page.locator('[data-invoice] .num').first().textContent();
  await phone.act.tap(phone.page.locator('[data-invoice]').first().getByText('Почему?'));
  await phone.page.locator('[data-receipt]').waitFor();
  expect(phone.act.count).toBe(1);
  expect(await phone.page.locator('[data-total]').textContent()).toContain((due ?? '?').split('₽')[0]!.trim());
  await phone.page.getByText('Строки складываются точно в эту сумму').waitFor();
});

test('all is paid: the family is told so with what comes next', async () => {
  const centre = await site({ world: 'year' });
  const { body } = await centre.request('MANAGER', 'GET', `/api/clients/${centre.facts.family}`);
  await centre.act('MANAGER', registerPayment, {
    clientId: centre.facts.family, amount: (body as { due: number }).due, paymentMethod: 'CASH',
  });
  const phone = await homeOf(centre);
  await phone.page.locator('[data-money-card]').getByText('Всё оплачено').waitFor();
  await phone.page.locator('[data-money-card]').getByText(/^Следующее занятие: /).waitFor();
  expect(await reflowProblems(phone.page, [320])).toEqual([]);
});
