/** A password for a command: never an argument, which every user of the machine could read. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** From the environment if it is there; else asked. */
export async function readPassword(variable: string, question: string): Promise<string> {
  const given = process.env[variable];
  return given !== undefined && given !== '' ? given : askPassword(question);
}

/** Asks on the terminal without showing what is typed; from a pipe it is the first line. */
export async function askPassword(question: string): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write(question);
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: mute, terminal: isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (isTTY) process.stderr.write('\n');
  }
}
