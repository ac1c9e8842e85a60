import { Problem, call } from '../lib/api.ts';
import type { Intent, Mark } from './intents.ts';

/** What the server has taken, and who of a batch was left alone because somebody else had marked him. */
export type Sent = { trainingId: string; marks: ReadonlyMap<string, Mark | null>; left: readonly string[] };

/** One request: a mark, a mark taken away, or a batch of marks. */
export async function send(group: readonly Intent[]): Promise<Sent> {
  const [first] = group;
  if (!first) return { trainingId: '', marks: new Map(), left: [] };
  const { trainingId, studentId, to, seen, key, batch } = first;
  if (batch !== undefined) return sendBatch(trainingId, group, batch);
  if (to === null) await takeAway(trainingId, studentId, key);
  else await call('attendance.mark', { trainingId, studentId, status: to, seen }, { key });
  return { trainingId, marks: new Map([[studentId, to]]), left: [] };
}

async function sendBatch(id: string, group: readonly Intent[], key: string): Promise<Sent> {
  const wanted = group.flatMap(({ studentId, to }) => (to === null ? [] : [{ studentId, status: to }]));
  const { attendance } = await call('attendance.mark-all', { id, marks: wanted, unmarkedOnly: true }, { key });
  const marks = new Map<string, Mark | null>(attendance.map(({ studentId, status }) => [studentId, status]));
  return { trainingId: id, marks, left: wanted.map(({ studentId }) => studentId).filter((one) => !marks.has(one)) };
}

async function takeAway(id: string, studentId: string, key: string): Promise<void> {
  try {
    await call('attendance.delete', { id, studentId }, { key });
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'NOT_MARKED')) throw error;
  }
}
