/**
 * `npm run bench`: payments and the night beside what the same database allows, in one run and in turns. The exit code
 * is 1 when a target is missed or the proof of the books is broken.
 *
 *   --only payments|night
 *   --seconds N      payments: length of one measurement (5)
 *   --rounds N       payments: measurements of each kind; the table shows their medians (3)
 *   --invoices N     payments: only those that settle so many invoices; likewise --connections N
 *   --trainings N    night: so many trainings, each with ten participants (10000)
 *   --json           one line of JSON instead of the tables
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { benchNight } from './night.ts';
import { benchPayments } from './payments.ts';
import { nightTable, paymentTable } from './tables.ts';
import { withSite } from './site.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' }, json: { type: 'boolean' },
    seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' },
    invoices: { type: 'string' }, connections: { type: 'string' }, trainings: { type: 'string', default: '10000' },
  },
});
if (values.only !== undefined && values.only !== 'payments' && values.only !== 'night') {
  throw new Error('--only takes payments or night');
}
const given = (value: string | undefined): number | undefined => (value === undefined ? undefined : Number(value));
const isWanted = (part: string): boolean => values.only === undefined || values.only === part;
const options = {
  seconds: Number(values.seconds), rounds: Number(values.rounds), invoices: given(values.invoices),
  connections: given(values.connections),
};

await withSite(async (site) => {
  const payments = isWanted('payments') ? await benchPayments(site, options) : undefined;
  const night = isWanted('night') ? await benchNight(site, Number(values.trainings)) : undefined;
  if (values.json) console.log(JSON.stringify({ processors: availableParallelism(), ...options, payments, night }));
  else {
    if (payments) console.log(paymentTable(payments, options));
    if (night) console.log(nightTable(night));
  }
  const isGood = (payments === undefined || payments.proven && payments.reached)
    && (night === undefined || night.broken.length === 0 && night.reached);
  process.exitCode = isGood ? 0 : 1;
});
