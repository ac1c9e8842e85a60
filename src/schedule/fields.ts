import { tidyLine } from '../clients/rules.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** One line of text; a name that has nothing else is refused. */
export function tidyName(given: string): string {
  const name = tidyLine(given);
  refuseUnless(name, 'NAME_REQUIRED');
  return name;
}

/** What a change gives for a field, also when that is nothing; what was there when the change does not speak of it. */
export const orKept = <T>(given: T | undefined, before: T): T => (given === undefined ? before : given);
