/** Words that do not occur: floats and clocks outside their place, SQL outside stores, unfinished work, machine paths. */
import { codeOf, linesWith, withoutComments, type SourceFile } from './sources.ts';

/** Files outside the stores and the kernel that may hold SQL. Each entry says why. */
const SQL_ELSEWHERE: readonly string[] = [];

const isStore = (file: string): boolean => /^src\/[a-z]+\/([a-z-]+-)?store\.ts$/.test(file);
const isKernel = (file: string): boolean => file.startsWith('src/kernel/');

/** SQL outside a store: the `sql` tag, or a query handed to the driver. */
export function sqlProblems(files: readonly SourceFile[]): string[] {
  return files.filter(({ file }) => !isStore(file) && !isKernel(file) && !SQL_ELSEWHERE.includes(file))
    .flatMap(({ file, text }) => linesWith(file, codeOf(text), /\bsql\s*`|\.query\(/, () => 'SQL lives in store.ts'));
}

/** Doors may look at the machine's clock and settings: a business moment always comes from the context. */
const EDGES: readonly string[] = ['src/server.ts', 'src/cli.ts', 'src/worker.ts'];
/** Sessions, lock-outs and second factors live in real time even in a sandbox, or its clock would open doors. */
const livesInRealTime = (file: string): boolean => file.startsWith('src/access/');

type Ban = Readonly<{ pattern: RegExp; why: string; allowed: (file: string) => boolean }>;
const BANS: readonly Ban[] = [
  {
    pattern: /\bparseFloat\b|\btoFixed\b|\bMath\.round\b/,
    why: 'money is whole kopecks, rounded in kernel/money.ts alone',
    allowed: (file) => file === 'src/kernel/money.ts',
  },
  {
    pattern: /\bnew Date\(|\bDate\.now\b|\bTemporal\.Now\.(?!timeZone)/,
    why: 'the time is context.now',
    allowed: (file) => isKernel(file) || EDGES.includes(file) || livesInRealTime(file),
  },
  {
    pattern: /\bprocess\.env\b/,
    why: 'settings come from kernel/config.ts',
    allowed: (file) => isKernel(file) || EDGES.includes(file),
  },
];

export function bannedWords(files: readonly SourceFile[]): string[] {
  return BANS.flatMap(({ pattern, why, allowed }) =>
    files.filter(({ file }) => !allowed(file))
      .flatMap(({ file, text }) => linesWith(file, codeOf(text), pattern, (found) => `${found}: ${why}`)));
}

/** Work that was put off, types that were given up, and tests that do not run. */
export function unfinished(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, text }) => [
    ...linesWith(file, text, /\b(TO\x44O|FIX\x4dE|XX\x58)\b/, (found) => `${found}: do it or open an issue`),
    ...linesWith(file, codeOf(text), /(:|\bas|<|\|)\s*any\b(?!\s*[:(])/, () => 'no any'),
    ...linesWith(file, codeOf(text), /\b(it|test|describe|suite)\.(skip|only|todo)\b/, (found) => `${found}: every test runs`),
    ...linesWith(file, text, /@ts-(ignore|nocheck|expect-error)/, (found) => `${found}: the type checker is not silenced`),
  ]);
}

/** Addresses on the disk of one machine. A path that a program needs is computed, or is a setting. */
export function machinePaths(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, text }) =>
    linesWith(file, file.endsWith('.ts') ? withoutComments(text) : text,
      /(?<![\w.\]}*)-])\/(work|tmp|root)(?=\/|['"`\s]|$)/, (found) => `${found}: a path of one machine`));
}

/** A dictionary beside its only screen is as good as one in a file of its own. */
const DICTIONARY = /\bdictionary\(\{[^]*?\}\);/g;

/** A screen has no text of its own: every word is in a dictionary. A language is called by its own name. */
export function textsOnScreens(files: readonly SourceFile[]): string[] {
  return files.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, text }) => {
    const rest = withoutComments(text).replace(DICTIONARY, (found) => found.replace(/[^\n]/g, ' ')).replaceAll("'Русский'", '');
    return linesWith(file, rest, /[А-Яа-яЁё]{3,}/, (found) => `${found}: texts live in a dictionary`);
  });
}
