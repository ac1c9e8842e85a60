import { vatRateOn } from '../catalogue/rules.ts';
import { benefitsOf } from '../clients/load-benefits.ts';
import { type AutomaticInvoice, type IssuedInvoice, issueInvoices, lineDefaults } from '../invoices/issuing-steps.ts';
import { issuedNotice } from '../invoices/notice-rules.ts';
import { lineOf } from '../invoices/rules.ts';
import { type NewLine, newId } from '../invoices/writing-store.ts';
import { endOfPeriod } from '../ledger/effects-rules.ts';
import { grantSessions, recordPassEvent } from '../ledger/effects-store.ts';
import type { Day } from '../kernel/day.ts';
import { type Money, type Percent, ZERO, hundredths } from '../kernel/money.ts';
import { type Context, today } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { notify } from '../notices/store.ts';
import { type NewPass, insertPasses } from './selling-store.ts';
import type { TypeRow } from './types-store.ts';

const ONE = hundredths(100);

/** The line of an invoice that sells a period of a pass: with a limit, as many visits are left as it sells (C-34). */
export function passLine(
  type: Pick<TypeRow, 'id' | 'vat' | 'writeOffTiming'>,
  sold: { name: string; price: Money; sessions: number | null; benefit: Percent }, on: Day,
): NewLine {
  const { name, price, sessions, benefit } = sold;
  return {
    ...lineDefaults, ...lineOf({ quantity: ONE, unitPrice: price, vatRate: vatRateOn(type.vat, on), benefit }),
    id: newId(), subscriptionTypeId: type.id, serviceType: 'SUBSCRIPTION', serviceName: name,
    writeOffTiming: type.writeOffTiming, remainingQuantity: sessions === null ? null : hundredths(sessions * 100),
  };
}

/** What new lines of the client take today (I-39). */
export const benefitOf = async (context: Context, clientId: string): Promise<Percent> =>
  (await benefitsOf(context, [clientId])).get(clientId) ?? (0 as Percent);

type Sale = Pick<NewPass, 'clientId' | 'studentId' | 'groupId' | 'groupIds' | 'startDate'>;
/** Whether passes work from the moment of sale, or wait for full payment (C-29). */
export const worksAtOnce = (context: Context): boolean => context.policy['subscription.activation'] === 'ON_CREATION';

/** Makes a pass as its kind says today; what it was sold with does not change any more (I-29). Its invoice follows. */
export async function makePass(context: Context, type: TypeRow, sale: Sale): Promise<NewPass> {
  refuseUnless(type.isActive, 'SUBSCRIPTION_TYPE_INACTIVE');
  const anchor = {
    anchorDate: sale.startDate, anchorNumber: 0, periodNumber: 0, periodMonths: type.periodMonths, shiftedDays: 0,
  };
  const pass: NewPass = {
    ...sale, id: newId(), status: worksAtOnce(context) ? 'ACTIVE' : 'PENDING', subscriptionTypeId: type.id,
    name: type.name, sessionsPerPeriod: type.sessionsPerPeriod, periodMonths: type.periodMonths,
    originalPrice: type.price, paidPrice: ZERO, purchaseDate: today(context), endDate: endOfPeriod(anchor),
    anchorDate: sale.startDate, shiftedDays: 0,
  };
  await insertPasses(context, [pass]);
  await recordPassEvent(context, pass.id, { kind: 'SOLD' });
  return pass;
}

type PassInvoice = Omit<AutomaticInvoice, 'id' | 'subscriptionId' | 'effectsApplied'> & { subscriptionId: string };

/** Issues an invoice of a pass and tells the client. With `done` what it sets in motion was done already. */
export async function issuePassInvoice(context: Context, invoice: PassInvoice, done: boolean): Promise<IssuedInvoice> {
  const [issued] = await issueInvoices(context, [{ ...invoice, id: newId(), effectsApplied: done }]);
  if (!issued) throw new Error('One invoice in, one invoice out');
  if (invoice.purpose === 'RENEWAL') return issued;
  await notify(context, [issuedNotice({ ...issued, dueDate: invoice.dueDate })]);
  return issued;
}

/** A pass that does not wait for payment: its sessions are there at once, and a later payment grants nothing (C-29). */
export async function activateNow(
  context: Context, id: string, invoice: Pick<IssuedInvoice, 'id' | 'invoiceNumber'>,
): Promise<void> {
  await grantSessions(context, id, invoice.id, `Счёт ${invoice.invoiceNumber}`);
  await recordPassEvent(context, id, { kind: 'ACTIVATED', invoiceId: invoice.id });
}

export const dueOf = (context: Context): Day =>
  today(context).add({ days: context.policy['invoice.dueDays.subscription'] });
