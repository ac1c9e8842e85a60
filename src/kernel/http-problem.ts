/** Everything that is not an answer: refusals and failures as RFC 9457 problem documents. */
import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, Refusal } from './refusal.ts';
import type { RefusalCode } from './refusals.ts';

const PROBLEM = 'application/problem+json; charset=utf-8';
const INTERNAL = {
  ru: 'Внутренняя ошибка. Мы её записали; повторите запрос позже',
  en: 'Internal error. It was logged; repeat the request later',
};

/** The reader's language by Accept-Language: Russian, unless English is preferred to it. */
export function languageOf(request: FastifyRequest): Language {
  const header = request.headers['accept-language'];
  return header !== undefined && weightOf(header, 'en') > weightOf(header, 'ru') ? 'en' : 'ru';
}

function weightOf(header: string, language: Language): number {
  let weight = 0;
  for (const part of header.slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    if (tag !== language && !tag.startsWith(`${language}-`)) continue;
    const q = parameters.map((parameter) => /^\s*q=([\d.]+)/.exec(parameter)?.[1]).find((text) => text !== undefined);
    weight = Math.max(weight, q === undefined ? 1 : Number(q) || 0);
  }
  return weight;
}

/** What Fastify itself refuses before a handler runs, in our words. */
const FRAMEWORK: Record<string, RefusalCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_TYPE: 'UNSUPPORTED_MEDIA_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'MALFORMED_JSON',
  FST_ERR_BAD_URL: 'NOT_FOUND',
  FST_STATIC_FORBIDDEN_PATH: 'NOT_FOUND',
  FST_ERR_MAX_PARAM_LENGTH: 'NOT_FOUND',
};

/** What the pool and the server say when the database is away or too busy for one more connection. */
const UNAVAILABLE = new Set(['57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', '55P03', '57014']);

function refusalOf(error: unknown, file: boolean): Refusal | undefined {
  if (error instanceof Refusal) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== 'string') return undefined;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' && file) return new Refusal('UPLOAD_TOO_LARGE');
  const known = FRAMEWORK[code];
  if (known !== undefined) return new Refusal(known);
  return UNAVAILABLE.has(code) ? new Refusal('SERVICE_BUSY') : undefined;
}

/** Answers with the problem document of whatever was thrown. A bug is logged in full and answered in one sentence. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request);
  const refusal = refusalOf(error, request.headers['content-type']?.startsWith('application/octet-stream') ?? false);
  if (refusal === undefined || refusal.status >= 500) request.log.error({ err: error, requestId: request.id });
  const status = refusal?.status ?? 500;
  const code = refusal?.code ?? 'INTERNAL';
  const hint = refusal?.hint(language);
  const retryAfter = refusal?.extra['retryAfter'] ?? (status === 503 ? 1 : undefined);
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="saldo"');
  return reply.code(status).type(PROBLEM).send({
    ...refusal?.extra,
    type: `urn:saldo:problem:${code}`,
    title: STATUS_CODES[status],
    status,
    detail: refusal?.sentence(language) ?? INTERNAL[language],
    code,
    ...(hint === undefined ? {} : { hint }),
    instance: request.id,
  });
}
