/** Invoices that the desk and the trainers write: what is sold beside the passes, and private lessons. */
import { DAYS, anyTime, dayAt, dayNumber, dayOfMonth, monthName, monthStart, workingDayFrom } from './calendar.ts';
import { type Centre, deskOn, roubles } from './centre.ts';
import { willPay } from './paying.ts';
import type { Child, Family } from './people.ts';
import { adjustPrice } from '../invoices/adjust-price.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import type { Invoice } from '../invoices/contract.ts';
import { createInvoice } from '../sales/create-invoice.ts';
import { addItem, deleteInvoice, updateInvoice } from '../invoices/edit-invoice.ts';
import { markViewed } from '../invoices/mark-viewed.ts';
import { clientUnpaidInvoices } from '../invoices/read-invoices.ts';
import { sendInvoice } from '../invoices/send-invoice.ts';

type Item = { serviceId: string; quantity?: number };
type Order = { items: Item[]; studentId?: string; notes?: string; dueDate?: string };

const FIRST_SUMMER_MONTH = 9;

/** Puts down what a family will be billed for by hand while it comes. */
export function planBilling(centre: Centre, family: Family): void {
  const { agenda } = centre;
  const { random, who, joined, leaves } = family;
  planSales(centre, family);
  for (const child of family.children.filter(({ hasTutor }) => hasTutor)) {
    for (let month = 0; month < FIRST_SUMMER_MONTH; month += 1) {
      const start = dayNumber(monthStart(month));
      const end = start + monthStart(month).daysInMonth;
      if (end <= joined || start >= leaves) continue;
      agenda.at(who, end - random.whole(1, 4), anyTime(random), () => billTutor(centre, family, child, month));
    }
  }
}

/** Books and paints in autumn, costumes before concerts, a festival, the camp, lessons with the speech therapist. */
function planSales(centre: Centre, family: Family): void {
  const { random, joined, leaves } = family;
  const sell = (day: number, key: string, child: Child, quantity = 1): void => {
    if (day < joined || day >= leaves || day >= DAYS) return;
    const order = { items: [{ serviceId: centre.services[key] ?? '', quantity }], studentId: child.studentId };
    centre.agenda.at(family.who, workingDayFrom(day), anyTime(random), async () => {
      await issue(centre, family, order);
    });
  };
  for (const child of family.children) {
    const { interests } = child;
    if (interests.includes('english')) sell(joined + random.whole(3, 12), 'textbook', child);
    if (interests.includes('painting')) sell(joined + random.whole(2, 10), 'paints', child);
    const onStage = interests.includes('dance') || interests.includes('theatre');
    if (onStage) for (const month of [3, 8]) sell(dayOfMonth(month, random.whole(3, 18)), 'costume', child);
    if (onStage && random.chance(0.4)) sell(dayOfMonth(7, random.whole(1, 25)), 'festival', child);
    if (random.chance(0.12)) sell(joined + random.whole(10, 120), 'speech', child, random.whole(2, 8));
    if (random.chance(0.15)) sell(dayOfMonth(random.pick([9, 10]), random.whole(1, 20)), 'camp', child);
  }
}

/** A trainer bills private lessons himself: an amount and what it is for, a draft first. */
async function billTutor(centre: Centre, family: Family, child: Child, month: number): Promise<void> {
  const { random, who } = family;
  const lessons = random.whole(2, 6);
  const { id } = await centre.act(child.trainer, createInvoice, {
    studentId: child.studentId, amount: lessons * 1900,
    description: `Индивидуальные занятия, ${child.firstName}, ${monthName(monthStart(month))}: ${lessons}`,
    dueDate: dayAt(centre.agenda.day + 14).toString(),
  });
  if (random.chance(0.06)) return; // forgotten: some drafts are never sent
  centre.agenda.at(who, centre.agenda.day + random.whole(0, 2), anyTime(random), async () => {
    const invoice = await centre.act(child.trainer, sendInvoice, { id });
    follow(centre, family, invoice);
  });
}

