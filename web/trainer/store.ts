/** What the phone of a trainer remembers, so that it goes on without the network: of this person only, and of today. */
import { createStore, del, delMany, get, keys, set } from 'idb-keyval';

const box = createStore('saldo-trainer', 'kept');

export const read = <T>(key: string): Promise<T | undefined> => get<T>(key, box);
export const write = (key: string, value: unknown): Promise<void> => set(key, value, box);
export const forget = (key: string): Promise<void> => del(key, box);

export const keysNow = (): Promise<string[]> => keys<string>(box);

/** Forgets everything that the condition names. */
export async function forgetWhere(condition: (key: string) => boolean): Promise<void> {
  await delMany((await keysNow()).filter(condition), box);
}
