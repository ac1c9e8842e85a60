/**
 * The fake as a program:
 *   node fakes/onec/main.ts --port 8085 --quirk orderby-500 --quirk error-500=3
 *   node fakes/onec/main.ts --customers 50000 --purchases 1000000
 * Quirks are also changed while it runs: PUT /control/quirks with {"bom-count": true}.
 */
import { parseArgs } from 'node:util';
import { QUIRKS, quirkOf } from './quirks.ts';
import { rawData, referenceData, startOneC } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8085' },
    quirk: { type: 'string', multiple: true, default: [] },
    now: { type: 'string' },
    more: { type: 'string', default: '0' },
    customers: { type: 'string' },
    purchases: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  const quirks = Object.entries(QUIRKS).map(([name, what]) => `  ${name.padEnd(16)} ${what}`).join('\n');
  const options = '--port N, --quirk NAME[=VALUE], --now 2025-02-12T12:00:00, --more N, --customers N --purchases N';
  process.stdout.write(`${options}\n${quirks}\n`);
} else {
  const now = values.now === undefined ? Temporal.Now.plainDateTimeISO() : Temporal.PlainDateTime.from(values.now);
  const data = values.customers === undefined
    ? referenceData({ now, more: Number(values.more) })
    : rawData({ customers: Number(values.customers), purchases: Number(values.purchases), now });
  const fake = await startOneC({
    port: Number(values.port), data, quirks: Object.assign({}, ...values.quirk.map(quirkOf)) as object, keepRequests: false,
  });
  process.stdout.write(`ONEC_BASE_URL=${fake.url}\nuser: ${fake.username}, password: ${fake.password}\n`);
}
