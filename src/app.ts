/** Every route of the product on one screen. */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { authenticator } from './access/authenticate.ts';
import { accessRoutes } from './access/routes.ts';
import { archiveRoutes } from './archive/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { bankRoutes } from './bank/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { clientRoutes } from './clients/routes.ts';
import { deskRoutes } from './desk/routes.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { stopTelling } from './demo/first-visit.ts';
import { demoRoutes } from './demo/routes.ts';
import { jobRoutes } from './jobs/routes.ts';
import type { Database } from './kernel/db.ts';
import { mountDocs } from './kernel/docs.ts';
import { healthRoute, readyRoute } from './kernel/health.ts';
import { type Route, mount } from './kernel/http.ts';
import { sendProblem } from './kernel/http-problem.ts';
import { openApi } from './kernel/openapi.ts';
import { Refusal } from './kernel/refusal.ts';
import { uuidv7 } from './kernel/uuid.ts';
import { VERSION } from './kernel/version.ts';
import { CONTENT_SECURITY, WEB_FOLDER, mountWeb, pageOf } from './web.ts';
import { type LivePace, mountEvents } from './live/events.ts';
import { connectionRoutes } from './loyalty/connection-routes.ts';
import { loyaltyRoutes } from './loyalty/routes.ts';
import { mountSyncEvents } from './loyalty/sync-events.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { stopChecking } from './opening/create-import.ts';
import { openingRoutes } from './opening/routes.ts';
import { type Meters, newMeters } from './maintenance/meters.ts';
import { metricsRoute } from './maintenance/metrics-routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import { scheduleRoutes } from './schedule/routes.ts';
import { printingRoutes } from './printing/routes.ts';
import { rentalRoutes } from './rentals/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { reservationRoutes } from './reservations/routes.ts';
import { saleRoutes } from './sales/routes.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import { trainingRoutes } from './trainings/routes.ts';
import { uploadRoutes } from './uploads/routes.ts';

const BODY_LIMIT = 1_048_576;

export const routes: readonly Route[] = [
  healthRoute,
  readyRoute,
  metricsRoute,
  ...accessRoutes,
  ...clientRoutes,
  ...catalogueRoutes,
  ...ledgerRoutes,
  ...invoiceRoutes,
  ...saleRoutes,
  ...paymentRoutes,
  ...printingRoutes,
  ...scheduleRoutes,
  ...rentalRoutes,
  ...reservationRoutes,
  ...subscriptionRoutes,
  ...trainingRoutes,
  ...noticeRoutes,
  ...auditRoutes,
  ...reportRoutes,
  ...jobRoutes,
  ...deskRoutes,
  ...connectionRoutes,
  ...loyaltyRoutes,
  ...demoRoutes,
  ...bankRoutes,
  ...archiveRoutes,
  ...uploadRoutes,
  ...openingRoutes,
];

export type AppOptions = {
  database: Database;
  logger?: FastifyBaseLogger;
  /** Attempts a minute from one address at a password or a code; 20 unless given. */
  signInsPerMinute?: number;
  /** The installation sends letters. */
  mail?: boolean;
  /** What counts the requests and watches the server; one that only counts unless given. */
  meters?: Meters;
  /** The folder of the built client; the usual one unless given. */
  webFolder?: string;
  /** How quick live events are; tests are in a hurry. */
  pace?: Partial<LivePace>;
};

/** The whole web server, ready to listen; `close` finishes the requests under way. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { database, logger, signInsPerMinute = 20, mail = false, webFolder = WEB_FOLDER, pace } = options;
  const { meters = newMeters({ database }) } = options;
  const app: FastifyInstance = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    genReqId: () => uuidv7(),
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      void sendProblem(error, request, reply);
    },
  });
  await app.register(helmet, {
    // Plain HTTP on the loopback is the usual way to run: nothing turns its pages into https ones.
    contentSecurityPolicy: CONTENT_SECURITY, xFrameOptions: { action: 'deny' },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal('TOO_MANY_REQUESTS', {}, { retryAfter: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
  const authenticate = authenticator(database);
  meters.count(app);
  mount(app, { database, routes, authenticate, signInsPerMinute, mail, watch: meters.watch, page: pageOf(webFolder) });
  mountEvents(app, { database, authenticate, pace });
  mountSyncEvents(app, { database, authenticate, pollMs: pace?.pollMs });
  app.addHook('preClose', () => stopTelling(database));
  app.addHook('preClose', () => stopChecking(database));
  await mountDocs(app, () => openApi(routes, VERSION));
  await mountWeb(app, webFolder);
  return app;
}
