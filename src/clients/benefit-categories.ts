import {
  type CategoryRow, clearHolders, findCategories, insertCategory, isNameClash, lockCategory, updateCategory,
} from './benefits-store.ts';
import { benefitEndpoints } from './contract.ts';
import { tidyLine } from './rules.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { decimalText } from '../kernel/money.ts';
import { type Context, type Done, operation, reading } from '../kernel/operation.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const factsOf = ({ name, discountPercent, description, requiresDocument, isActive }: CategoryRow) =>
  ({ name, discountPercent: decimalText(discountPercent), description, requiresDocument, isActive });

function nameOf(text: string): string {
  const name = tidyLine(text);
  refuseUnless(name, 'NAME_REQUIRED');
  return name;
}

async function requireCategory(context: Context, id: string): Promise<CategoryRow> {
  const category = await lockCategory(context, id, 'change');
  refuseUnless(category, 'NOT_FOUND');
  return category;
}

/** Writes the change; a category that stops being active leaves its holders when the organisation chose CLEAR (C-56). */
async function change(context: Context, before: CategoryRow, after: CategoryRow): Promise<Done<CategoryRow>> {
  await updateCategory(context, after).catch((error: unknown) => {
    throw isNameClash(error) ? new Refusal('NAME_TAKEN') : error;
  });
  const clears = before.isActive && !after.isActive && context.policy['benefit.onDeactivate'] === 'CLEAR';
  const clearedHolders = clears ? await clearHolders(context, before.id) : undefined;
  const facts = changedFacts(factsOf(before), factsOf(after));
  return {
    result: after,
    audit: {
      entityType: 'benefitCategory', entityId: before.id, before: facts.before,
      after: clearedHolders === undefined ? facts.after : { ...facts.after, clearedHolders },
    },
  };
}

export const listBenefitCategories = reading(benefitEndpoints.list, async (context, { active }) => ({
  categories: await findCategories(context, active),
}));

export const createBenefitCategory = operation(benefitEndpoints.create, async (context, input) => {
  const { discountPercent, requiresDocument } = input;
  const category: CategoryRow = {
    id: uuidv7(), name: nameOf(input.name), discountPercent, description: input.description || null, requiresDocument,
    isActive: true,
  };
  refuseUnless(await insertCategory(context, category), 'NAME_TAKEN');
  const audit = { entityType: 'benefitCategory', entityId: category.id, after: statedFacts(factsOf(category)) };
  return { result: category, audit };
});

export const changeBenefitCategory = operation(benefitEndpoints.update, async (context, { id, ...input }) => {
  const before = await requireCategory(context, id);
  const after: CategoryRow = {
    id,
    name: input.name === undefined ? before.name : nameOf(input.name),
    discountPercent: input.discountPercent ?? before.discountPercent,
    description: input.description === undefined ? before.description : input.description || null,
    requiresDocument: input.requiresDocument ?? before.requiresDocument,
    isActive: input.isActive ?? before.isActive,
  };
  return change(context, before, after);
});

/** Nothing is deleted: invoices and clients keep pointing at the category (S2-241). */
export const deactivateBenefitCategory = operation(benefitEndpoints.remove, async (context, { id }) => {
  const before = await requireCategory(context, id);
  return change(context, before, { ...before, isActive: false });
});
