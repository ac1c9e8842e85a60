/** From a raw request to the typed input of an endpoint: what cannot be understood is refused here. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Endpoint, Input } from './contract.ts';
import { MALFORMED_ID } from './contract.ts';
import { type Language, Refusal } from './refusal.ts';

const MAX_DEPTH = 20;
const locales = { ru: z.locales.ru().localeError, en: z.locales.en().localeError };

type Fields = Record<string, unknown>;
export type FieldError = { path: string; message: string };
type Say = Record<Language, string>;
const UNKNOWN_FIELD: Say = { ru: 'Неизвестное поле', en: 'Unknown field' };
const BAD_ID: Say = { ru: 'Неверный идентификатор', en: 'Malformed id' };
const NOT_AN_OBJECT: Say = { ru: 'Тело запроса должно быть объектом JSON', en: 'The body must be a JSON object' };
const BAD_TEXT: Say = { ru: 'Недопустимые символы в тексте', en: 'The text has characters that are not allowed' };
const BAD_FLAG: Say = { ru: 'Нужно true или false', en: 'Must be true or false' };
const BAD_HASH: Say = { ru: 'Нужна строка из предпросмотра', en: 'Must be the text of a preview' };

const invalid = (errors: FieldError[]): Refusal => new Refusal('VALIDATION', {}, { errors });

/** Parses a JSON body. Broken text, prototype keys and deep nesting are refused; an empty body is no body. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new Refusal('MALFORMED_JSON');
  }
  refusePoison(value, 1);
  return value;
}

function refusePoison(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) throw new Refusal('TOO_DEEP');
  if (Object.hasOwn(value, '__proto__')) throw new Refusal('MALFORMED_JSON');
  for (const member of Object.values(value)) refusePoison(member, depth + 1);
}

/** Paths of texts that PostgreSQL cannot store: with a NUL or half of a surrogate pair. */
function badTexts(value: unknown, path: string): string[] {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed() ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const inside = path === '' ? key : `${path}.${key}`;
    return badTexts(key, path).concat(badTexts(member, inside));
  });
}

export type RawInput = { fields: Fields; dryRun?: boolean; previewHash?: string };

/** Merges path, query and body into one set of fields; takes `dryRun` and `previewHash` of a write out of it. */
export function gather(endpoint: Endpoint, request: FastifyRequest, isOperation: boolean, language: Language): RawInput {
  const params = request.params as Fields;
  const query = { ...(request.query as Fields) };
  if (endpoint.method === 'GET') return { fields: merged(params, query, language) };
  if (endpoint.binary !== undefined) return gatherFile(request, query, language);
  const body = request.body === undefined ? {} : request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid([{ path: '', message: NOT_AN_OBJECT[language] }]);
  }
  const fields: Fields = { ...body };
  if (isOperation && endpoint.method === 'DELETE') moveControls(query, fields);
  moveQuery(endpoint.query ?? [], query, fields, language);
  const stray = Object.keys(query);
  if (stray.length > 0) throw invalid(stray.map((path) => ({ path, message: UNKNOWN_FIELD[language] })));
  if (!isOperation) return { fields: merged(params, fields, language) };
  const { dryRun, previewHash, ...rest } = fields;
  return { fields: merged(params, rest, language), ...controls(dryRun, previewHash, language) };
}

/** A file: the query says what it is, and the bytes are passed on as they came. */
function gatherFile({ body }: FastifyRequest, query: Fields, language: Language): RawInput {
  const fields: Fields = {};
  moveControls(query, fields);
  const { dryRun, previewHash } = fields;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  return { fields: { ...merged({}, query, language), bytes }, ...controls(dryRun, previewHash, language) };
}

/** Fields that belong into the query are taken from there alone. */
function moveQuery(names: readonly string[], query: Fields, fields: Fields, language: Language): void {
  const misplaced = names.filter((name) => Object.hasOwn(fields, name));
  if (misplaced.length > 0) throw invalid(misplaced.map((path) => ({ path, message: UNKNOWN_FIELD[language] })));
  for (const name of names.filter((field) => Object.hasOwn(query, field))) {
    fields[name] = query[name];
    delete query[name];
  }
}

function moveControls(query: Fields, fields: Fields): void {
  const { dryRun, previewHash } = query;
  if (dryRun !== undefined) fields['dryRun'] ??= dryRun === 'true' || (dryRun === 'false' ? false : dryRun);
  if (previewHash !== undefined) fields['previewHash'] ??= previewHash;
  delete query['dryRun'];
  delete query['previewHash'];
}

function controls(dryRun: unknown, previewHash: unknown, language: Language): Omit<RawInput, 'fields'> {
  if (dryRun !== undefined && typeof dryRun !== 'boolean') {
    throw invalid([{ path: 'dryRun', message: BAD_FLAG[language] }]);
  }
  if (previewHash !== undefined && (typeof previewHash !== 'string' || previewHash.length > 200)) {
    throw invalid([{ path: 'previewHash', message: BAD_HASH[language] }]);
  }
  return { ...(dryRun === undefined ? {} : { dryRun }), ...(previewHash === undefined ? {} : { previewHash }) };
}

function merged(params: Fields, given: Fields, language: Language): Fields {
  const twice = Object.keys(params).filter((name) => Object.hasOwn(given, name));
  if (twice.length > 0) throw invalid(twice.map((path) => ({ path, message: UNKNOWN_FIELD[language] })));
  const bad = badTexts(given, '');
  if (bad.length > 0) throw invalid(bad.map((path) => ({ path, message: BAD_TEXT[language] })));
  return { ...given, ...params };
}

/** Checks the fields against the endpoint's shape. Only malformed ids: 404; anything else: 422 with every fault. */
export function parseInput<E extends Endpoint>(endpoint: E, fields: Fields, language: Language): Input<E> {
  const shape = shapeOf(endpoint);
  const parsed = shape.safeParse(fields, { error: locales[language] });
  if (parsed.success) return parsed.data as Input<E>;
  const { issues } = parsed.error;
  if (issues.every((issue) => issue.message === MALFORMED_ID)) throw new Refusal('NOT_FOUND');
  throw invalid(issues.flatMap((issue) => fieldErrors(issue, language)));
}

const shapes = new WeakMap<Endpoint, z.ZodObject>();
/** The input's shape, strict whether or not its contract says so: an unknown field is an error everywhere. */
function shapeOf(endpoint: Endpoint): z.ZodObject {
  let shape = shapes.get(endpoint);
  if (shape === undefined) {
    const loose = endpoint.input.def.catchall === undefined;
    shape = loose ? endpoint.input.strict() : endpoint.input;
    shapes.set(endpoint, shape);
  }
  return shape;
}

function fieldErrors(issue: z.core.$ZodIssue, language: Language): FieldError[] {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const prefix = path === '' ? '' : `${path}.`;
    return issue.keys.map((key) => ({ path: prefix + key, message: UNKNOWN_FIELD[language] }));
  }
  return [{ path, message: inLanguage(issue.message, language) }];
}

/** Our own messages are pairs "по-русски / in English"; those of zod are already in the language. */
export function inLanguage(message: string, language: Language): string {
  if (message === MALFORMED_ID) return BAD_ID[language];
  const [ru, en, ...more] = message.split(' / ');
  if (en === undefined || more.length > 0 || !/[а-яё]/i.test(ru ?? '')) return message;
  return language === 'ru' ? ru! : en;
}
