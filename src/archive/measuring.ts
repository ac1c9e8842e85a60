import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { damaged } from './source.ts';

export type Measure = { through: Transform; result: () => { bytes: number; sha256: string } };

/** Passes bytes on, and knows their number and their hash; more than was announced are refused at once. */
export function measuring(limit = Number.MAX_SAFE_INTEGER): Measure {
  const hash = createHash('sha256');
  let bytes = 0;
  const through = new Transform({ transform(chunk: Buffer, _encoding, done) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > limit) done(damaged('*.csv', 'файл длиннее, чем в оглавлении / the file is longer than announced'));
    else done(null, chunk);
  } });
  return { through, result: () => ({ bytes, sha256: hash.digest('hex') }) };
}
