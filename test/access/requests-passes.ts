/** Requests for passes and their kinds that succeed when they are allowed. */
import { freezeSubscription } from '../../src/subscriptions/freeze-pass.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { ask } from '../money-fixtures.ts';
import { newType, sell, sellPaid } from '../subscriptions/fixtures.ts';
import type { Family, Make, Request } from './requests.ts';

let counter = 0;
const fresh = (word: string): string => `${word} ${(counter += 1)}`;
const atType = async ({ world }: Family): Promise<Request> => ({ at: { id: (await newType(world)).id } });

/** An active pass of the family's student, paid and with its sessions. */
export const newPass = ({ world, studentId }: Family): Promise<{ id: string; invoiceId: string }> => sellPaid(world, { studentId });
const atPass = async (family: Family): Promise<Request> => ({ at: { id: (await newPass(family)).id } });
const freeze = { freezeStart: '2025-02-20', freezeEnd: '2025-02-22' };
const old = {
  originalPrice: 5000, paidPrice: 3500, purchaseDate: '2025-02-05', startDate: '2025-02-05', remainingVisits: 7,
};

export const passRequests: Record<string, Make> = {
  'GET /api/subscription-types': () => ({}),
  'POST /api/subscription-types': () => ({ body: { name: fresh('Безлимит'), price: 5000 } }),
  'GET /api/subscription-types/{id}': atType,
  'PATCH /api/subscription-types/{id}': async (family) => ({ ...await atType(family), body: { price: 6000 } }),
  'GET /api/subscriptions': () => ({}),
  'POST /api/subscriptions': async ({ world, studentId }) =>
    ({ body: { studentId, subscriptionTypeId: (await newType(world)).id } }),
  'POST /api/subscriptions/import': async ({ world, studentId }) =>
    ({ body: { subscriptions: [{ ...old, studentId, subscriptionTypeId: (await newType(world)).id }] } }),
  'POST /api/subscriptions/migrate': () => ({ body: {} }),
  'GET /api/subscriptions/{id}': atPass,
  'GET /api/subscriptions/{id}/movements': atPass,
  'GET /api/subscriptions/{id}/unpaid-invoices': atPass,
  'POST /api/subscriptions/{id}/freeze': async (family) => ({ ...await atPass(family), body: freeze }),
  'POST /api/subscriptions/{id}/unfreeze': async (family) => {
    const { id } = await newPass(family);
    await ask(family.world, freezeSubscription, { id, ...freeze });
    return { at: { id }, body: {} };
  },
  'GET /api/explain/subscription/{id}': atPass,
  'POST /api/subscriptions/{id}/renew': atPass,
  'POST /api/subscriptions/{id}/cancel': async (family) => ({ ...await atPass(family), body: { reason: 'По заявлению' } }),
  'POST /api/invoices/from-subscription': async ({ world, studentId }) => {
    const { subscription, invoice } = await sell(world, { studentId });
    await ask(world, cancelInvoice, { id: invoice.id, reason: 'Ошибка при вводе' });
    return { body: { subscriptionId: subscription.id } };
  },
};
