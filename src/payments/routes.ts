import { correctPayment } from './correct-payment.ts';
import { createRefund } from './create-refund.ts';
import { closePeriod, getPeriods, reopenPeriod } from './periods.ts';
import { clientPayments, getPayment, listDocuments, listPayments, listRefunds } from './read-payments.ts';
import { registerPayment } from './register-payment.ts';
import { reversePayment } from './reverse-payment.ts';
import { closeShift, getShift, listShifts, openShift } from './shifts.ts';

export const paymentRoutes = [
  registerPayment, reversePayment, correctPayment, createRefund, listPayments, getPayment, clientPayments,
  listRefunds, listDocuments,
  openShift, closeShift, getShift, listShifts, getPeriods, closePeriod, reopenPeriod,
];
