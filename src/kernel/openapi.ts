/** OpenAPI 3.1, written from the same table of endpoints that the server answers by. */
import { z } from 'zod';
import type { Endpoint } from './contract.ts';
import type { Route } from './http.ts';
import { refusals } from './refusals.ts';

type Json = Record<string, unknown>;
type Schema = { properties?: Record<string, Json>; required?: string[] } & Json;

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457. `detail` is a sentence for people, `code` is for programs.',
  required: ['type', 'title', 'status', 'detail', 'code', 'instance'],
  properties: {
    type: { type: 'string', examples: ['urn:saldo:problem:NOT_FOUND'] },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: [...Object.keys(refusals), 'INTERNAL'] },
    hint: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    instance: { type: 'string', description: 'The id of the request, also in the header X-Request-Id.' },
  },
};
const IDEMPOTENCY_KEY: Json = {
  name: 'Idempotency-Key', in: 'header', required: false,
  description: 'The same key with the same body is answered with the first answer; with another body it is refused.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
const FILE: Json = {
  required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};
const DRY_RUN: Json = { type: 'boolean', description: 'Does everything, answers with the result, and keeps nothing.' };
const PREVIEW_HASH: Json = {
  type: 'string', description: 'The hash of a preview: the write is refused when its facts have changed since.',
};

/** The wire side of a shape: what a program sends, and what it gets. */
function wireSchema(shape: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return schema as Schema;
}

/** The whole document. */
export function openApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const { path, method } = route.endpoint;
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Saldo', version, description: 'Кто сколько должен и почему / Who owes what, and why.' },
    servers: [{ url: '/' }],
    security: [{ key: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key.' },
        session: { type: 'apiKey', in: 'cookie', name: 'saldo_session' },
      },
    },
  };
}

function operationOf(route: Route): Json {
  const { endpoint, kind } = route;
  const names = pathParameters(endpoint);
  const input = wireSchema(endpoint.input);
  const isGet = endpoint.method === 'GET';
  const inQuery = endpoint.query ?? [];
  const parameters = Object.entries(input.properties ?? {})
    .filter(([name]) => isGet || names.includes(name) || inQuery.includes(name)
      || (endpoint.binary !== undefined && name !== 'bytes'))
    .map(([name, schema]) => parameterOf(name, schema, names, input.required ?? []));
  const body = (): Json => requestBody(input, [...names, ...inQuery], kind === 'operation');
  if (kind === 'operation') parameters.push(IDEMPOTENCY_KEY);
  return {
    operationId: endpoint.name,
    summary: endpoint.summary,
    tags: [endpoint.path.split('/')[2] ?? 'api'],
    ...(kind === 'public' ? { security: [] } : { 'x-permission': endpoint.permission }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(isGet ? {} : { requestBody: endpoint.binary === undefined ? body() : FILE }),
    responses: responsesOf(endpoint, kind === 'operation'),
  };
}

const pathParameters = (endpoint: Endpoint): string[] =>
  [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

function parameterOf(name: string, schema: Json, pathNames: string[], required: string[]): Json {
  const inPath = pathNames.includes(name);
  return { name, in: inPath ? 'path' : 'query', required: inPath || required.includes(name), schema };
}

function requestBody(input: Schema, elsewhere: string[], isOperation: boolean): Json {
  const fields = Object.entries(input.properties ?? {}).filter(([name]) => !elsewhere.includes(name));
  const required = (input.required ?? []).filter((name) => !elsewhere.includes(name));
  const controls = isOperation ? { dryRun: DRY_RUN, previewHash: PREVIEW_HASH } : {};
  const schema = {
    type: 'object',
    properties: { ...Object.fromEntries(fields), ...controls },
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
  return { required: required.length > 0, content: { 'application/json': { schema } } };
}

function responsesOf(endpoint: Endpoint, isOperation: boolean): Json {
  const result = wireSchema(endpoint.result);
  const problem = (description: string): Json => ({
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  const status = endpoint.status ?? 200;
  const previewed = { type: 'object', properties: { dryRun: { const: true }, previewHash: PREVIEW_HASH } };
  const preview = { allOf: [result, previewed] };
  const answers: Json = {
    [status]: { description: status === 201 ? 'Created' : 'OK', content: { 'application/json': { schema: result } } },
  };
  if (isOperation && status !== 200) {
    answers['200'] = { description: 'A preview (dryRun)', content: { 'application/json': { schema: preview } } };
  }
  const byStatus = new Map<number, string[]>();
  for (const code of endpoint.refusals ?? []) {
    const { status: refused } = refusals[code];
    byStatus.set(refused, [...(byStatus.get(refused) ?? []), code]);
  }
  for (const [refused, codes] of byStatus) answers[refused] = problem(codes.join(', '));
  answers['default'] = problem('A problem document');
  return answers;
}
