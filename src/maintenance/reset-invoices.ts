import { countInvoices as countEndpoint, resetInvoices as endpoint } from './reset-contract.ts';
import { ROOTS } from './reset-rules.ts';
import { loadShape, proofRows, refuseWorse } from './reset-steps.ts';
import {
  applyChange, changesOf, countGone, countReversed, countTables, deleteAll, deletePart, findPayers, linesOf, loadPlace,
  loadSchema, postBack,
} from './reset-store.ts';
import { writeBundle } from './undo-bundle.ts';
import { lockClients } from '../clients/store.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { VERSION } from '../kernel/version.ts';

export const countInvoices = reading(countEndpoint, countTables);

/**
 * Deletes every invoice of the organisation with what is a part of it; the payments stay and become credit (S0, C-66).
 * All or nothing, alone in the organisation, and by the role that owns the tables: call it with `asOwner`. The undo
 * bundle is on the disk and read back before the first row is changed.
 */
export const resetInvoices = operation(endpoint, async (context, { bundle }) => {
  const payers = await findPayers(context);
  await lockClients(context, payers);
  const { plan, shapes } = await loadShape(context);
  refuseUnless(plan.blocking.length === 0, 'RESET_BLOCKED', { tables: plan.blocking.join(', ') });
  const before = await countTables(context);
  const proven = await proofRows(context);
  const changes = changesOf(context, plan.changed);

  const { name: organisation, ...place } = await loadPlace(context);
  await writeBundle(bundle, {
    kind: 'saldo-undo-reset', version: 1, program: VERSION, schema: await loadSchema(context), orgId: context.orgId,
    organisation, operationId: context.operationId, at: context.now.toString(), ...place,
    proof: Object.fromEntries(proven),
  }, linesOf(context, plan, changes, shapes));

  const chargesReversed = await countReversed(context);
  const gone: Record<string, number> = {};
  for (const part of plan.gone) gone[part.table] = await countGone(context, part);
  const transfers = await postBack(context);
  const changed: Record<string, number> = {};
  // The clients come first: their credit is reckoned from what is about to go.
  for (const change of changes.toReversed()) changed[change.table] = await applyChange(context, change);
  for (const part of plan.gone.toReversed()) if (part.byHand) await deletePart(context, part);
  const deleted: number[] = [];
  for (const table of ROOTS) deleted.push(await deleteAll(context, table));
  await refuseWorse(context, proven, 'RESET_UNPROVEN');

  const [reservations = 0, creditAllocations = 0, invoices = 0] = deleted;
  const result = {
    deleted: { reservations, creditAllocations, invoices }, gone, changed, chargesReversed, clients: payers.length,
    transfers,
  };
  return {
    result,
    audit: {
      entityType: 'organisation', entityId: context.orgId, before,
      after: { ...await countTables(context), gone, changed, chargesReversed, transfers },
    },
  };
}, { exclusive: true });
