/** What the house rules read: the source files, with and without comments and strings, and what each one imports. */
import { type SourceFile, readTree } from '../../scripts/rules-table.ts';
import { root } from '../../scripts/check.ts';

export type { SourceFile };
export { root };

const trees = new Map<string, SourceFile[]>();
/** The TypeScript files of a folder; read once for all checks. */
export function sources(folder: 'src' | 'web' | 'test' | 'scripts'): SourceFile[] {
  let files = trees.get(folder);
  if (!files) trees.set(folder, (files = readTree(root, folder)));
  return files.filter(({ file }) => /\.tsx?$/.test(file));
}

/** A file that exists only for a planted fault. */
export const planted = (file: string, text: string): SourceFile => ({ file, text });

// A comment, a quoted string, or a regular expression (which only follows what cannot end a value).
const NOT_CODE =
  /\/\*[^]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<=[=(,:[!&|?{};]\s*|return\s+|=>\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\//g;
const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

/** The text with everything blanked that is not code, on the same lines. Text in templates goes, `${code}` stays. */
export function codeOf(text: string): string {
  const bare = templatesBlanked(text);
  return bare.replace(NOT_CODE, blank);
}

/** The text without comments; strings stay. */
export const withoutComments = (text: string): string =>
  text.replace(NOT_CODE, (found) => (/^\/[*/]/.test(found) ? blank(found) : found));

/** Blanks the text of template literals, also nested ones; quotes and comments outside them are stepped over. */
function templatesBlanked(text: string): string {
  const skip = new RegExp(NOT_CODE.source, 'y');
  const depths: number[] = []; // of braces, one for each template that is open
  let out = '';
  let inTemplate = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]!;
    if (inTemplate) {
      if (char === '\\') {
        out += '  ';
        at += 1;
      } else if (char === '`') {
        inTemplate = false;
        depths.pop();
        out += '`';
      } else if (char === '$' && text[at + 1] === '{') {
        inTemplate = false;
        out += '${';
        at += 1;
      } else out += char === '\n' ? char : ' ';
      continue;
    }
    skip.lastIndex = at;
    const skipped = skip.exec(text)?.[0];
    if (skipped !== undefined) {
      out += skipped;
      at += skipped.length - 1;
      continue;
    }
    if (char === '`') {
      inTemplate = true;
      depths.push(0);
    } else if (depths.length > 0 && char === '{') depths[depths.length - 1]! += 1;
    else if (depths.length > 0 && char === '}') {
      if (depths.at(-1) === 0) inTemplate = true;
      else depths[depths.length - 1]! -= 1;
    }
    out += char;
  }
  return out;
}

export type Import = Readonly<{ path: string; typeOnly: boolean; names: string }>;

const STATIC = /^(?:import|export)\s+(type\s+)?([^;'"]*?)\s*(?:from\s+)?'([^']+)'/gm;
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g;

/** The imports of a file; a path of the project counts from the root of the repository, a package stays as it is. */
export function importsOf({ file, text }: SourceFile): Import[] {
  const bare = withoutComments(text);
  const found = [...bare.matchAll(STATIC)].map(([, type, names = '', path = '']) => ({
    path: resolved(file, path), names, typeOnly: type !== undefined || onlyTypes(names),
  }));
  const dynamic = [...bare.matchAll(DYNAMIC)].map(([, path = '']) => ({
    path: resolved(file, path), names: '*', typeOnly: false,
  }));
  return [...found, ...dynamic];
}

/** `{ type A, type B }` imports no code either. */
function onlyTypes(names: string): boolean {
  const list = /^\{([^]*)\}$/.exec(names.trim())?.[1]?.split(',').map((name) => name.trim()).filter(Boolean);
  return list !== undefined && list.length > 0 && list.every((name) => name.startsWith('type '));
}

function resolved(file: string, path: string): string {
  if (!path.startsWith('.')) return path;
  return new URL(path, `file:///${file}`).pathname.slice(1);
}

/** Every line on which the pattern is found, as `file:line: what`. */
export function linesWith(file: string, text: string, pattern: RegExp, what: (found: string) => string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const found = pattern.exec(line);
    return found ? [`${file}:${index + 1}: ${what(found[0])}`] : [];
  });
}
