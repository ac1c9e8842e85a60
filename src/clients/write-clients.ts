import { lockCategory } from './benefits-store.ts';
import { factsOf, presentClient, requireClient } from './load-client.ts';
import { clientEndpoints } from './contract.ts';
import { NEW_CLIENT, checkBenefit, clientAfter } from './rules.ts';
import { deleteClient, insertClient, isEmptyClient, isErased, loadClientBenefits, lockClients,
  updateClient } from './store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

/** The category that a request gives to a client, held against deactivation until the operation ends. */
async function givenCategory(context: Context, id: string | null | undefined) {
  if (!id) return null;
  const category = await lockCategory(context, id, 'assign');
  refuseUnless(category, 'NOT_FOUND');
  return category;
}

export const createClient = operation(clientEndpoints.create, async (context, input) => {
  const category = await givenCategory(context, input.benefitCategoryId);
  const facts = clientAfter(NEW_CLIENT, input);
  checkBenefit(NEW_CLIENT, facts, category);
  const id = uuidv7();
  await insertClient(context, id, facts);
  return {
    result: presentClient(await requireClient(context, id)),
    audit: { entityType: 'client', entityId: id, clientId: id, after: statedFacts(facts) },
  };
});

/** The category is locked before the client, as the deactivation of a category does. */
export const changeClient = operation(clientEndpoints.update, async (context, { id, ...input }) => {
  const given = await givenCategory(context, input.benefitCategoryId);
  await lockClients(context, [id]);
  refuseUnless(!await isErased(context, id), 'PERSON_ERASED');
  const [card, [benefit]] = await Promise.all([
    requireClient(context, id), loadClientBenefits(context, [id]),
  ]);
  const before = factsOf(card);
  const after = clientAfter(before, input);
  checkBenefit(before, after, input.benefitCategoryId === undefined ? benefit?.category ?? null : given);
  await updateClient(context, id, after);
  return {
    result: presentClient(await requireClient(context, id)),
    audit: { entityType: 'client', entityId: id, clientId: id, ...changedFacts(before, after) },
  };
});

/** An empty client goes; one with history stays and is only switched off, or money would disappear (C-08). */
export const removeClient = operation(clientEndpoints.remove, async (context, { id }) => {
  await lockClients(context, [id]);
  const before = factsOf(await requireClient(context, id));
  const audit = { entityType: 'client', entityId: id, clientId: id };
  if (await isEmptyClient(context, id)) {
    await deleteClient(context, id);
    return { result: { deleted: true, client: null }, audit: { ...audit, before: statedFacts(before) } };
  }
  const after = { ...before, isActive: false };
  await updateClient(context, id, after);
  return {
    result: { deleted: false, client: presentClient(await requireClient(context, id)) },
    audit: { ...audit, ...changedFacts(before, after) },
  };
});
