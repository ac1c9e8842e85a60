/** The tables that the bench prints. */
import { availableParallelism } from 'node:os';
import type { Measured } from './figures.ts';
import { GROWTH, type NightReport, RATIO } from './night.ts';
import { type PaymentOptions, type PaymentReport, targetOf } from './payments.ts';

const cells = (figures: Measured): string[] =>
  [figures.rate.toFixed(0), figures.p50.toFixed(2), figures.p99.toFixed(2)];

/** The first column is as wide as its widest cell; figures stand under their heads. */
function table(rows: readonly string[][]): string {
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', ...rest]) => [name.padEnd(width), ...rest.map((cell) => cell.padStart(8))].join(' '))
    .join('\n');
}

export function paymentTable({ rows, driver, proven }: PaymentReport, { rounds, seconds }: PaymentOptions): string {
  const head = ['invoices × connections', 'saldo/s', 'p50 ms', 'p99 ms', 'limit/s', 'p50 ms', 'p99 ms', 'ratio', 'target'];
  const lines = rows.map((row) => [
    `${row.invoices} × ${row.connections}`, ...cells(row.saldo), ...cells(row.limit), row.ratio.toFixed(2),
    targetOf(row)?.toFixed(2) ?? '',
  ]);
  return `${table([head, ...lines])}

POST /api/payments with an Idempotency-Key; server, HTTP client and database are processes of their own.
Limit: one prepared set-based transaction by ${driver}, the same rows. Medians of ${rounds} rounds of ${seconds} s in turns,
${availableParallelism()} processors. Proof of the books afterwards: ${proven ? 'ok' : 'BROKEN'}.
`;
}

export function nightTable({ compared, grown, heap, broken }: NightReport): string {
  const head = ['night', 'saldo/s', 'p50 ms', 'p99 ms', 'limit/s', 'p50 ms', 'p99 ms', 'ratio', 'target'];
  const races = compared.map((row) =>
    [row.name, ...cells(row.saldo), ...cells(row.limit), row.ratio.toFixed(2), RATIO.toFixed(2)]);
  const costs = grown.map((row) =>
    [row.name, row.saldo.toFixed(2), row.limit.toFixed(2), row.growth.toFixed(2), GROWTH.toFixed(2)]);
  const heaps = heap.map((row) => [`${row.trainings} trainings`, row.megabytes.toFixed(1)]);
  return `${table([head, ...races])}

${table([['cost of a training', 'saldo ms', 'limit ms', 'growth', 'at most'], ...costs])}

${table([['peak heap after collection', 'MB'], ...heaps])}

Participants a second, milliseconds a training of ten: seven with a pass, three invoiced, half of them with credit.
Limit: two prepared set-based statements a training in one transaction and one packet, the same rows. Both sides work in
turns; rates and costs are medians of their slices, a ratio is the median of slices side by side. Four organisations (for
the limit: connections) at once; ${availableParallelism()} processors. Proof of the books afterwards: ${
  broken.length === 0 ? 'ok' : `BROKEN: ${broken.join('; ')}`}.
`;
}
