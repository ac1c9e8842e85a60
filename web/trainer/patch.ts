/** What the server has taken is written into the roster at once, so that nothing flickers until it is asked anew. */
import type { QueryClient } from '@tanstack/react-query';
import type { Roster } from './intents.ts';
import { keep, keptAnswer } from './kept.ts';
import type { Sent } from './send.ts';

export async function patchRoster(client: QueryClient, { trainingId: id, marks }: Sent, day: string): Promise<void> {
  const queryKey = ['training.get', { id }];
  const shown = client.getQueryData<Roster>(queryKey);
  const roster = shown ?? await keptAnswer('training.get', { id });
  if (!roster) return;
  const known = new Set(roster.participants.map(({ studentId }) => studentId));
  if ([...marks.keys()].some((studentId) => !known.has(studentId))) {
    await client.refetchQueries({ queryKey });
    return;
  }
  const participants = roster.participants.map((person) => {
    const mark = marks.get(person.studentId);
    if (mark === undefined) return person;
    return { ...person, mark, status: mark === 'PRESENT' ? 'BOOKED' as const : person.status };
  });
  const next = { ...roster, participants };
  if (shown) client.setQueryData(queryKey, next);
  await keep('training.get', { id }, next, day);
}
