/** Invoices of a year: passes each month, what is sold beside them, rent of firms, lessons that trainers bill. */
import { DAYS, dayAt, dayNumber, dayOfMonth, monthName, monthStart, workingDayFrom } from './calendar.ts';
import { type Centre, deskOn, roubles } from './centre.ts';
import type { Child, Family } from './families.ts';
import { willPay } from './paying.ts';
import { adjustPrice } from '../invoices/adjust-price.ts';
import { cancelInvoice } from '../invoices/cancel-invoice.ts';
import type { Invoice } from '../invoices/contract.ts';
import { createInvoice } from '../invoices/create-invoice.ts';
import { addItem, deleteInvoice, updateInvoice } from '../invoices/edit-invoice.ts';
import { markViewed } from '../invoices/mark-viewed.ts';
import { clientUnpaidInvoices } from '../invoices/read-invoices.ts';
import { sendInvoice } from '../invoices/send-invoice.ts';

type Item = { serviceId: string; quantity?: number };
type Order = { items: Item[]; studentId?: string; notes?: string; dueDate?: string };

const FIRST_SUMMER_MONTH = 9;

/** Puts down everything that a family or a firm will be billed for while it comes. */
export function planBilling(centre: Centre, family: Family): void {
  const { agenda } = centre;
  const { random, who, joined, leaves } = family;
  if (family.kind !== 'FIRM') planSales(centre, family);
  for (let month = 0; month < 12; month += 1) {
    const start = dayNumber(monthStart(month));
    const end = start + monthStart(month).daysInMonth;
    if (end <= joined || start >= leaves) continue;
    const day = start <= joined ? joined : workingDayFrom(start + random.whole(-6, 2));
    const at = random.whole(1, 5);
    if (family.kind === 'FIRM') agenda.at(who, end - 1, at, () => billRent(centre, family, month));
    else if (month < FIRST_SUMMER_MONTH || family.inSummer) {
      agenda.at(who, Math.max(day, joined), at, () => billPasses(centre, family, month));
    }
    const tutored = month < FIRST_SUMMER_MONTH ? family.children.filter((child) => child.hasTutor) : [];
    for (const child of tutored) {
      agenda.at(who, end - random.whole(1, 4), at, () => billTutor(centre, family, child, month));
    }
  }
}

/** Trial lessons, books and paints in autumn, costumes before concerts, a festival, single lessons. */
function planSales(centre: Centre, family: Family): void {
  const { random, who, joined, leaves } = family;
  const sell = (day: number, items: Item[], child?: Child): void => {
    if (day < joined || day >= leaves || day >= DAYS) return;
    const order = child ? { items, studentId: child.studentId } : { items };
    centre.agenda.at(who, workingDayFrom(day), random.whole(1, 5), () => issue(centre, family, order));
  };
  const item = (key: string, quantity = 1): Item => ({ serviceId: centre.services[key] ?? '', quantity });
  for (const child of family.children) {
    if (random.chance(0.35)) sell(joined, [item('trial')], child);
    if (child.passes.includes('english')) sell(joined + random.whole(3, 12), [item('textbook')], child);
    if (child.passes.includes('painting')) sell(joined + random.whole(2, 10), [item('paints')], child);
    const onStage = child.passes.includes('dance') || child.passes.includes('theatre');
    if (onStage) for (const month of [3, 8]) sell(dayOfMonth(month, random.whole(3, 18)), [item('costume')], child);
    if (onStage && random.chance(0.4)) sell(dayOfMonth(7, random.whole(1, 25)), [item('festival')], child);
    if (random.chance(0.25)) sell(joined + random.whole(10, 120), [item('single', random.whole(1, 3))], child);
    if (random.chance(0.08)) sell(joined + random.whole(10, 120), [item('speech', random.whole(2, 8))], child);
    if (random.chance(0.15)) sell(dayOfMonth(random.pick([9, 10]), random.whole(1, 20)), [item('camp')], child);
  }
  if (random.chance(0.12)) sell(joined + random.whole(20, 150), [item('hall', random.pick([2, 2.5, 3])), item('paints')]);
  if (random.chance(0.1)) sell(joined + random.whole(5, 90), [item('coworking', random.whole(1, 5))]);
}

async function billPasses(centre: Centre, family: Family, month: number): Promise<void> {
  const { services } = centre;
  const notes = monthName(monthStart(month));
  const itemsOf = (child: Child): Item[] => child.passes.map((pass) => ({ serviceId: services[pass] ?? '' }));
  if (family.isTogether) return issue(centre, family, { items: family.children.flatMap(itemsOf), notes });
  for (const child of family.children) {
    await issue(centre, family, { items: itemsOf(child), studentId: child.studentId, notes });
  }
}

async function billRent(centre: Centre, family: Family, month: number): Promise<void> {
  const { random } = family;
  const { services } = centre;
  const items = [{ serviceId: services['hall'] ?? '', quantity: random.whole(8, 40) / 2 }];
  if (random.chance(0.4)) items.push({ serviceId: services['classroom'] ?? '', quantity: random.whole(4, 24) / 2 });
  if (random.chance(0.25)) items.push({ serviceId: services['coworking'] ?? '', quantity: random.whole(1, 10) });
  const dueDate = dayAt(centre.agenda.day + 10).toString();
  await issue(centre, family, { items, dueDate, notes: `Аренда, ${monthName(monthStart(month))}` });
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
  centre.agenda.at(who, centre.agenda.day + random.whole(0, 2), random.whole(1, 5), async () => {
    const invoice = await centre.act(child.trainer, sendInvoice, { id });
    follow(centre, family, invoice);
  });
}

/** Issues an invoice, mostly at once, sometimes as a draft that waits. */
async function issue(centre: Centre, family: Family, order: Order): Promise<void> {
  const { random, who, clientId } = family;
  const { studentId, ...rest } = order;
  const asDraft = random.chance(0.1);
  const payer = studentId === undefined ? { clientId } : { clientId, studentId };
  const invoice = await centre.act(deskOn(centre), createInvoice, { ...payer, ...rest, asDraft });
  if (!asDraft) return follow(centre, family, invoice);
  const fate = random.weighted({ send: 74, edit: 12, leave: 9, remove: 5 });
  if (fate === 'leave') return;
  centre.agenda.at(who, workingDayFrom(centre.agenda.day + random.whole(1, 3)), random.whole(1, 5), async () => {
    const { id } = invoice;
    if (fate === 'remove') return void (await centre.act(deskOn(centre), deleteInvoice, { id }));
    if (fate === 'edit') await centre.act(deskOn(centre), updateInvoice, { id, notes: 'Согласовано с родителями' });
    follow(centre, family, await centre.act(deskOn(centre), sendInvoice, { id }));
  });
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
  const { random, who } = family;
  const { agenda } = centre;
  if (invoice.status === 'PAID') return; // a benefit of 100 %, or credit that paid at once
  const fate = random.weighted({ plain: 920, adjust: 34, add: 14, cancel: 32 });
  const wait = Number(fate === 'cancel') * random.whole(1, 3);
  const change = { adjust, add: addPaints, cancel, plain: undefined }[fate];
  if (change) agenda.at(who, workingDayFrom(agenda.day + wait), agenda.moment + 1, () => change(centre, family, invoice));
  if (family.cabinet && random.chance(0.8)) {
    agenda.at(who, agenda.day + random.whole(0, 1), random.whole(1, 6), () => view(centre, family, invoice.id));
  }
  if (fate !== 'cancel') willPay(centre, family, invoice.id);
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
