/** What people and programs send where money, an id or a body is expected. */
import { uuidv7 } from '../src/kernel/uuid.ts';

/** No sum of money at all: refused everywhere, as text of JSON. */
export const NO_MONEY: readonly string[] = [
  '-0.01', '-1', '-100000000', '0.001', '10.999', '1.005', '100000000', '99999999.991', '1e15', '1e300', '1e400', '-1e400',
  '"100"', '"1e3"', '"сто"', '""', 'null', 'true', '[]', '[100]', '{}', '{"amount":100}',
];
/** Where money must be above zero, nothing is refused as well. */
export const NO_POSITIVE_MONEY: readonly string[] = ['0', '-0', '0.00', '0.004', ...NO_MONEY];

/** Ids that cannot be ids, and one of nothing. */
export const NO_IDS: readonly string[] = [
  uuidv7(), '00000000-0000-0000-0000-000000000000', 'nope', '1', '-1', '%00', `${uuidv7()}x`, 'null', '..%2f..%2f',
  "1'%20or%20'1'='1",
];

/** Bodies that are no JSON object of the endpoint, with their answer. */
export const NO_BODIES: readonly [what: string, raw: string, status: number, code: string][] = [
  ['broken JSON', '{"amount": ', 400, 'MALFORMED_JSON'],
  ['NaN', '{"amount": NaN}', 400, 'MALFORMED_JSON'],
  ['a prototype', '{"__proto__": {"amount": 1}}', 400, 'MALFORMED_JSON'],
  ['too deep', `{"a": ${'['.repeat(30)}${']'.repeat(30)}}`, 400, 'TOO_DEEP'],
  ['over 1 MB', JSON.stringify({ notes: 'x'.repeat(1_100_000) }), 413, 'TOO_LARGE'],
  ['an array', '[]', 422, 'VALIDATION'],
  ['a number', '5', 422, 'VALIDATION'],
  ['null', 'null', 422, 'VALIDATION'],
  ['nothing', '', 422, 'VALIDATION'],
];

/** The body as text, with a raw piece of JSON in place of one value. */
export const withRaw = (body: Record<string, unknown>, field: string, json: string): string => {
  const marker = '"@@"';
  const path = field.split('.');
  const put = (value: Record<string, unknown>, [name = '', ...rest]: string[]): unknown => Array.isArray(value)
    ? value.map((one, index) => (String(index) === name ? put(one as Record<string, unknown>, rest) : one))
    : { ...value, [name]: rest.length === 0 ? '@@' : put((value[name] ?? {}) as Record<string, unknown>, rest) };
  return JSON.stringify(put(body, path)).replace(marker, json);
};
