import { z } from 'zod';

/** What an organisation decides for itself (requirements 3.0). Stored with the organisation, changed by an administrator. */
export const Policy = z.strictObject({
  'settlement.mode': z.enum(['FIFO_BALANCE', 'DIRECTED']),
  'settlement.allowPartial': z.boolean(),
  'subscription.activation': z.enum(['ON_FULL_PAYMENT', 'ON_CREATION']),
  'subscription.carryOver': z.boolean(),
  'subscription.freezeExtendsEnd': z.boolean(),
  'training.chargeTiming': z.enum(['NIGHTLY', 'ON_ATTENDANCE', 'BOTH']),
  'training.chargeAbsent': z.boolean(),
  'training.uncovered': z.enum(['INVOICE', 'RECORD_ONLY']),
  'cancellation.safeHours': z.number().min(0).max(720),
  'nightly.time': z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  'renewal.auto': z.boolean(),
  'renewal.leadDays': z.int().min(0).max(60),
  'expulsion.graceDays': z.int().min(0).max(365).nullable(),
  'invoice.dueDays.subscription': z.int().min(0).max(365),
  'invoice.dueDays.training': z.int().min(0).max(365),
  'invoice.manual': z.boolean(),
  'reminder.daysBeforeDue': z.int().min(0).max(60),
  'rental.autoInvoice': z.boolean(),
  'rental.stepMinutes': z.int().min(1).max(240),
  'benefit.onDeactivate': z.enum(['KEEP', 'CLEAR']),
  'notify.channels': z.array(z.enum(['EMAIL', 'SMS', 'TELEGRAM', 'IN_APP'])),
  /** ACCOUNTANT may reverse payments and refund: off unless an administrator allows it. */
  'accountant.reverse': z.boolean(),
});
export type Policy = z.infer<typeof Policy>;

export const TEMPLATES = ['STUDIO', 'SPORT', 'TUTOR', 'SCHOOL'] as const;
export type Template = (typeof TEMPLATES)[number];

const common: Policy = {
  'settlement.mode': 'DIRECTED',
  'settlement.allowPartial': false,
  'subscription.activation': 'ON_FULL_PAYMENT',
  'subscription.carryOver': true,
  'subscription.freezeExtendsEnd': true,
  'training.chargeTiming': 'ON_ATTENDANCE',
  'training.chargeAbsent': false,
  'training.uncovered': 'RECORD_ONLY',
  'cancellation.safeHours': 12,
  'nightly.time': '21:00',
  'renewal.auto': false,
  'renewal.leadDays': 7,
  'expulsion.graceDays': null,
  'invoice.dueDays.subscription': 7,
  'invoice.dueDays.training': 0,
  'invoice.manual': true,
  'reminder.daysBeforeDue': 3,
  'rental.autoInvoice': true,
  'rental.stepMinutes': 1,
  'benefit.onDeactivate': 'KEEP',
  'notify.channels': ['IN_APP'],
  'accountant.reverse': false,
};

/** The defaults of each template, as the table of requirements 3.0 gives them. */
export const templatePolicy: Record<Template, Policy> = {
  STUDIO: {
    ...common,
    'settlement.allowPartial': true,
    'renewal.auto': true,
    'expulsion.graceDays': 14,
    'notify.channels': ['EMAIL', 'SMS'],
  },
  SPORT: {
    ...common,
    'settlement.mode': 'FIFO_BALANCE',
    'subscription.activation': 'ON_CREATION',
    'training.chargeTiming': 'BOTH',
    'training.chargeAbsent': true,
    'training.uncovered': 'INVOICE',
    'notify.channels': ['IN_APP', 'TELEGRAM'],
  },
  TUTOR: { ...common, 'notify.channels': ['TELEGRAM'] },
  SCHOOL: {
    ...common,
    'settlement.mode': 'FIFO_BALANCE',
    'training.chargeTiming': 'BOTH',
    'training.chargeAbsent': true,
    'training.uncovered': 'INVOICE',
  },
};
