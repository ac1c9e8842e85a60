import type { Rental } from './contract.ts';
import { hoursOf, localTimesOf } from './rules.ts';
import { type RentalRow, loadRentalRow } from './store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The rental as the outside sees it. */
export function presentRental({ timeZone }: Context, rental: RentalRow): Rental {
  const { onDate: _, ...row } = rental;
  return { ...row, ...localTimesOf(row, timeZone), durationHours: hoursOf(row.minutes) };
}

/** The rental; one that is not there, or not the actor's to see, is refused as missing. */
export async function requireRental(context: Context, id: string): Promise<Rental> {
  const row = await loadRentalRow(context, id);
  refuseUnless(row, 'NOT_FOUND');
  return presentRental(context, row);
}
