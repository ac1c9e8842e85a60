import { type Permission, ROLES, type Role, type Scope, permissions, scopeOf } from '../kernel/permissions.ts';
import type { Policy } from '../kernel/policy.ts';
import { Refusal, refuseUnless } from '../kernel/refusal.ts';
import { type Requisites, isRequisite, tidyRequisite, wrongRequisite } from '../kernel/requisites.ts';

/**
 * The policy after a change. Balances pay whole invoices only, so FIFO_BALANCE never goes with partial payment:
 * choosing the mode switches it off, asking for both is refused (C-12).
 */
export function policyAfter(before: Policy, change: { [K in keyof Policy]?: Policy[K] | undefined }): Policy {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const after: Policy = { ...before, ...(given as Partial<Policy>) };
  if (after['settlement.mode'] !== 'FIFO_BALANCE') return after;
  refuseUnless(change['settlement.allowPartial'] !== true, 'SETTINGS_INVALID', {}, {
    errors: [{ path: 'settlement.allowPartial', message: 'settlement.mode = FIFO_BALANCE' }],
  });
  return { ...after, 'settlement.allowPartial': false };
}

/** A half-paid invoice has no place among whole ones: it is settled or released before the mode changes (C-12). */
export const entersFifo = (before: Policy, after: Policy): boolean =>
  before['settlement.mode'] !== 'FIFO_BALANCE' && after['settlement.mode'] === 'FIFO_BALANCE';

export type Person = { clientId: string | null; studentId: string | null };

/** A CLIENT is bound to his client and a STUDENT to his student; nobody else is bound to anybody (3.9). */
export function personOf(role: Role, given: { clientId?: string | undefined; studentId?: string | undefined }): Person {
  const clientId = given.clientId ?? null;
  const studentId = given.studentId ?? null;
  refuseUnless((role === 'CLIENT') === (clientId !== null), 'PERSON_REQUIRED');
  refuseUnless((role === 'STUDENT') === (studentId !== null), 'PERSON_REQUIRED');
  return { clientId, studentId };
}

/** Every permission that the role has under the policy, with its reach. */
export function permissionsOf(role: Role, policy: Policy): Record<string, Scope> {
  const reach = (name: string) => scopeOf(name as Permission, role, policy['accountant.reverse']);
  const pairs = Object.keys(permissions).map((name) => [name, reach(name)] as const);
  return Object.fromEntries(pairs.filter((pair): pair is readonly [string, Scope] => pair[1] !== undefined));
}

/** Who has the permission under the policy, those without whom the organisation cannot be run last. */
export function rolesWith(name: string, policy: Policy): Role[] {
  refuseUnless(Object.hasOwn(permissions, name), 'NOT_FOUND');
  const all = ROLES.filter((role) => scopeOf(name as Permission, role, policy['accountant.reverse']) === 'all');
  return all.toSorted((a, b) => Number(a === 'ADMIN') - Number(b === 'ADMIN'));
}

/** What the organisation prints on its papers. */
export type OrganisationRequisites = Requisites & { legalName: string | null; address: string | null; phone: string | null };
type Given<T> = { [K in keyof T]?: T[K] | null | undefined };

/**
 * ORG-1. The requisites of the organisation pass the same control digits as a client's; a blank text empties a field.
 * ru: Реквизиты организации проверяются так же, как реквизиты клиента; пустой текст очищает поле.
 * Source: C-04, issue 4.
 */
export function requisitesAfter(
  before: OrganisationRequisites, given: Given<OrganisationRequisites>,
): OrganisationRequisites {
  const tidy = (key: string, text: string): string | null =>
    (isRequisite(key) ? tidyRequisite(text) : text.normalize('NFC').replace(/\s+/gu, ' ').trim() || null);
  const said = Object.keys(before).flatMap((key) => {
    const text = given[key as keyof OrganisationRequisites];
    return text === undefined ? [] : [[key, text === null ? null : tidy(key, text)] as const];
  });
  const after: OrganisationRequisites = { ...before, ...Object.fromEntries(said) };
  const wrong = said.length === 0 ? undefined : wrongRequisite({ ...after, kind: 'LEGAL' });
  const errors = [{ path: wrong, message: '' }];
  if (wrong !== undefined) throw new Refusal('REQUISITE_INVALID', { field: wrong }, { errors });
  return after;
}

/** How long a session lives, how many wrong attempts close a login, and for how long. */
export const SESSION_HOURS = 12;
export const MAX_FAILURES = 5;
export const LOCK_MINUTES = 15;

/** A token names its organisation, so that the row behind it can be looked up inside the tenant. */
export const compactId = (id: string): string => id.replaceAll('-', '');
const expanded = (hex: string): string => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export type Token = { kind: 'key' | 'session'; orgId: string; token: string };

/** Reads an API key, `saldo_<organisation>_<random>`; undefined when it cannot be one. */
export function readApiKey(authorization: string): Token | undefined {
  const match = /^bearer +(saldo_([0-9a-f]{32})_[\w-]{32,64})$/i.exec(authorization.trim());
  return match ? { kind: 'key', orgId: expanded(match[2]!.toLowerCase()), token: match[1]! } : undefined;
}

/** Reads a session cookie, `<organisation>.<random>`; undefined when it cannot be one. */
export function readSession(cookie: string): Token | undefined {
  const match = /^([0-9a-f]{32})\.[\w-]{32,64}$/.exec(cookie);
  return match ? { kind: 'session', orgId: expanded(match[1]!), token: cookie } : undefined;
}
