import { organisationEndpoints, whoCan } from './contract.ts';
import { requisitesAfter, rolesWith } from './rules.ts';
import { listNamesOf, loadOrganisation, updateOrganisation } from './store.ts';
import { changedFacts } from '../kernel/changes.ts';
import { isTimeZone } from '../kernel/day.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

export const readOrganisation = reading(organisationEndpoints.get, (context) => loadOrganisation(context));

/** A new time zone moves the border between days, so nothing else may be under way. */
export const changeOrganisation = operation(organisationEndpoints.update, async (context, input) => {
  const { name, timeZone, requisites } = await loadOrganisation(context);
  const before = { name, timeZone, ...requisites };
  const after = {
    name: input.name ?? name, timeZone: input.timeZone ?? timeZone, ...requisitesAfter(requisites, input),
  };
  refuseUnless(isTimeZone(after.timeZone), 'TIME_ZONE_UNKNOWN', { timeZone: after.timeZone });
  await updateOrganisation(context, after);
  return {
    result: await loadOrganisation(context),
    audit: { entityType: 'organisation', entityId: context.orgId, ...changedFacts(before, after) },
  };
}, { exclusive: true });

/** Whom to ask when a button is not for the actor: nothing but first names is told. */
export const listWhoCan = reading(whoCan, async (context, { permission }) => {
  const roles = rolesWith(permission, context.policy);
  return { people: await listNamesOf(context, roles) };
});
