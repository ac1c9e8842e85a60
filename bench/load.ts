/**
 * The HTTP client of the bench, a process of its own: sends payments over so many keep-alive connections, the next one
 * on a connection as soon as the one before is answered. Reads its orders from the parent, answers with the figures.
 */
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { clientId } from './books.ts';
import { type Measured, measuredOf } from './figures.ts';

export type Order = {
  port: number; key: string | undefined; from: number; count: number; connections: number; amount: number;
};

type Load = { order: Order; agent: http.Agent; next: number; milliseconds: number[] };

function pay(load: Load): Promise<void> {
  const { order, agent } = load;
  const body = JSON.stringify({ clientId: clientId(load.next), amount: order.amount / 100, paymentMethod: 'CARD' });
  load.next += 1;
  const headers = {
    'content-type': 'application/json', 'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${order.key}`, 'idempotency-key': randomUUID(),
  };
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const request = http.request(
      { agent, host: '127.0.0.1', port: order.port, method: 'POST', path: '/api/payments', headers },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += String(chunk)));
        response.on('end', () => {
          load.milliseconds.push(performance.now() - started);
          if (response.statusCode === 201) resolve();
          else reject(new Error(`${response.statusCode}: ${text}`));
        });
      });
    request.on('error', reject);
    request.end(body);
  });
}

async function perform(order: Order): Promise<Measured> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: order.connections });
  const load: Load = { order, agent, next: order.from, milliseconds: [] };
  const end = order.from + order.count;
  const started = performance.now();
  await Promise.all(Array.from({ length: order.connections }, async () => {
    while (load.next < end) await pay(load);
  }));
  const seconds = (performance.now() - started) / 1000;
  agent.destroy();
  return measuredOf(seconds, load.milliseconds);
}

process.on('message', (order: Order) => {
  perform(order).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
