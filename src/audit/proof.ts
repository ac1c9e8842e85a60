import { checks, runCheck } from '../ledger/proof-store.ts';
import type { Result } from '../kernel/contract.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { type Context, reading } from '../kernel/operation.ts';
import { getProof as proofEndpoint, listAudit as auditEndpoint } from './contract.ts';
import { brokenLinks, loadHead, pageOfAudit, readClock } from './store.ts';

const CHAIN = { ru: 'Журнал действий не изменён: цепочка цела', en: 'The audit trail is unchanged: the chain holds' };

/** Every invariant of the books over the whole organisation, in one snapshot; the first offending row is named. */
async function prove(context: Context): Promise<Result<typeof proofEndpoint>> {
  const { tx, orgId, language } = context;
  const results: Result<typeof proofEndpoint>['checks'] = [];
  const report = (id: string, title: string, found: { rows: number; sample: Record<string, unknown> | null }) =>
    results.push({ id, title, ok: found.rows === 0, rows: found.rows, ...(found.sample && { sample: found.sample }) });
  for (const check of checks) report(check.id, check[language], await runCheck(context, check));
  report('I-22', CHAIN[language], await brokenLinks(context));
  const { at: checkedAt } = await readClock(tx);
  const chainHead = (await loadHead(tx, orgId)) ?? null;
  return { ok: results.every((check) => check.ok), checkedAt, chainHead, checks: results };
}

export const getProof = reading(proofEndpoint, (context) => prove(context));
export const listAudit = reading(auditEndpoint, (context, { page, limit, from, to, ...filter }) =>
  pageOfAudit(context, {
    ...filter,
    from: from && startOfDay(from, context.timeZone),
    before: to && startOfDay(addDays(to, 1), context.timeZone),
  }, page, limit));
