import { loadOrganisation } from '../access/store.ts';
import type { Context } from '../kernel/operation.ts';

/** The organisation as papers name it. */
export async function loadSeller(context: Context) {
  const { name, currency, timeZone, requisites } = await loadOrganisation(context);
  return { name, currency, timeZone, requisites };
}
