/** What is measured: the requests as they go, the rest when somebody asks, and not more often than every few seconds. */
import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { loadDeliveries, loadQueue } from './doctor-store.ts';
import { loadRuns } from './metrics-store.ts';
import { serverClock } from './store.ts';
import { lastBackup } from '../backup/backups-store.ts';
import type { Database } from '../kernel/db.ts';
import type { Pulse, Watch } from '../kernel/pulse.ts';
import { VERSION } from '../kernel/version.ts';

export type Meters = {
  /** Counts the requests of a server from now on. */
  count(app: FastifyInstance): void;
  watch: Watch;
};
export type MetersOptions = {
  database: Database; pulse?: Pulse | undefined; token?: string | undefined;
  /** The folder of backups. */
  backups?: string;
  /** Measure the process too: memory, processor, how late its loop is. */
  process?: boolean;
};

/** Whoever scrapes twice as often gets the same answer. */
const REMEMBERED_MS = 5000;
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function newMeters(options: MetersOptions): Meters {
  const register = new Registry();
  const requests = new Histogram({
    name: 'saldo_http_request_duration_seconds', help: 'Duration of HTTP requests', buckets: SECONDS,
    labelNames: ['method', 'route', 'status'], registers: [register],
  });
  const look = newLook(register, options);
  if (options.process === true) collectDefaultMetrics({ register });
  let asked: { at: number; text: Promise<string> } | undefined;
  const metrics = async (): Promise<string> => {
    await look();
    return register.metrics();
  };
  return {
    count: (app) => {
      app.addHook('onResponse', async (request, reply) => {
        // The address as it was declared: one for all ids. Whatever is not declared is one address too.
        const route = request.routeOptions.url ?? 'unknown';
        requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
    watch: {
      pulse: options.pulse, metricsToken: options.token,
      metrics: () => {
        const now = performance.now();
        if (asked === undefined || now - asked.at > REMEMBERED_MS) {
          asked = { at: now, text: metrics() };
          asked.text.catch(() => {
            asked = undefined;
          });
        }
        return asked.text;
      },
    },
  };
}

/** Makes the gauges; gives the look that fills them in. What cannot be known stays away rather than being zero. */
function newLook(register: Registry, { database, pulse, backups }: MetersOptions): () => Promise<void> {
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> => {
    const made = new Gauge({ name: `saldo_${name}`, help, labelNames, registers: [register] });
    if (labelNames.length === 0) made.remove(); // it would begin with a zero that nobody measured
    return made;
  };
  gauge('build_info', 'The version that runs', 'version', 'node')
    .set({ version: VERSION, node: process.versions.node }, 1);
  const databaseUp = gauge('database_up', 'The database answers');
  const pool = gauge('db_pool_connections', 'Connections to the database', 'pool', 'state');
  const beat = gauge('worker_beat_age_seconds', 'Since the last sign of life of the worker inside');
  const looks = [jobGauges(gauge, database), backlogGauges(gauge, database), backupGauges(gauge, database, backups)];
  return async () => {
    for (const [name, { totalCount, idleCount, waitingCount }] of poolsOf(database)) {
      pool.set({ pool: name, state: 'total' }, totalCount);
      pool.set({ pool: name, state: 'idle' }, idleCount);
      pool.set({ pool: name, state: 'waiting' }, waitingCount);
    }
    const age = pulse?.age();
    if (age !== undefined) beat.set(age);
    try {
      for (const look of looks) await look();
      databaseUp.set(1);
    } catch {
      // A database that is away is a measurement, not a failure of measuring.
      databaseUp.set(0);
    }
  };
}

type NewGauge = <L extends string>(name: string, help: string, ...labelNames: L[]) => Gauge<L>;
const poolsOf = ({ app, owner, locks }: Database) => Object.entries({ app, owner, locks });

function jobGauges(gauge: NewGauge, database: Database): () => Promise<void> {
  const last = gauge('job_last_start_timestamp_seconds', 'When the job last began', 'job');
  const duration = gauge('job_last_duration_seconds', 'The longest of the last runs of the job', 'job');
  const failed = gauge('job_failed_organisations', 'Organisations whose last run of the job failed or was missed', 'job');
  const proofOk = gauge('proof_ok', 'The last proofs of all organisations found no fault');
  const provenAt = gauge('proof_timestamp_seconds', 'The oldest of the last proofs');
  return async () => {
    const { jobs, proof } = await loadRuns(database);
    for (const { job, startedAt, durationMs, failed: count } of jobs) {
      last.set({ job }, startedAt);
      duration.set({ job }, durationMs / 1000);
      failed.set({ job }, count);
    }
    if (proof !== undefined) {
      proofOk.set(proof.ok ? 1 : 0);
      provenAt.set(proof.at);
    }
  };
}

function backlogGauges(gauge: NewGauge, database: Database): () => Promise<void> {
  const jobs = gauge('queue_jobs', 'Jobs in the queue', 'state');
  const oldest = gauge('queue_oldest_waiting_seconds', 'How long the oldest job waits');
  const notices = gauge('notices_waiting', 'Letters whose time has come');
  const oldestNotice = gauge('notices_oldest_waiting_seconds', 'How long the oldest letter waits');
  return async () => {
    const queue = await loadQueue(database);
    if (queue !== undefined) {
      for (const state of ['waiting', 'failed', 'stuck'] as const) jobs.set({ state }, queue[state]);
      oldest.set(queue.oldestSeconds);
    }
    const { waiting, oldestSeconds } = await loadDeliveries(database);
    notices.set(waiting);
    oldestNotice.set(oldestSeconds);
  };
}

function backupGauges(gauge: NewGauge, database: Database, folder: string | undefined): () => Promise<void> {
  const age = gauge('backup_age_seconds', 'How old the last backup is');
  const verified = gauge('backup_verified', 'The last backup was restored and proven');
  return async () => {
    const last = folder === undefined ? undefined : lastBackup(folder);
    if (last === undefined) return;
    const now = await serverClock(database);
    age.set(Temporal.Instant.from(last.at).until(now).total('seconds'));
    verified.set(last.verified ? 1 : 0);
  };
}
