import { type Mark, type RosterLine } from './intents.ts';
import { type Wanted, enqueue } from './queue.ts';

/** Marks lines of a roster, and remembers how they were. */
export function markLines(trainingId: string, lines: readonly Pick<RosterLine, 'studentId' | 'studentName' | 'mark'>[], to: Mark | null): void {
  const wanted = lines.map(({ studentId, studentName, mark }): Wanted => ({ trainingId, studentId, studentName, to, seen: mark }));
  const back = lines.map(({ studentId, studentName, mark }): Wanted => ({ trainingId, studentId, studentName, to: mark, seen: to }));
  enqueue(wanted, back);
}

/** One tap is «пришёл», the next «не пришёл». */
export const tapped = (mark: Mark | null): Mark => (mark === 'PRESENT' ? 'ABSENT' : 'PRESENT');
