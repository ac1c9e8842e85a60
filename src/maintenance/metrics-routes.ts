/** GET /metrics for Prometheus: from this machine alone, or from anywhere by whoever has the token. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { comesFromHere } from '../access/setup-steps.ts';
import { endpoint } from '../kernel/contract.ts';
import { publicRoute } from '../kernel/http.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { sha256 } from '../kernel/token.ts';

const metrics = endpoint({
  name: 'metrics', method: 'GET', path: '/metrics', permission: 'public',
  summary: 'Показатели для Prometheus / Metrics for Prometheus',
  input: z.strictObject({}), result: z.string(), refusals: ['UNAUTHENTICATED', 'FORBIDDEN'],
});

export const metricsRoute = publicRoute(metrics, async ({ request, reply, watch }) => {
  if (watch.metricsToken === undefined) refuseUnless(comesFromHere(request), 'FORBIDDEN');
  else refuseUnless(hasToken(request, watch.metricsToken), 'UNAUTHENTICATED');
  void reply.type('text/plain; version=0.0.4; charset=utf-8');
  return watch.metrics();
});

function hasToken({ headers: { authorization = '' } }: FastifyRequest, token: string): boolean {
  const given = /^Bearer (.+)$/i.exec(authorization)?.[1] ?? '';
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
}
