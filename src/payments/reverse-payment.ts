import { operation } from '../kernel/operation.ts';
import { reversePayment as endpoint } from './contract.ts';
import { reverse, tellShortfall } from './reversing-steps.ts';

/** Reverses a payment made by mistake. */
export const reversePayment = operation(endpoint, reverse, { refused: tellShortfall });
