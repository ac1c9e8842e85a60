import type { Context } from '../kernel/operation.ts';
import { loadTimeline } from './explain-store.ts';
import { sentence } from './sentences.ts';

/** The movements of a client's credit in words, oldest first; with `last` only so many of the latest. */
export async function loadEvents(context: Context, clientId: string, last?: number) {
  const movements = await loadTimeline(context, clientId);
  return movements.slice(last === undefined ? 0 : -last).map((event) =>
    ({ ...event, sentence: sentence(event.type, context.language, { number: event.number }) }));
}
