import { vatRateOn } from '../catalogue/rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import type { SubscriptionType } from './contract.ts';
import { type TypeRow, loadTypes } from './types-store.ts';

/** The kind of pass as the outside sees it, with the VAT rate of the day. */
export const presentType = (type: TypeRow, on: Day): SubscriptionType => ({ ...type, vatRate: vatRateOn(type.vat, on) });

export async function requireType(context: Context, id: string): Promise<TypeRow> {
  const [type] = await loadTypes(context, [id]);
  refuseUnless(type, 'NOT_FOUND');
  return type;
}
