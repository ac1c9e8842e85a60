import { expireBefore } from './store.ts';
import { type Context, today } from '../kernel/operation.ts';

/** Ends the reservations whose term is over (RES-1); gives their number. The day's job calls it. */
export const expireReservations = (context: Context): Promise<number> => expireBefore(context, today(context));
