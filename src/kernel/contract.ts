import { z } from 'zod';
import { MAX_MONEY, type Money, type Percent, type Quantity, exactHundredths, negate } from './money.ts';
import type { Permission } from './permissions.ts';
import type { RefusalCode } from './refusals.ts';

/** The shapes every contract is made of. Wire form on the left, the form in code on the right of each codec. */

export const MALFORMED_ID = 'MALFORMED_ID';
/** An id. A malformed one is answered like a missing one: 404. */
export const Id = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : MALFORMED_ID) })
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, { error: MALFORMED_ID })
  .transform((id) => id.toLowerCase());
/** The same in answers, where there is nothing to check. */
export const IdOut = z.string();

function decimal<T extends number>(minimum: number, maximum: number) {
  return z.codec(z.number(), z.custom<T>((value) => typeof value === 'number'), {
    decode: (value, context) => {
      const whole = exactHundredths(value);
      if (whole !== undefined && whole >= minimum && whole <= maximum) return whole as T;
      context.issues.push({
        code: 'custom',
        input: value,
        message: whole === undefined
          ? 'Не больше двух знаков после запятой / at most two decimals'
          : `От ${minimum / 100} до ${maximum / 100} / from ${minimum / 100} to ${maximum / 100}`,
      });
      return z.NEVER;
    },
    encode: (value) => value / 100,
  });
}
/** Roubles with at most two decimals on the wire, kopecks in code. */
export const MoneyOut = decimal<Money>(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
export const PositiveMoney = decimal<Money>(1, MAX_MONEY);
/** What somebody says a client has (positive) or owes (negative). */
export const SignedMoney = decimal<Money>(negate(MAX_MONEY), MAX_MONEY);
export const NonNegativeMoney = decimal<Money>(0, MAX_MONEY);
export const PositiveQuantity = decimal<Quantity>(1, 9_999_999);
export const QuantityOut = decimal<Quantity>(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
export const PercentShape = decimal<Percent>(0, 10_000);

/** Years that a calendar of this business can mean; the rest are slips of the keyboard. */
const YEARS = /^(19|20|21)\d\d-/;
const YEARS_MESSAGE = 'Год от 1900 до 2199 / a year from 1900 to 2199';
export const DayShape = z.codec(z.iso.date().regex(YEARS, YEARS_MESSAGE), z.instanceof(Temporal.PlainDate), {
  decode: (text) => Temporal.PlainDate.from(text),
  encode: (day) => day.toString(),
});
/** An instant with an offset, kept to the microsecond as the database keeps it. */
const InstantText = z.iso.datetime({ offset: true }).max(40).regex(YEARS, YEARS_MESSAGE);
export const InstantShape = z.codec(InstantText, z.instanceof(Temporal.Instant), {
  decode: (text) => Temporal.Instant.from(text.replace(/(\.\d{6})\d+/, '$1')),
  encode: (at) => at.toString(),
});
export const Name = z.string().trim().min(1).max(200);
export const Text = z.string().trim().max(4000);
export const Page = { page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20) };
export const Pagination = z.object({ total: z.int(), page: z.int(), limit: z.int() });
export const Method = z.enum(['CASH', 'CARD', 'BANK_TRANSFER', 'ONLINE']);
export type Method = z.infer<typeof Method>;

/** A file as it was sent. In the audit trail and in hashes its SHA-256 stands for it. */
export const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'Нужен файл / a file is needed');

export type HttpMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One thing the outside can ask for. Server, client, command line and OpenAPI all come from it. */
export type Endpoint<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  /** The operation's name in audit records: "payment.reverse". */
  readonly name: string;
  readonly method: HttpMethod;
  /** Path with `{parameters}`; each is a field of `input`. GET takes the rest from the query, others from the body. */
  readonly path: string;
  /** Fields of a write that stand in the query all the same. */
  readonly query?: readonly string[];
  readonly summary: string;
  readonly permission: Permission | 'public' | 'signed-in';
  readonly input: I;
  readonly result: O;
  readonly status?: 200 | 201;
  readonly refusals?: readonly RefusalCode[];
  /** Fields of the result that are shown once: a replay under the same Idempotency-Key answers without them. */
  readonly shownOnce?: readonly string[];
  /** The request tries a password or a code: the door limits how often one address may. A number: as often a minute. */
  readonly limited?: true | number;
  /** The body is a file of at most so many bytes: it becomes the field `bytes`, the other fields are in the query. */
  readonly binary?: number;
};
export const endpoint = <I extends z.ZodObject, O extends z.ZodType>(e: Endpoint<I, O>): Endpoint<I, O> => e;
/** What only the program itself asks for, in a job: like any other endpoint, but no door leads to it. */
export const internal = <I extends z.ZodObject, O extends z.ZodType>(
  { kind, ...e }: Omit<Endpoint<I, O>, 'method' | 'path'> & { kind: 'operation' | 'reading' },
): Endpoint<I, O> => ({ ...e, method: kind === 'reading' ? 'GET' : 'POST', path: `internal:${e.name}` });

export type Input<E extends Endpoint> = z.output<E['input']>;
export type Result<E extends Endpoint> = z.output<E['result']>;
