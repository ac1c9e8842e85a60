/** A mail server that keeps what it gets and can be told to behave as badly as real ones do. */
import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';

/**
 * `greylist`: each recipient is put off once with 451. `unknown`: every recipient is refused with 550. `drop`: the
 * connection breaks in the middle of DATA. `deaf`: it breaks after the letter was taken, before the answer. `slow`: it
 * never says anything. `busy`: 421 instead of a greeting. `full`: 552 to the letter itself.
 */
export const MODES = ['ok', 'greylist', 'unknown', 'drop', 'deaf', 'slow', 'busy', 'full'] as const;
export type Mode = (typeof MODES)[number];

export type Received = Readonly<{ from: string; to: readonly string[]; raw: string; headers: Record<string, string> }>;
export type FakeSmtp = Readonly<{
  url: string;
  /** Everything that was taken, oldest first. */
  received: Received[];
  setMode(mode: Mode): void;
  /** How many connections were ever made. */
  connections(): number;
  close(): Promise<void>;
}>;

type House = { mode: Mode; received: Received[]; greyListed: Set<string>; onReceived: (mail: Received) => void };
type Session = { from: string; to: string[]; data: string[] | undefined };

/** Starts on a free port of this machine unless one is given. */
export async function startFakeSmtp(port = 0, onReceived: (mail: Received) => void = () => undefined): Promise<FakeSmtp> {
  const house: House = { mode: 'ok', received: [], greyListed: new Set(), onReceived };
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // a client that breaks off is part of the game
    converse(socket, house);
  });
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: house.received,
    setMode: (mode) => {
      house.mode = mode;
    },
    connections: () => connections,
    close: () => new Promise((resolve, reject) => {
      for (const socket of sockets) socket.destroy();
      if (!server.listening) resolve();
      else server.close((error) => (error ? reject(error) : resolve()));
    }),
  };
}

function converse(socket: Socket, house: House): void {
  const session: Session = { from: '', to: [], data: undefined };
  let rest = '';
  if (house.mode === 'slow') return;
  if (house.mode === 'busy') {
    socket.end('421 4.7.0 Too many connections, try again later\r\n');
    return;
  }
  socket.setEncoding('utf8');
  socket.write('220 fake.example ESMTP\r\n');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const answer = answerTo(line, session, house, socket);
      if (answer !== undefined && socket.writable) socket.write(`${answer}\r\n`);
    }
  });
}

function answerTo(line: string, session: Session, house: House, socket: Socket): string | undefined {
  if (session.data !== undefined) return takeLine(line, session, house, socket);
  const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
  switch (line.split(' ')[0]!.toUpperCase()) {
    case 'EHLO': return '250-fake.example\r\n250-8BITMIME\r\n250 SMTPUTF8';
    case 'HELO': return '250 fake.example';
    case 'MAIL':
      Object.assign(session, { from: address, to: [] });
      return '250 2.1.0 Ok';
    case 'RCPT': return answerToRecipient(address, session, house);
    case 'DATA':
      if (session.to.length === 0) return '503 5.5.1 No recipients';
      session.data = [];
      return '354 End data with <CR><LF>.<CR><LF>';
    case 'RSET':
      Object.assign(session, { from: '', to: [] });
      return '250 2.0.0 Ok';
    case 'NOOP': return '250 2.0.0 Ok';
    case 'QUIT':
      socket.end('221 2.0.0 Bye\r\n');
      return undefined;
    default: return '502 5.5.2 Command not recognized';
  }
}

function answerToRecipient(address: string, session: Session, { mode, greyListed }: House): string {
  if (mode === 'unknown') return `550 5.1.1 <${address}>: user unknown`;
  if (mode === 'greylist' && !greyListed.has(address)) {
    greyListed.add(address);
    return `451 4.7.1 <${address}>: greylisted, try again later`;
  }
  session.to.push(address);
  return '250 2.1.5 Ok';
}

function takeLine(line: string, session: Session, house: House, socket: Socket): string | undefined {
  if (house.mode === 'drop') {
    socket.destroy();
    return undefined;
  }
  if (line !== '.') {
    session.data!.push(line.replace(/^\./, ''));
    return undefined;
  }
  const raw = session.data!.join('\r\n');
  session.data = undefined;
  if (house.mode === 'full') return '552 5.2.2 Mailbox full';
  const mail = { from: session.from, to: [...session.to], raw, headers: headersOf(raw) };
  house.received.push(mail);
  house.onReceived(mail);
  if (house.mode !== 'deaf') return `250 2.0.0 Ok: queued as ${house.received.length}`;
  socket.destroy();
  return undefined;
}

/** Header fields by lower-case name, unfolded. */
function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n');
  return Object.fromEntries(head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  }));
}

/** The text of a letter with one part, as people read it. */
export function textOf({ raw, headers }: Received): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  const coded = headers['content-transfer-encoding'] ?? '7bit';
  if (coded === 'base64') return Buffer.from(body, 'base64').toString();
  if (coded !== 'quoted-printable') return body;
  return Buffer.from(unquoted(body.replace(/=\r\n/g, '')), 'latin1').toString();
}

/** The subject as people read it. */
export const subjectOf = ({ headers }: Received): string =>
  (headers['subject'] ?? '').replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?(B|Q)\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString()
        : Buffer.from(unquoted(text.replaceAll('_', ' ')), 'latin1').toString());

const unquoted = (text: string): string =>
  text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

if (import.meta.main) {
  const [port = '2525', mode = 'ok'] = process.argv.slice(2);
  const fake = await startFakeSmtp(Number(port), (mail) => {
    process.stdout.write(`\n${mail.to.join(', ')}: ${subjectOf(mail)}\n${textOf(mail)}\n`);
  });
  fake.setMode(MODES.find((known) => known === mode) ?? 'ok');
  process.stdout.write(`SMTP_URL=${fake.url}\n`);
}
