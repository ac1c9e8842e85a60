/** What the tests of states share: how to walk without loading the page again, and what a screen asks for first. */
import type { Tab } from './harness/index.ts';

/** Goes to an address of the same product as a link does. */
export async function walkTo(tab: Tab, path: string, screen?: string): Promise<void> {
  await tab.page.evaluate(`history.pushState({}, '', ${JSON.stringify(path)})`);
  await tab.ready(screen);
}

/** Nothing is asked for: what is there is known from the session, or written by the person. */
export const NOTHING_TO_FAIL: ReadonlySet<string> = new Set(['invoice-new', 'me', 'trainer-me']);

const ID = '[0-9a-f-]{36}';
const at = (path: string): RegExp => new RegExp(`/api/${path.replaceAll('*', ID)}(\\?.*)?$`);

/** The request without whose answer a screen has nothing to show. */
export const MAIN: Readonly<Record<string, RegExp>> = {
  overview: at('reports/overview'), desk: at('desk'), schedule: at('trainings'), training: at('trainings/*'),
  groups: at('groups'), group: at('groups/*'), clients: at('clients'), client: at('clients/*'),
  statement: at('clients/*/statement'), passes: at('subscriptions'), pass: at('subscriptions/*'), invoices: at('invoices'),
  invoice: at('invoices/*'), payments: at('payments'), payment: at('payments/*'), reverse: at('payments/*'),
  receipt: at('payments/*/receipt'), receivables: at('reports/receivables'), periods: at('periods'),
  nights: at('reports/nights'), night: at('job-runs/*'), rentals: at('rentals'), shift: at('desk'),
  revenue: at('reports/revenue'), 'money-in': at('reports/money-in'), occupancy: at('reports/occupancy'),
  renewals: at('reports/renewals'), attendance: at('reports/attendance'), unearned: at('reports/unearned'),
  discounts: at('reports/discounts'), proof: at('proof'), audit: at('audit-log'), notices: at('notices'),
  policies: at('settings'), organisation: at('organisation'), catalogue: at('services'),
  'pass-kinds': at('subscription-types'),
  rooms: at('rooms'), benefits: at('benefit-categories'), templates: at('notice-templates'), users: at('users'),
  'api-keys': at('api-keys'), why: at('explain/invoice/*'),
  onec: at('admin/onec/customers/sync'), 'onec-customers': at('onec/customers'), 'onec-settings': at('onec/connection'),
  imports: at('imports'), import: at('imports/*'), reconciliations: at('reconciliations'), reconciliation: at('reconciliations/*'),
  statements: at('bank/statements'), 'bank-statement': at('bank/statements/*'),
  today: at('trainings'), roster: at('trainings/*'), 'my-groups': at('groups'), unmarked: at('trainings'),
  my: at('invoices'), 'my-schedule': at('trainings'), 'my-invoices': at('invoices'), 'my-invoice': at('invoices/*'),
  'my-history': at('clients/*/statement'), 'my-settings': at('clients/*/notice-preferences'),
};
