import { readFileSync } from 'node:fs';

type Package = { version: string };

/** The version of the program, as package.json has it. */
export const VERSION = (JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
) as Package).version;
