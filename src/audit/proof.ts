import { addDays, startOfDay } from '../kernel/day.ts';
import { reading } from '../kernel/operation.ts';
import { getProof as proofEndpoint, listAudit as auditEndpoint } from './contract.ts';
import { prove } from './load-proof.ts';
import { pageOfAudit } from './store.ts';

export const getProof = reading(proofEndpoint, (context) => prove(context));
export const listAudit = reading(auditEndpoint, (context, { page, limit, from, to, ...filter }) =>
  pageOfAudit(context, {
    ...filter,
    from: from && startOfDay(from, context.timeZone),
    before: to && startOfDay(addDays(to, 1), context.timeZone),
  }, page, limit));
