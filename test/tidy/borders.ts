/** Who may import whom: the layers inside a domain and the acyclic table of edges between domains. */
import { codeOf, importsOf, type Import, type SourceFile } from './sources.ts';

/**
 * Allowed edges between domains. What a domain may import from another is its contract, its
 * rules, its stores, its loaders (`load-*.ts`: objects made of rows by the rules) and its steps (`*-steps.ts`: a part
 * that several operations share, such as issuing an invoice or charging a training).
 * A domain stands only to the right of those that come below it, so there is no cycle.
 */
export const EDGES: Readonly<Record<string, readonly string[]>> = {
  access: [],
  clients: ['access'],
  catalogue: ['access'],
  notices: ['access', 'clients'],
  schedule: ['access', 'clients', 'notices'],
  ledger: ['access', 'clients', 'catalogue', 'schedule', 'notices'],
  invoices: ['ledger', 'clients', 'catalogue', 'notices'],
  subscriptions: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'schedule', 'notices'],
  sales: ['clients', 'ledger', 'invoices', 'subscriptions', 'notices'],
  payments: ['ledger', 'invoices', 'clients', 'subscriptions', 'notices'],
  trainings: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'schedule', 'subscriptions', 'notices'],
  rentals: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'schedule', 'notices'],
  reservations: ['clients', 'catalogue', 'invoices'],
  printing: ['access', 'clients', 'invoices', 'payments'],
  audit: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'payments', 'subscriptions', 'trainings', 'printing'],
  uploads: [],
  jobs: ['access', 'clients', 'ledger', 'invoices', 'schedule', 'subscriptions', 'trainings', 'reservations', 'notices',
    'audit', 'uploads'],
  reports: ['invoices', 'audit', 'jobs'],
  desk: ['access', 'clients', 'ledger', 'invoices', 'payments', 'schedule', 'subscriptions', 'trainings', 'audit', 'jobs'],
  backup: ['access', 'audit', 'notices'],
  maintenance: ['backup', 'access', 'clients', 'catalogue', 'ledger', 'invoices', 'payments', 'audit', 'jobs', 'trainings'],
  bank: ['access', 'clients', 'ledger', 'invoices', 'payments', 'uploads'],
  live: [],
  archive: ['access', 'clients', 'audit'],
  loyalty: ['access', 'clients', 'jobs'],
  opening: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'subscriptions', 'uploads'],
  demo: ['access', 'clients', 'catalogue', 'ledger', 'invoices', 'sales', 'payments', 'schedule', 'subscriptions',
    'trainings', 'rentals', 'reservations', 'notices', 'jobs', 'audit', 'maintenance'],
};

/** What rules may use of the kernel: nothing that has a clock, a database or an environment. */
const PURE_KERNEL = ['money', 'day', 'refusal', 'refusals', 'permissions', 'policy', 'requisites', 'search'];
/** What a cell of a table means: text in, a value out. */
const PURE_FORMATS = ['src/integrations/tables/values.ts'];

type Layer = 'contract' | 'rules' | 'store' | 'loader' | 'step' | 'operation' | 'table' | 'helper' | 'door' | 'kernel' | 'package';
type Place = Readonly<{ domain: string; layer: Layer }>;

