import { termEndpoints } from './contract.ts';
import { checkTerm, tidyName } from './rules.ts';
import { type TermRow, deleteTerm, findTerms, insertTerm, lockTerm, termHasReservations, updateTerm } from './store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const factsOf = ({ name, startDate, endDate }: TermRow) => ({ name, startDate, endDate });

async function requireTerm(context: Context, id: string): Promise<TermRow> {
  const term = await lockTerm(context, id);
  refuseUnless(term, 'NOT_FOUND');
  return term;
}

export const listTerms = reading(termEndpoints.list, async (context) => ({ terms: await findTerms(context) }));

export const createTerm = operation(termEndpoints.create, async (context, { name, startDate, endDate }) => {
  const term = { id: uuidv7(), name: tidyName(name), startDate, endDate };
  checkTerm(term);
  await insertTerm(context, term);
  return { result: term, audit: { entityType: 'term', entityId: term.id, after: factsOf(term) } };
});

export const changeTerm = operation(termEndpoints.update, async (context, { id, ...input }) => {
  const before = await requireTerm(context, id);
  const { startDate = before.startDate, endDate = before.endDate } = input;
  const after = { id, name: input.name === undefined ? before.name : tidyName(input.name), startDate, endDate };
  checkTerm(after);
  await updateTerm(context, after);
  return {
    result: after,
    audit: { entityType: 'term', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) },
  };
});

export const removeTerm = operation(termEndpoints.remove, async (context, { id }) => {
  const before = await requireTerm(context, id);
  refuseUnless(!await termHasReservations(context, id), 'TERM_IN_USE');
  await deleteTerm(context, id);
  return { result: { deleted: true }, audit: { entityType: 'term', entityId: id, before: factsOf(before) } };
});
