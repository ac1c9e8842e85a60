/**
 * The table of endpoints as the web client sees it: addresses as values, shapes as types of the contracts. So the
 * client is checked against what the server really takes and gives, and carries no validator to the browser.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '../src/kernel/contract.ts';

export const WEB_ENDPOINTS = 'web/lib/endpoints.ts';

type Found = { name: string; member: string; module: string; method: string; path: string; query: string };

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'path' in value && 'permission' in value && 'input' in value;

/** Every endpoint that a contract exports, by itself or inside a table of endpoints. */
async function findEndpoints(root: string): Promise<Found[]> {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(?!kernel\/)[a-z]+\/([a-z-]+-)?contract\.ts$/.test(file)).toSorted();
  const found = new Map<string, Found>();
  for (const module of files) {
    const exported = (await import(join(root, 'src', module))) as Record<string, unknown>;
    for (const [key, value] of Object.entries(exported)) {
      const members = isEndpoint(value) ? [[`['${key}']`, value] as const] : membersOf(key, value);
      for (const [member, { name, method, path, query = [] }] of members) {
        const fields = query.length === 0 ? '' : `?${query.join('&')}`;
        if (!path.startsWith('internal:')) found.set(name, { name, member, module, method, path, query: fields });
      }
    }
  }
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const membersOf = (key: string, value: unknown): [string, Endpoint][] =>
  typeof value !== 'object' || value === null ? []
    : Object.entries(value).flatMap(([name, member]): [string, Endpoint][] =>
      isEndpoint(member) ? [[`['${key}']['${name}']`, member]] : []);

/** The text of web/lib/endpoints.ts. */
export async function webEndpoints(root: string): Promise<string> {
  const all = await findEndpoints(root);
  const modules = [...new Set(all.map(({ module }) => module))].toSorted();
  const alias = (module: string): string => `m${modules.indexOf(module)}`;
  return [
    '// Written by `npm run generate` from the contracts: change those.',
    ...modules.map((module) => `import type * as ${alias(module)} from '../../src/${module}';`),
    '',
    '/** Endpoints by name, with the shapes of their contracts. */',
    'export type Endpoints = {',
    ...all.map(({ name, member, module }) => `  '${name}': (typeof ${alias(module)})${member};`),
    '};',
    '',
    '/** Where each endpoint is: method and path, and the fields of a write that stand in the query. */',
    'export const addresses: Readonly<Record<keyof Endpoints, string>> = {',
    ...all.map(({ name, method, path, query }) => `  '${name}': '${method} ${path}${query}',`),
    '};',
    '',
  ].join('\n');
}
