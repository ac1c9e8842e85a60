import { cancelSubscription } from './cancel-pass.ts';
import { freezeSubscription, unfreezeSubscription } from './freeze-pass.ts';
import { importSubscriptions } from './import-passes.ts';
import { invoiceSubscription } from './invoice-pass.ts';
import { migrateSubscriptions } from './migrate-passes.ts';
import { getSubscription, listMovements, listSubscriptions, listUnpaidInvoices } from './read-passes.ts';
import { renewSubscription } from './renew-passes.ts';
import { sellSubscription } from './sell-pass.ts';
import { changeType, createType, getType, listTypes } from './types.ts';

export const subscriptionRoutes = [
  listTypes, createType, getType, changeType,
  listSubscriptions, sellSubscription, importSubscriptions, migrateSubscriptions, getSubscription, listMovements,
  listUnpaidInvoices, freezeSubscription, unfreezeSubscription, renewSubscription, cancelSubscription,
  invoiceSubscription,
];