const NAMED: readonly (readonly [RegExp, Layer])[] = [
  [/^src\/kernel\//, 'kernel'],
  // Formats of other programs (mail, banks): like the kernel they know no business.
  [/^src\/integrations\//, 'kernel'],
  [/^src\/[^/]+\.ts$/, 'door'],
  [/\/([a-z-]+-)?contract\.ts$/, 'contract'],
  [/\/([a-z-]+-)?rules\.ts$/, 'rules'],
  [/\/([a-z-]+-)?store\.ts$/, 'store'],
  [/\/load-[a-z-]+\.ts$/, 'loader'],
  [/\/([a-z-]+-)?steps\.ts$/, 'step'],
  [/\/([a-z-]+-)?(routes|jobs|commands)\.ts$/, 'table'],
];

export const isOperationFile = ({ file, text }: SourceFile): boolean =>
  !file.startsWith('src/kernel/') && /(?<![.\w])(operation|reading|procedure)(<[^()]*>)?\(/.test(codeOf(text));

/** Every import that crosses a border it may not cross. */
export function borderProblems(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.file, file]));
  const placeOf = (path: string): Place => {
    if (!path.startsWith('src/')) return { domain: '', layer: 'package' };
    const domain = path.split('/')[1]!;
    const named = NAMED.find(([pattern]) => pattern.test(path))?.[1];
    const source = byPath.get(path);
    return { domain, layer: named ?? (source && isOperationFile(source) ? 'operation' : 'helper') };
  };
  return files.flatMap((source) => {
    const from = placeOf(source.file);
    const unknown = !(from.domain in EDGES) && from.layer !== 'kernel' && from.layer !== 'door';
    if (unknown) return [`${source.file}: the domain ${from.domain} is not in the table of edges`];
    return importsOf(source).flatMap((imported) => {
      const why = forbidden(from, placeOf(imported.path), imported, byPath, placeOf);
      return why === undefined ? [] : [`${source.file} imports ${imported.path}: ${why}`];
    });
  });
}

/** Why the import is forbidden; undefined when it is not. */
function forbidden(
  from: Place, to: Place, imported: Import, byPath: Map<string, SourceFile>, placeOf: (path: string) => Place,
): string | undefined {
  if (to.layer === 'package' || from.layer === 'door') return undefined;
  if (from.layer === 'kernel') return to.layer === 'kernel' ? undefined : 'the kernel knows no business';
  if (to.layer === 'door') return 'nothing imports a door';
  if (to.layer !== 'kernel' && to.domain !== from.domain) {
    const why = acrossDomains(from, to);
    if (why !== undefined) return why;
  }
  if (to.layer === 'operation' && from.layer !== 'table' && from.domain !== 'demo') {
    return 'only routes, jobs, the demo and the doors import an operation';
  }
  if (from.layer === 'contract') {
    return to.layer === 'kernel' || to.layer === 'contract' ? undefined : 'a contract imports the kernel and contracts';
  }
  if (from.layer === 'rules') return impure(imported.path, to, byPath, placeOf, new Set());
  if (from.layer === 'store') return badForStore(from, to, imported);
  return undefined;
}

function acrossDomains(from: Place, to: Place): string | undefined {
  if (!EDGES[from.domain]!.includes(to.domain)) return `there is no edge ${from.domain} → ${to.domain}`;
  const open = ['contract', 'rules', 'store', 'loader', 'step'].includes(to.layer);
  // A table decides nothing: a command may tie another domain's operation to the command line, as a route does.
  return open || from.domain === 'demo' || from.layer === 'table' ? undefined : "another domain's contract, rules, stores, loaders and steps are all it shows";
}

/** Rules may be spread over helpers of their domain, and then the helpers are as pure as the rules. */
function impure(
  path: string, to: Place, byPath: Map<string, SourceFile>, placeOf: (path: string) => Place, seen: Set<string>,
): string | undefined {
  if (to.layer === 'contract' || to.layer === 'rules' || to.layer === 'package') return undefined;
  if (to.layer === 'kernel') {
    const allowed = PURE_KERNEL.some((name) => path === `src/kernel/${name}.ts`) || PURE_FORMATS.includes(path);
    return allowed ? undefined : `rules use only kernel/{${PURE_KERNEL.join(',')}}`;
  }
  if (to.layer !== 'helper') return `rules do not import a ${to.layer}`;
  const source = byPath.get(path);
  if (!source || seen.has(path)) return undefined;
  seen.add(path);
  return importsOf(source).map((next) => impure(next.path, placeOf(next.path), byPath, placeOf, seen))
    .find((why) => why !== undefined);
}

function badForStore(from: Place, to: Place, imported: Import): string | undefined {
  if (to.layer === 'kernel' || imported.typeOnly) return undefined;
  if (to.layer === 'contract') return undefined;
  const own = to.domain === from.domain;
  if (own && (to.layer === 'store' || to.layer === 'helper')) return undefined;
  return `a store decides nothing, so of a ${to.layer} it takes only types`;
}
