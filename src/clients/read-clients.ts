import { presentClient, requireClient } from './load-client.ts';
import { clientEndpoints } from './contract.ts';
import { findClients, loadMore } from './list-store.ts';
import { toPayOf } from './rules.ts';
import { addDays } from '../kernel/day.ts';
import { reading, today } from '../kernel/operation.ts';

export const listClients = reading(clientEndpoints.list, async (context, { withoutVisitDays, ...query }) => {
  const on = today(context);
  const noVisitSince = withoutVisitDays === undefined ? undefined : addDays(on, -withoutVisitDays);
  const { total, clients } = await findClients(context, { ...query, noVisitSince }, on);
  const more = await loadMore(context, clients.map(({ id }) => id));
  const rows = clients.map((card) => {
    const { students = [], activePasses = 0, lastVisit = null } = more.get(card.id) ?? {};
    const { balance: credit, due } = card;
    return { ...presentClient(card), credit, toPay: toPayOf(due, credit), students, activePasses, lastVisit };
  });
  return { clients: rows, pagination: { total, page: query.page, limit: query.limit } };
});

export const getClient = reading(clientEndpoints.get, async (context, { id }) =>
  presentClient(await requireClient(context, id)));
