/** A base of 1C behind HTTP, which keeps what it was asked and can be told to behave as badly as real ones do. */
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Base, answerTo, failed } from './answer.ts';
import { referenceData } from './base-data.ts';
import { type Quirks, happens, measure } from './quirks.ts';
import type { Data } from './tables.ts';

export { PEOPLE, REFERENCE, REFERENCE_PHONE } from './people.ts';
export { QUIRKS, type QuirkName, type Quirks } from './quirks.ts';
export { type BaseOptions, referenceData } from './base-data.ts';
export { type RawOptions, rawData } from './raw-data.ts';
export { type Data, type Table, tableOf } from './tables.ts';
export { SHAPES } from './shapes.ts';

export const USERNAME = 'Обмен';
export const PASSWORD = 'Пароль-1С';
const ROOT = '/base/odata/standard.odata/';

export type Request = Readonly<{ path: string; options: Readonly<Record<string, string>> }>;
export type FakeOneC = Readonly<{
  /** http://127.0.0.1:port/base */
  url: string;
  username: string;
  password: string;
  /** Every question that was asked, oldest first, with what stood in the address, decoded. */
  requests: Request[];
  /** How many were under way at once, at most. */
  mostAtOnce(): number;
  /** Other quirks instead of those that there are. */
  setQuirks(quirks: Quirks): void;
  setData(data: Data): void;
  close(): Promise<void>;
}>;
export type FakeOptions = {
  port?: number;
  quirks?: Quirks;
  data?: Data;
  /** Whether questions are kept; a raw run asks too many. */
  keepRequests?: boolean;
};
type House = {
  base: Base; requests: Request[]; keepRequests: boolean; underWay: number; mostAtOnce: number;
};

/** Starts on a free port of this machine unless one is given. */
export async function startOneC(options: FakeOptions = {}): Promise<FakeOneC> {
  const { port = 0, quirks = {}, data = referenceData(), keepRequests = true } = options;
  const house: House = {
    base: { data, sets: new Map(), quirks: { ...quirks }, asked: 0 }, requests: [], keepRequests, underWay: 0, mostAtOnce: 0,
  };
  const server: Server = createServer((request, response) => {
    response.on('error', () => undefined); // a client that breaks off is part of the game
    void receive(house, request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`,
    username: USERNAME, password: PASSWORD, requests: house.requests,
    mostAtOnce: () => house.mostAtOnce,
    setQuirks: (changed) => {
      house.base.quirks = { ...changed };
    },
    setData: (changed) => Object.assign(house.base, { data: changed, sets: new Map() }),
    close: () => new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      server.closeAllConnections();
    }),
  };
}

async function receive(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  house.underWay += 1;
  house.mostAtOnce = Math.max(house.mostAtOnce, house.underWay);
  response.on('close', () => {
    house.underWay -= 1;
  });
  const url = new URL(request.url ?? '/', 'http://fake');
  if (url.pathname === '/control/quirks') {
    await control(house, request, response);
    return;
  }
  const path = decodeURIComponent(url.pathname);
  const options = optionsOf(url.search);
  if (house.keepRequests) house.requests.push({ path: path.replace(ROOT, ''), options: Object.fromEntries(options) });
  const question = { path: path.slice(ROOT.length), options };
  await misbehave(house.base, request, response, question, path.startsWith(ROOT));
}

/** A plus is a plus here, as far as anybody knows of 1C: only %20 is a blank. */
const optionsOf = (search: string): Map<string, string> =>
  new Map(search.slice(1).split('&').filter((pair) => pair !== '').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [decodeURIComponent(name), decodeURIComponent(value.join('='))] as const;
  }));

/** GET shows the quirks that are on, PUT sets others: {"orderby-500": true, "error-500": 3}. */
async function control(house: House, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'PUT') {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    house.base.quirks = JSON.parse(text) as Quirks;
  }
  send(response, { status: 200, body: JSON.stringify(house.base.quirks), type: 'json' });
}

type Asked = { path: string; options: ReadonlyMap<string, string> };

async function misbehave(
  base: Base, request: IncomingMessage, response: ServerResponse, question: Asked, isInterface: boolean,
): Promise<void> {
  const { quirks } = base;
  const { path: entity } = question;
  if (happens(quirks, 'hang', entity)) return;
  const most = measure(quirks, 'hang-over', entity);
  if (most !== undefined && Number(question.options.get('$top') ?? 0) > most) return;
  const delay = measure(quirks, 'delay', entity);
  if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
  const early = beforeOneC(quirks, request, entity, isInterface);
  if (early !== undefined) {
    send(response, early, early.status === 301 ? { location: 'https://elsewhere.example/base' } : {});
    return;
  }
  const answer = answerTo(base, question);
  const isData = answer.status === 200 && entity !== '$metadata';
  if (isData && happens(quirks, 'reset', entity)) {
    breakOff(response, answer);
    return;
  }
  const isCut = isData && happens(quirks, 'truncated', entity);
  send(response, isCut ? { ...answer, body: answer.body.slice(0, Math.floor(answer.body.length / 2)) } : answer);
}

const page = (status: number, title: string): Answer => ({
  status, type: 'html', body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** What is answered by whatever stands before the base, and by the base before it looks at the question. */
function beforeOneC(quirks: Quirks, request: IncomingMessage, entity: string, isInterface: boolean): Answer | undefined {
  if (!isInterface) return page(404, '404 Not Found');
  if (happens(quirks, 'redirect', entity)) return page(301, 'Moved');
  if (happens(quirks, 'html', entity)) return page(200, 'Не обнаружено свободной лицензии!');
  if (happens(quirks, 'html-500', entity)) return page(500, 'Ошибка HTTP 500');
  if (happens(quirks, 'error-500', entity)) return failed(500, '-1', 'Внутренняя ошибка');
  const expected = `Basic ${Buffer.from(`${USERNAME}:${PASSWORD}`, 'utf8').toString('base64')}`;
  if (happens(quirks, 'wrong-password', entity) || request.headers.authorization !== expected) {
    return page(401, '401 Unauthorized');
  }
  return happens(quirks, 'no-rights', entity) ? failed(401, '20', 'Недостаточно прав') : undefined;
}

const TYPES = {
  json: 'application/json;odata=minimalmetadata;charset=utf-8', xml: 'application/xml;charset=utf-8',
  text: 'text/plain;charset=utf-8', html: 'text/html;charset=utf-8',
} as const;

function send(response: ServerResponse, { status, body, type }: Answer, headers: Record<string, string> = {}): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(status, { 'content-type': TYPES[type], 'content-length': bytes.length, ...headers });
  response.end(bytes);
}

function breakOff(response: ServerResponse, { body, type }: Answer): void {
  const bytes = Buffer.from(body, 'utf8');
  response.writeHead(200, { 'content-type': TYPES[type], 'content-length': bytes.length });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
