/** Who comes to the centre, and what is remembered of them. */
import type { Method } from '../kernel/contract.ts';
import type { Actor } from '../kernel/operation.ts';
import type { Random } from './random.ts';

export type Child = {
  /** A number of its own, the same in every telling. */
  number: number;
  studentId: string; firstName: string;
  /** The subjects it wants to learn in a group; none for those who come for something else. */
  interests: readonly string[];
  /** One pass for all of them instead of one for each. */
  wantsOnePass: boolean;
  trainer: Actor;
  hasTutor: boolean;
};
/** PROMPT pays at once, LATE in weeks, TOPUP keeps money in advance, DEBTOR sometimes not at all. */
export type Habit = 'PROMPT' | 'LATE' | 'TOPUP' | 'DEBTOR';

export type Family = {
  who: string;
  random: Random;
  kind: 'FAMILY' | 'ADULT' | 'FIRM';
  clientId: string;
  children: Child[];
  habit: Habit;
  method: Method;
  joined: number;
  /** The first day on which they no longer come. */
  leaves: number;
  inSummer: boolean;
  cabinet: Actor | undefined;
  /** Money was returned to them: an old payment is not reversed any more. */
  wasRefunded: boolean;
  /** A payment entered wrongly waits to be reversed: nobody touches the money meanwhile. */
  isBeingCorrected: boolean;
};
