/** A worker as a program: jobs, deliveries and seals without the web server, on as many machines as are wanted. */
import pino from 'pino';
import { startBackground } from './background.ts';
import { openMail } from './integrations/mail/smtp.ts';
import { loadConfig, loadSecret } from './kernel/config.ts';
import { type DatabaseServer, openDatabaseServer } from './kernel/database-server.ts';
import { type Database, openDatabase } from './kernel/db.ts';
import { migrate } from './kernel/migrate.ts';

type Running = { server?: DatabaseServer; database?: Database; stopBackground?: () => Promise<void> };

/** Next to a server on the same machine it uses the server's embedded database. */
async function start(running: Running): Promise<void> {
  const config = loadConfig();
  running.server = await openDatabaseServer(config, 'cli');
  running.database = openDatabase(running.server.url, { secret: loadSecret(config) });
  await migrate(running.database);
  const mail = config.mail && openMail(config.mail);
  const logger = pino({ level: config.logLevel });
  const { database, server: { url } } = running;
  running.stopBackground = await startBackground({ database, url, mail, config, logger });
}

/** What is under way is finished first. */
async function stop({ server, database, stopBackground }: Running): Promise<void> {
  await stopBackground?.();
  await database?.close();
  await server?.close();
}

function complain(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** A signal during the start waits for it; one that comes again changes nothing. */
function endOnSignals(running: Running, started: Promise<void>): void {
  let ending: Promise<void> | undefined;
  const end = (): void => {
    if (ending !== undefined) return;
    ending = started.catch(() => undefined).then(() => stop(running));
    ending.then(() => process.exit(0), complain);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, end);
  process.channel?.unref();
}

const running: Running = {};
const started = start(running);
endOnSignals(running, started);
try {
  await started;
  process.stdout.write('Работник Saldo запущен / the Saldo worker is running. Остановить / stop: Ctrl+C\n');
} catch (error) {
  await stop(running).catch(() => undefined);
  complain(error);
}
