import { chooseRenter, renterKind } from './rules.ts';
import { clientsOfPhone, lockPhone } from './store.ts';
import { NEW_CLIENT, clientAfter } from '../clients/rules.ts';
import { insertClient, lockClients } from '../clients/store.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { uuidv7 } from '../kernel/uuid.ts';

export type Renter = { clientId?: string | undefined; clientName?: string | undefined; clientPhone?: string | undefined };
export type FoundRenter = { id: string; name: string; isNew: boolean };

/** Who rents, locked: the client named, the one of that phone, or a new one of that name and phone (C-54). */
export async function lockRenter(context: Context, renter: Renter): Promise<FoundRenter> {
  const { id, isNew } = renter.clientId === undefined
    ? await renterOfPhone(context, renter) : { id: renter.clientId, isNew: false };
  const [client] = await lockClients(context, [id]);
  refuseUnless(client?.isActive, 'CLIENT_INACTIVE');
  return { id, name: client.name, isNew };
}

async function renterOfPhone(context: Context, renter: Renter): Promise<{ id: string; isNew: boolean }> {
  const { clientName: name, clientPhone } = renter;
  refuseUnless(name && clientPhone, 'RENTER_REQUIRED');
  const facts = clientAfter(NEW_CLIENT, { kind: renterKind(name), name, phone: clientPhone });
  refuseUnless(facts.phone, 'RENTER_REQUIRED');
  await lockPhone(context, facts.phone);
  const known = chooseRenter(await clientsOfPhone(context, facts.phone), facts.name);
  if (known) return { id: known.id, isNew: false };
  const id = uuidv7();
  await insertClient(context, id, facts);
  return { id, isNew: true };
}
