/** The person as the operations need him: his row, his ids, and everything that names him. */
import { type Known, type Patterns, fullNames, patternsOf } from './personal-rules.ts';
import { type Ids, type PersonRow, findPerson, loadFormer, loadIds, loadPeople } from './personal-store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

export type Person = { row: PersonRow; ids: Ids };

export async function requirePerson(context: Context, clientId: string): Promise<Person> {
  const row = await findPerson(context, clientId);
  refuseUnless(row, 'NOT_FOUND');
  return { row, ids: await loadIds(context, clientId) };
}

const NAMES = ['firstName', 'lastName', 'middleName'];
const CONTACTS = ['phone', 'email', 'address', 'cardNumber', 'inn', 'benefitDocumentNumber'];
const given = (values: readonly unknown[]): string[] =>
  values.filter((value): value is string => typeof value === 'string' && value.trim() !== '');

/** Everything that names the person, as it is and as the audit trail remembers it. A company's own name names nobody. */
export async function loadPatterns(context: Context, { row, ids }: Person): Promise<Patterns> {
  const isPerson = row.kind === 'PERSON';
  const people = await loadPeople(context, ids);
  const former = await loadFormer(context, ids, [...NAMES, ...CONTACTS, ...(isPerson ? ['name'] : [])]);
  const known: Known = {
    full: given([
      ...fullNames(row.firstName, row.lastName, row.middleName), ...(isPerson ? [row.name] : []),
      ...people.flatMap(({ firstName, lastName, name }) => [...fullNames(firstName, lastName, null), name]),
      ...former.filter(({ key }) => key === 'name').map(({ value }) => value),
    ]),
    parts: given([
      row.firstName, row.lastName, row.middleName, ...people.flatMap(({ firstName, lastName, name }) =>
        [firstName, lastName, name]),
      ...former.filter(({ key }) => NAMES.includes(key)).map(({ value }) => value),
    ]),
    contacts: given([
      row.phone, row.email, row.address, row.cardNumber, row.benefitDocumentNumber, isPerson ? row.inn : null,
      ...people.flatMap(({ contacts }) => contacts),
      ...former.filter(({ key }) => CONTACTS.includes(key) && (isPerson || key !== 'inn')).map(({ value }) => value),
    ]),
  };
  return patternsOf(known);
}