/** Issues an invoice, mostly at once, sometimes as a draft that waits; gives its id. */
export async function issue(centre: Centre, family: Family, order: Order): Promise<string> {
  const { random, who, clientId } = family;
  const { studentId, ...rest } = order;
  const asDraft = random.chance(0.1);
  const payer = studentId === undefined ? { clientId } : { clientId, studentId };
  const invoice = await centre.act(deskOn(centre), createInvoice, { ...payer, ...rest, asDraft });
  const { id } = invoice;
  const fate = asDraft ? random.weighted({ send: 74, edit: 12, leave: 9, remove: 5 }) : undefined;
  if (fate === undefined) follow(centre, family, invoice);
  if (fate === undefined || fate === 'leave') return id;
  centre.agenda.at(who, workingDayFrom(centre.agenda.day + random.whole(1, 3)), anyTime(random), async () => {
    if (fate === 'remove') return void (await centre.act(deskOn(centre), deleteInvoice, { id }));
    if (fate === 'edit') await centre.act(deskOn(centre), updateInvoice, { id, notes: 'Согласовано с родителями' });
    follow(centre, family, await centre.act(deskOn(centre), sendInvoice, { id }));
  });
  return id;
}

const DISCOUNTS = [
  'Занятия пропущены из-за карантина в группе', 'Скидка за приведённого друга', 'Второй ребёнок из одной семьи',
  'Занятие заменили, договорились с директором',
] as const;
const CANCELLATIONS = [
  'Ребёнок заболел, месяц не посещает', 'Выставлен по ошибке на другую группу', 'Семья отказалась от занятий', 'Дубль счёта',
] as const;

/** What happens to an issued invoice before somebody pays it. */
function follow(centre: Centre, family: Family, invoice: Invoice): void {
  if (invoice.status === 'PAID') return; // a benefit of 100 %, or credit that paid at once
  const fate = family.random.weighted({ plain: 920, adjust: 34, add: 14, cancel: 32 });
  change(centre, family, invoice, { adjust, add: addPaints, cancel, plain: undefined }[fate], fate === 'cancel');
  if (fate !== 'cancel') willPay(centre, family, invoice.id);
}

/** The same for the invoice of a pass, which is not called off without the pass. */
export function followPass(centre: Centre, family: Family, invoice: Invoice): void {
  if (invoice.status === 'PAID') return;
  change(centre, family, invoice, family.random.chance(0.05) ? adjust : undefined, false);
  willPay(centre, family, invoice.id);
}

type Change = (centre: Centre, family: Family, invoice: Invoice) => Promise<void>;
function change(centre: Centre, family: Family, invoice: Invoice, made: Change | undefined, waits: boolean): void {
  const { agenda } = centre;
  const { random, who } = family;
  const day = workingDayFrom(agenda.day + Number(waits) * random.whole(1, 3));
  if (made) agenda.at(who, day, agenda.moment + 1, () => made(centre, family, invoice));
  if (!family.cabinet || !random.chance(0.8)) return;
  agenda.at(who, agenda.day + random.whole(0, 1), anyTime(random), () => view(centre, family, invoice.id));
}

/** The invoice as it is now, if it still waits for money. */
async function stillOpen(centre: Centre, family: Family, id: string): Promise<Invoice | undefined> {
  const { invoices } = await centre.act(deskOn(centre), clientUnpaidInvoices, { id: family.clientId });
  return invoices.find((invoice) => invoice.id === id);
}
const isUntouched = (invoice: Invoice | undefined): invoice is Invoice =>
  invoice?.status === 'PENDING' && invoice.paidAmount === 0;

async function adjust(centre: Centre, family: Family, { id }: Invoice): Promise<void> {
  const { random } = family;
  const invoice = await stillOpen(centre, family, id);
  const item = invoice?.items[0];
  if (!isUntouched(invoice) || !item) return;
  const newPrice = roubles(Math.floor((item.totalPrice * random.pick([50, 75, 90])) / 10_000) * 100);
  await centre.act(deskOn(centre), adjustPrice, { id, itemId: item.id, newPrice, reason: random.pick(DISCOUNTS) });
}

async function addPaints(centre: Centre, family: Family, { id }: Invoice): Promise<void> {
  if (!isUntouched(await stillOpen(centre, family, id))) return;
  await centre.act(deskOn(centre), addItem, { id, serviceId: centre.services['paints'] ?? '' });
}

async function cancel(centre: Centre, family: Family, { id }: Invoice): Promise<void> {
  if (!(await stillOpen(centre, family, id))) return;
  await centre.act(deskOn(centre), cancelInvoice, { id, reason: family.random.pick(CANCELLATIONS) });
}

async function view(centre: Centre, family: Family, id: string): Promise<void> {
  if (!family.cabinet || !(await stillOpen(centre, family, id))) return;
  await centre.act(family.cabinet, markViewed, { id });
}
