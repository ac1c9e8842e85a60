import { z } from 'zod';
import { InstantShape, endpoint } from '../kernel/contract.ts';

/** How the balance of points is read: the field of the last record (the seed's rule), or accrued less spent. */
export const POINTS_STRATEGIES = ['LAST', 'SUM'] as const;
export type PointsStrategy = (typeof POINTS_STRATEGIES)[number];

/** The things of 1C that the synchronisation reads. */
export const PURPOSES = ['cards', 'owners', 'goods', 'purchases', 'points'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** A name of an entity or a field in 1C: letters, digits and underscores. It becomes a part of addresses. */
const OneCName = z.string().trim().max(150)
  .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, 'Имя из 1С: буквы, цифры, подчёркивания / a name of 1C: letters, digits, underscores');
const names = <const F extends string>(...fields: readonly F[]) =>
  z.object(Object.fromEntries(fields.map((field) => [field, OneCName])) as Record<F, typeof OneCName>);

export const Mapping = z.object({
  cards: names('entity', 'key', 'code', 'name', 'phone', 'owner', 'deleted'),
  owners: names('entity', 'key', 'name', 'about', 'contacts', 'deleted'),
  goods: names('entity', 'key', 'code', 'article', 'name'),
  purchases: names(
    'entity', 'at', 'document', 'documentType', 'line', 'active', 'card', 'product', 'quantity', 'amount', 'warehouse',
    'openingDocument'),
  points: names('entity', 'at', 'document', 'documentType', 'line', 'active', 'kind', 'card', 'accrued', 'spent'),
});
export type Mapping = z.output<typeof Mapping>;
const { cards, owners, goods, purchases, points } = Mapping.shape;
/** What a change names; the rest stays as it is. */
const MappingChange = z.object({
  cards: cards.partial(), owners: owners.partial(), goods: goods.partial(), purchases: purchases.partial(),
  points: points.partial(),
}).partial();
export type MappingChange = z.output<typeof MappingChange>;

const Form = z.enum(['PLAIN', 'RECORD_TYPE', 'RECORD_SET']);
/** What the base does itself; what it does not is done here, only slower. */
const CheckedCapabilities = z.object({
  form: Form, filter: z.boolean(), orderBy: z.boolean(), select: z.boolean(), count: z.boolean(), inlineCount: z.boolean(),
});
const PROBLEMS = ['NOT_PUBLISHED', 'NO_RIGHTS', 'FIELDS_MISSING', 'FAILED'] as const;
/** What was found out about one thing; `advice` says what to do in 1C. */
const CheckedEntity = z.object({
  purpose: z.enum(PURPOSES), entity: z.string(), status: z.enum(['OK', ...PROBLEMS]), sentence: z.string(),
  advice: z.string().nullable(),
  /** `required`: without it the synchronisation does not start; otherwise what it holds stays empty. */
  missing: z.array(z.object({ name: z.string(), field: z.string(), required: z.boolean(), sentence: z.string() })),
  rows: z.int().nullable(), capabilities: CheckedCapabilities.nullable(),
});
export type CheckedEntity = z.output<typeof CheckedEntity>;

export const ConnectionCheck = z.object({
  checkedAt: InstantShape,
  /** The synchronisation can start. */
  ok: z.boolean(),
  reachable: z.boolean(),
  /** Why the base could not be asked at all: the code of a refusal, its sentence and what to do. */
  problem: z.object({ code: z.string(), sentence: z.string(), advice: z.string().nullable() }).nullable(),
  entities: z.array(CheckedEntity),
});
export type ConnectionCheck = z.output<typeof ConnectionCheck>;

const Connection = z.object({
  baseUrl: z.string(), username: z.string(), hasPassword: z.boolean(), timeZone: z.string(), mapping: Mapping,
  pointsStrategy: z.enum(POINTS_STRATEGIES), packagingWords: z.array(z.string()), pageSize: z.int(),
  updatedAt: InstantShape, lastCheck: ConnectionCheck.nullable(),
});
export type Connection = z.output<typeof Connection>;
/** `connection` is null until there is one; `defaults` is what a form begins with. */
const ConnectionAnswer = z.object({
  connection: Connection.nullable(),
  defaults: z.object({
    timeZone: z.string(), mapping: Mapping, pointsStrategy: z.enum(POINTS_STRATEGIES),
    packagingWords: z.array(z.string()), pageSize: z.int(),
  }),
});

export const connectionEndpoints = {
  get: endpoint({
    name: 'onec.connection.get', method: 'GET', path: '/api/onec/connection', permission: 'onec.read',
    summary: 'How 1C is reached; the password is never shown',
    input: z.object({}), result: ConnectionAnswer,
  }),
  set: endpoint({
    name: 'onec.connection.set', method: 'PUT', path: '/api/onec/connection', permission: 'onec.manage',
    summary: 'Connect 1C or change the connection; what is not given stays as it is or begins with the default',
    input: z.object({
      baseUrl: z.string().trim().min(1).max(500), username: z.string().trim().min(1).max(200),
      password: z.string().max(500).optional(), timeZone: z.string().max(100).optional(),
      mapping: MappingChange.optional(), pointsStrategy: z.enum(POINTS_STRATEGIES).optional(),
      packagingWords: z.array(z.string().trim().min(1).max(100)).max(300).optional(),
      pageSize: z.int().min(1).max(5000).optional(),
    }),
    result: ConnectionAnswer,
    refusals: ['ONEC_ADDRESS', 'ONEC_PASSWORD_REQUIRED', 'TIME_ZONE_UNKNOWN'],
  }),
  check: endpoint({
    name: 'onec.connection.check', method: 'POST', path: '/api/onec/connection/check', permission: 'onec.manage',
    summary: 'Ask 1C what it publishes and what it can do, and say what is missing',
    input: z.object({}), result: ConnectionCheck, refusals: ['ONEC_NOT_CONNECTED'],
  }),
};
