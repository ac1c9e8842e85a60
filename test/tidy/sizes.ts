/** Small files, small functions, readable lines. */
import { codeOf, type SourceFile } from './sources.ts';

const FILE_LINES = 300;
const FUNCTION_LINES = 70;
const LINE_WIDTH = 125;

/** Tables of sentences are wider than code. */
const WIDER_FILES: readonly string[] = ['src/kernel/refusals.ts'];

/** A file that a program writes is as long as what it is written from. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return files.filter(({ text }) => !text.startsWith('// Written by `npm run generate`')).flatMap(({ file, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > FILE_LINES ? [`${file}: ${lines} lines, at most ${FILE_LINES}`] : [];
  });
}

/** A function begins on a line that ends in `{` after `=>` or a parameter list; it ends on the next `}` so indented. */
export function longFunctions(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, text }) => {
    const lines = codeOf(text).split('\n');
    return lines.flatMap((line, start) => {
      if (!opensFunction(line)) return [];
      const indent = /^\s*/.exec(line)![0];
      const length = lines.slice(start + 1).findIndex((later) => later.startsWith(`${indent}}`)) + 2;
      return length > FUNCTION_LINES ? [`${file}:${start + 1}: a function of ${length} lines, at most ${FUNCTION_LINES}`] : [];
    });
  });
}

function opensFunction(line: string): boolean {
  if (/=>\s*\{\s*$/.test(line)) return true;
  if (!/\)(\s*:[^=]*)?\s*\{\s*$/.test(line)) return false;
  return !/^\s*(\}\s*)?(else\s+)?(if|for|while|switch|catch|with)\b/.test(line);
}

export function wideLines(files: readonly SourceFile[]): string[] {
  return files.filter(({ file }) => !WIDER_FILES.includes(file)).flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => {
      const quoted = line.startsWith(' * ru: '); // the accountant's sentence is kept whole, as it is shown
      return line.length > LINE_WIDTH && !quoted ? [`${file}:${index + 1}: ${line.length} columns`] : [];
    }));
}
