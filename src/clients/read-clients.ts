import { presentClient, requireClient } from './cards.ts';
import { clientEndpoints } from './contract.ts';
import { findClients } from './store.ts';
import { reading, today } from '../kernel/operation.ts';

export const listClients = reading(clientEndpoints.list, async (context, query) => {
  const { total, clients } = await findClients(context, query, today(context));
  return { clients: clients.map(presentClient), pagination: { total, page: query.page, limit: query.limit } };
});

export const getClient = reading(clientEndpoints.get, async (context, { id }) =>
  presentClient(await requireClient(context, id)));
