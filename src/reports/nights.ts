import { nights } from './contract.ts';
import { loadNights } from './nights-store.ts';
import { reading } from '../kernel/operation.ts';

/** The job of the night, as it is named among the runs. */
const NIGHT = 'nightly-charges';

export const reportNights = reading(nights, async (context, { limit }) =>
  ({ nights: await loadNights(context, NIGHT, limit) }));
