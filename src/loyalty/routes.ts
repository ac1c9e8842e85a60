import { listCustomers, listPurchases, readLoyalty } from './customers.ts';
import { cancelSync, getSync, listSyncs, resumeSync, startSync } from './syncs.ts';

export const loyaltyRoutes = [
  listCustomers, readLoyalty, listPurchases, startSync, listSyncs, getSync, cancelSync, resumeSync,
];
