/** Closed lists that must agree with the code: refusals, endpoints, business rules. */
import type { Endpoint } from '../../src/kernel/contract.ts';
import type { Operation, Reading } from '../../src/kernel/operation.ts';
import { collectRules, mentions } from '../../scripts/rules-table.ts';
import { isOperationFile } from './borders.ts';
import { withoutComments, type SourceFile } from './sources.ts';

/** A code that nobody refuses with is a promise to the outside that is not kept; an unknown one is a typing error. */
export function refusalProblems(codes: readonly string[], files: readonly SourceFile[]): string[] {
  const used = files.filter(({ file }) => file !== 'src/kernel/refusals.ts')
    .map(({ file, text }) => ({ file, text: withoutComments(text) }));
  const unused = codes.filter((code) => !used.some(({ text }) => text.includes(`'${code}'`)))
    .map((code) => `refusal ${code} is never used`);
  const thrown = /(?:new Refusal\(|refuseUnless\([^;]*?,\s*)'([A-Z][A-Z_]+)'/g;
  const unknown = used.flatMap(({ file, text }) =>
    [...text.matchAll(thrown)].filter(([, code = '']) => !codes.includes(code))
      .map(([, code = '']) => `${file}: the refusal ${code} does not exist`));
  return [...unused, ...unknown];
}

/** Changes without an audit record, each with its reason. */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  'session.start': 'there is no tenant yet; attempts are counted on the login',
  'session.end': 'nothing changes but the session itself',
  'session.start-by-link': 'there is no tenant yet; the session records itself, as after a password',
  'session.start-by-code': 'there is no tenant yet; the session records itself, as after a password',
  'session.send-code': 'there is no tenant yet, and nobody may learn whether there will be one',
  'setup.get': 'nobody can sign in yet',
  'setup.create': 'there is no tenant yet; the organisation and its administrator record themselves',
  'setup.demo': 'there is no tenant yet; everything that is told records itself',
  'invoice.pay': 'a signed link shows one invoice to somebody who is nobody here; nothing changes',
  'notice-template.preview': 'nothing changes: a wording is shown with example facts',
};

export type Handler = Operation<Endpoint> | Reading<Endpoint>;
type Named = Pick<Endpoint, 'name' | 'method' | 'path'>;

/** Names and addresses are unique; what changes anything is an operation, what asks is a reading. */
export function endpointProblems(
  endpoints: readonly Named[], handlers: readonly { kind: string; endpoint: Named }[],
): string[] {
  const repeated = (what: string, keys: string[]): string[] =>
    keys.filter((key, index) => keys.indexOf(key) !== index).map((key) => `${what} ${key} is there twice`);
  const address = ({ method, path }: Named): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
  const unserved = endpoints.filter(({ name }) => !(name in NOT_AUDITED)).flatMap((endpoint) => {
    const wanted = endpoint.method === 'GET' ? ['reading', 'operation'] : ['operation'];
    const served = handlers.some((handler) => handler.endpoint === endpoint && wanted.includes(handler.kind));
    return served ? [] : [`endpoint ${endpoint.name} (${address(endpoint)}) is served by no ${wanted[0]}`];
  });
  return [
    ...repeated('endpoint', endpoints.map(({ name }) => name)),
    ...repeated('address', endpoints.map(address)),
    ...repeated('handler of', handlers.map(({ endpoint }) => endpoint.name)),
    ...unserved,
  ];
}

type Loaded = { endpoints: Endpoint[]; handlers: Handler[] };

/** Loads every contract and every operation file, and gives what they export, also from inside plain objects. */
export async function loadEndpoints(files: readonly SourceFile[]): Promise<Loaded> {
  const loaded: Loaded = { endpoints: [], handlers: [] };
  const wanted = files.filter((file) => file.file.endsWith('contract.ts') || isOperationFile(file));
  for (const { file } of wanted.filter((source) => /^src\/(?!kernel)[a-z]+\//.test(source.file))) {
    const module = (await import(new URL(`../../${file}`, import.meta.url).href)) as Record<string, unknown>;
    for (const value of exportsOf(module)) {
      if (isHandler(value)) loaded.handlers.push(value);
      else if (isEndpoint(value)) loaded.endpoints.push(value);
    }
  }
  const unique = <T>(list: T[]): T[] => [...new Set(list)];
  return { endpoints: unique(loaded.endpoints), handlers: unique(loaded.handlers) };
}

function exportsOf(module: Record<string, unknown>): unknown[] {
  return Object.values(module).flatMap((value) =>
    isPlain(value) && !isEndpoint(value) && !isHandler(value) ? Object.values(value) : [value]);
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const isEndpoint = (value: unknown): value is Endpoint =>
  isPlain(value) && 'method' in value && 'path' in value && 'permission' in value;
const isHandler = (value: unknown): value is Handler =>
  isPlain(value) && isEndpoint(value.endpoint) && (value.kind === 'operation' || value.kind === 'reading');

/** Each rule has one id and at least one test that says it. */
export function ruleProblems(files: readonly SourceFile[], tests: readonly SourceFile[]): string[] {
  const ids = collectRules(files).map(({ id }) => id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `rule ${id} is stated twice`);
  const untested = ids.filter((id) => !tests.some(({ file, text }) => !file.includes('tidy') && mentions(text, id)))
    .map((id) => `rule ${id} is mentioned by no test`);
  return [...repeated, ...untested];
}
