import { type Me } from '../lib/session.ts';
import { forgetWhere, read, write } from './store.ts';

const KEY = 'me';
type Kept = { me: Me; at: number };

/** Who was signed in at the last visit with the network, if it was a trainer; the clock has gone on since. */
export async function keptMe(): Promise<Me | undefined> {
  const kept = await read<Kept>(KEY).catch(() => undefined);
  if (!kept) return undefined;
  const { me, at } = kept;
  // The clock of a sandbox stands still.
  const passed = me.organisation.sandbox ? 0 : Date.now() - at;
  const now = new Date(Date.parse(me.organisation.now) + passed).toISOString();
  return { ...me, organisation: { ...me.organisation, now } };
}

/** Keeps who is here. What was kept of somebody else goes, but for the marks that he has not sent yet. */
export async function keepMe(me: Me): Promise<void> {
  const before = await read<Kept>(KEY);
  if (before !== undefined && before.me.user.id !== me.user.id) await forgetWhere((key) => !key.startsWith('queue '));
  await write(KEY, { me, at: Date.now() } satisfies Kept);
}

/** Signing out leaves nothing on the phone. */
export const forgetEverything = (): Promise<void> => forgetWhere(() => true);
