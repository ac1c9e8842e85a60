/** The web server as a program: settings, database, migrations, routes, and an orderly end. */
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { setupCode } from './access/setup-steps.ts';
import { anybodyThere } from './access/setup-store.ts';
import { buildApp } from './app.ts';
import { startBackground } from './background.ts';
import { openMail } from './integrations/mail/smtp.ts';
import { type Config, loadConfig, loadSecret } from './kernel/config.ts';
import { type DatabaseServer, openDatabaseServer } from './kernel/database-server.ts';
import { type Database, openDatabase } from './kernel/db.ts';
import { migrate } from './kernel/migrate.ts';
import { newPulse } from './kernel/pulse.ts';
import { newMeters } from './maintenance/meters.ts';

type Running = {
  app?: FastifyInstance; database?: Database; server?: DatabaseServer;
  /** Ends jobs, deliveries and seals in order. */
  stopBackground?: () => Promise<void>;
};

/** A signal that comes twice within this time came once: the terminal and the launcher both hand it on. */
const SAME_SIGNAL_MS = 1000;

async function start(config: Config, running: Running): Promise<void> {
  running.server = await openDatabaseServer(config, 'server');
  running.database = openDatabase(running.server.url, { secret: loadSecret(config) });
  await migrate(running.database);
  const logger = pino({ level: config.logLevel });
  const [database, pulse] = [running.database, newPulse()];
  const meters = newMeters({ database, pulse, backups: config.backup.folder, token: config.metricsToken, process: true });
  running.app = await buildApp({ database, logger, mail: config.mail !== undefined, meters });
  await running.app.listen({ port: config.port, host: config.host });
  const mail = config.mail && openMail(config.mail);
  running.stopBackground = await startBackground({ database, url: running.server.url, mail, config, logger, pulse });
}

/** Requests and jobs under way are finished and sealed first, then the database is left, then it is stopped. */
async function stop({ app, database, server, stopBackground }: Running): Promise<void> {
  // A connection that was answering when the end began is idle afterwards, and would be kept alive for a minute.
  const idle = setInterval(() => app?.server.closeIdleConnections(), 50);
  await app?.close();
  clearInterval(idle);
  await stopBackground?.();
  await database?.close();
  await server?.close();
}

function addressOf(app: FastifyInstance, config: Config): string {
  const [address] = app.addresses();
  const port = typeof address === 'object' ? address.port : config.port;
  const host = ['0.0.0.0', '::', '127.0.0.1'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Who has not set the program up yet is told how; from another machine that takes the code. */
async function greet(url: string, database: Database): Promise<void> {
  const isNew = !await anybodyThere(database);
  process.stdout.write(`
Saldo работает. Откройте в браузере / Saldo is running. Open in the browser: ${url}
${isNew ? `  Код настройки с другого компьютера / setup code from another machine: ${setupCode(database)}
` : ''}  Описание API / API docs: ${url}/api/docs
  Остановить / stop: Ctrl+C
`);
}

/** Some failures of the system have a sentence of their own; all others say it themselves. */
function sentenceOf(error: unknown, config: Config | undefined): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return `Порт ${config?.port} занят: задайте другой в PORT. / Port ${config?.port} is in use: set another PORT.`;
  }
  if (code === 'EACCES' && config !== undefined && config.port < 1024) {
    return `Нет прав на порт ${config.port}. / No permission for port ${config.port}.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** A signal during the start waits for it: a database that is half started could not be stopped. */
function endOnSignals(running: Running, started: Promise<void>): void {
  let firstAt: number | undefined;
  const end = (): void => {
    if (firstAt !== undefined) {
      // Asked again: the connections are cut, and everything else still ends in order.
      if (performance.now() - firstAt > SAME_SIGNAL_MS) running.app?.server.closeAllConnections();
      return;
    }
    firstAt = performance.now();
    const stopped = started.catch(() => undefined).then(() => stop(running));
    stopped.then(() => process.exit(0), (error: unknown) => {
      process.stderr.write(`${sentenceOf(error, undefined)}\n`);
      process.exit(1);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, end);
  process.channel?.unref();
}

async function main(): Promise<void> {
  const running: Running = {};
  let config: Config | undefined;
  try {
    config = loadConfig();
    const started = start(config, running);
    endOnSignals(running, started);
    await started;
    await greet(addressOf(running.app!, config), running.database!);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error, config)}\n`);
    if (config?.logLevel === 'debug' || config?.logLevel === 'trace') console.error(error);
    await stop(running).catch(() => undefined);
    process.exit(1);
  }
}

await main();
