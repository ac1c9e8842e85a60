import { branchEndpoints } from './contract.ts';
import {
  type BranchRow, clearMainBranch, countBranches, insertBranch, listBranches as findBranches, lockBranches,
  updateBranch,
} from './store.ts';
import { changedFacts, statedFacts } from '../kernel/changes.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const factsOf = ({ name, address, isMain, isActive }: BranchRow) => ({ name, address, isMain, isActive });

export const listBranches = reading(branchEndpoints.list, async (context, { page, limit }) => {
  const [branches, total] = await Promise.all([findBranches(context, { page, limit }), countBranches(context)]);
  return { branches, pagination: { total, page, limit } };
});

export const createBranch = operation(branchEndpoints.create, async (context, input) => {
  const branch: BranchRow = {
    id: uuidv7(), name: input.name, address: input.address || null, isMain: false, isActive: true,
    createdAt: context.now,
  };
  await insertBranch(context.tx, context.orgId, branch);
  return {
    result: branch,
    audit: { entityType: 'branch', entityId: branch.id, after: statedFacts(factsOf(branch)) },
  };
});

/** There is always one main branch, and it is active: money that names no branch is taken there. */
export const changeBranch = operation(branchEndpoints.update, async (context, { id, ...input }) => {
  const before = (await lockBranches(context)).find((branch) => branch.id === id);
  refuseUnless(before, 'NOT_FOUND');
  const after: BranchRow = {
    ...before,
    name: input.name ?? before.name,
    address: input.address === undefined ? before.address : input.address || null,
    isMain: input.isMain ?? before.isMain,
    isActive: input.isActive ?? before.isActive,
  };
  refuseUnless(!after.isMain || after.isActive, 'MAIN_BRANCH');
  if (after.isMain && !before.isMain) await clearMainBranch(context);
  await updateBranch(context, after);
  return {
    result: after,
    audit: { entityType: 'branch', entityId: id, ...changedFacts(factsOf(before), factsOf(after)) },
  };
});
