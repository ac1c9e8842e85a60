/**
 * Every screen as a case: the table of the product (web/app/screens.ts), with what only the tests know added to it:
 * ids for the paths, and the doors that stand before the table.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../../scripts/check.ts';
import type { Role } from '../../../src/kernel/permissions.ts';
import type { PageOptions } from './browser.ts';
import type { FactName } from './facts.ts';
import type { Site, World } from './site.ts';

export type App = 'office' | 'trainer' | 'family' | 'door';
export type ScreenCase = Readonly<{
  name: string; app: App; world: World;
  /** Nobody is signed in at a door. */
  role: Role | undefined;
  /** All for whom it is made. */
  roles: readonly Role[];
  /** Where people of this role use it. */
  viewport: NonNullable<PageOptions['viewport']>;
  path(site: Site): string;
  /** Whether it shows one certain thing, which has to be there. */
  isOfOneThing: boolean;
}>;

type Row = { name: string; path: string; app: Exclude<App, 'door'>; roles: readonly Role[] };
type Table = Record<'officeScreens' | 'trainerScreens' | 'familyScreens', readonly Row[]>;

/** What stands for the `$id` of a screen. */
const IDS: Readonly<Record<string, FactName>> = {
  training: 'training', group: 'group', client: 'family', statement: 'family', pass: 'pass', invoice: 'overdueInvoice',
  payment: 'payment', reverse: 'payment', receipt: 'payment', night: 'night', roster: 'training',
  'my-invoice': 'familyInvoice', why: 'overdueInvoice', import: 'import', reconciliation: 'reconciliation',
  'bank-statement': 'bankStatement',
};
const PARTS: Readonly<Record<string, Readonly<Record<string, string>>>> = { why: { kind: 'invoice' } };

const door = (name: string, world: World): ScreenCase =>
  ({ name, app: 'door', world, role: undefined, roles: [], viewport: 'desk', path: () => '/', isOfOneThing: false });
const DOORS: readonly ScreenCase[] = [door('sign-in', 'fresh'), door('setup', 'empty')];

// A path that the type checker does not follow: the table imports components, which are checked as a project of their own.
const file = pathToFileURL(join(root, 'web', 'app', 'screens.ts')).href;
const { officeScreens, trainerScreens, familyScreens } = (await import(/* @vite-ignore */ file)) as Table;

export const screens: readonly ScreenCase[] = [
  ...[...officeScreens, ...trainerScreens, ...familyScreens].map(caseOf), ...DOORS,
];

function caseOf({ name, path, app, roles }: Row): ScreenCase {
  return {
    name, app, world: 'year', roles, isOfOneThing: path.includes('$'),
    role: roles.includes('ADMIN') ? 'ADMIN' : roles[0], viewport: app === 'office' ? 'desk' : 'phone',
    path: ({ facts }) => path.replace(/\$(\w+)/g, (_all, part: string) => {
      const fact = IDS[name];
      const value = part === 'id' && fact !== undefined ? facts[fact] : PARTS[name]?.[part];
      if (value === undefined) throw new Error(`harness/screens.ts does not say what $${part} of the screen ${name} is`);
      return value;
    }),
  };
}
