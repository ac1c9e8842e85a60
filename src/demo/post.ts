/** Each morning families find what was written out for them without their asking: by the night, by the renewals. */
import { DAYS, OPENING, dayAt, isWorkingDay } from './calendar.ts';
import { type Centre, deskOn } from './centre.ts';
import { willPay } from './paying.ts';
import type { Invoice } from '../invoices/contract.ts';
import { listInvoices } from '../invoices/read-invoices.ts';

const BY_ITSELF: readonly Invoice['purpose'][] = ['RENEWAL', 'TRAINING', 'ABSENCE', 'FINE'];
const PAGE = 100;

export function planPost(centre: Centre): void {
  const seen = new Set<string>();
  let last = 0;
  for (let day = 0; day < DAYS; day += 1) {
    if (!isWorkingDay(day)) continue;
    centre.agenda.at('post', day, OPENING, async () => {
      const found = await issuedSince(centre, last);
      last = day;
      for (const { id, clientId, purpose } of found.filter((invoice) => !seen.has(invoice.id))) {
        seen.add(id);
        const family = centre.families.get(clientId);
        if (family) willPay(centre, family, id, { isVisit: purpose !== 'RENEWAL' });
      }
    });
  }
}

/** What still waits for money of all that was issued by itself since the day, oldest first. */
async function issuedSince(centre: Centre, day: number): Promise<Invoice[]> {
  const found: Invoice[] = [];
  for (let page = 1; ; page += 1) {
    const { invoices, pagination } = await centre.act(deskOn(centre), listInvoices, {
      fromDate: dayAt(day).toString(), limit: PAGE, page,
    });
    found.push(...invoices.filter(({ purpose, dueAmount }) => BY_ITSELF.includes(purpose) && dueAmount > 0));
    if (page * PAGE >= pagination.total) return found.reverse();
  }
}
