import { operation } from '../kernel/operation.ts';
import { registerPayment as endpoint } from './contract.ts';
import { lookAhead, takePayment } from './taking-steps.ts';

/** Takes money. */
export const registerPayment = operation(endpoint, takePayment, { ahead: lookAhead });
