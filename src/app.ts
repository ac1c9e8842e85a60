/** Every route of the product on one screen. */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { authenticator } from './access/authenticate.ts';
import { accessRoutes } from './access/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { catalogueRoutes } from './catalogue/routes.ts';
import { clientRoutes } from './clients/routes.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { jobRoutes } from './jobs/routes.ts';
import type { Database } from './kernel/db.ts';
import { mountDocs } from './kernel/docs.ts';
import { healthRoute } from './kernel/health.ts';
import { type Route, mount } from './kernel/http.ts';
import { sendProblem } from './kernel/http-problem.ts';
import { openApi } from './kernel/openapi.ts';
import { Refusal } from './kernel/refusal.ts';
import { uuidv7 } from './kernel/uuid.ts';
import { VERSION } from './kernel/version.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { paymentRoutes } from './payments/routes.ts';
import { scheduleRoutes } from './schedule/routes.ts';
import { rentalRoutes } from './rentals/routes.ts';
import { reservationRoutes } from './reservations/routes.ts';
import { saleRoutes } from './sales/routes.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import { trainingRoutes } from './trainings/routes.ts';

const BODY_LIMIT = 1_048_576;

export const routes: readonly Route[] = [
  healthRoute,
  ...accessRoutes,
  ...clientRoutes,
  ...catalogueRoutes,
  ...ledgerRoutes,
  ...invoiceRoutes,
  ...saleRoutes,
  ...paymentRoutes,
  ...scheduleRoutes,
  ...rentalRoutes,
  ...reservationRoutes,
  ...subscriptionRoutes,
  ...trainingRoutes,
  ...noticeRoutes,
  ...auditRoutes,
  ...jobRoutes,
];

export type AppOptions = {
  database: Database;
  logger?: FastifyBaseLogger;
  /** Attempts a minute from one address at a password or a code; 20 unless given. */
  signInsPerMinute?: number;
};

/** The whole web server, ready to listen; `close` finishes the requests under way. */
export async function buildApp({ database, logger, signInsPerMinute = 20 }: AppOptions): Promise<FastifyInstance> {
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
    // Plain HTTP on the loopback is the usual way to run: nothing may turn its pages into https ones.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { ttl }) =>
      new Refusal('TOO_MANY_REQUESTS', {}, { retryAfter: Math.max(1, Math.ceil(ttl / 1000)) }),
  });
  mount(app, { database, routes, authenticate: authenticator(database), signInsPerMinute });
  await mountDocs(app, () => openApi(routes, VERSION));
  return app;
}
