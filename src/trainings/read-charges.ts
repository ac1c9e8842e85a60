import { type Context, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { listCharges as endpoint } from './contract.ts';
import { type Only, pageOfCharges } from './reading-store.ts';

/** What was charged for trainings; a family sees its own children, a trainer his own trainings. */
export const listCharges = reading(endpoint, async (context, { page, limit, ...filter }) => {
  const { total, charges } = await pageOfCharges(context, filter, onlyOf(context), { page, limit });
  return { charges, pagination: { total, page, limit } };
});

function onlyOf({ scope, actor }: Context): Only {
  if (scope === 'all') return {};
  if (actor.role === 'TRAINER') return { trainerId: actor.userId };
  if (actor.role === 'CLIENT') {
    refuseUnless(actor.clientId, 'FORBIDDEN');
    return { clientId: actor.clientId };
  }
  refuseUnless(actor.studentId, 'FORBIDDEN');
  return { studentId: actor.studentId };
}
