/** The centre of the story: who works there, what it sells, and the way to do things there. */
import type { z } from 'zod';
import type { Agenda } from './agenda.ts';
import type { Family } from './people.ts';
import type { Endpoint, Input, Result } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import { parseInput } from '../kernel/http-input.ts';
import type { Money } from '../kernel/money.ts';
import type { Actor, Operation, Reading } from '../kernel/operation.ts';
import type { Policy } from '../kernel/policy.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { RefusalCode } from '../kernel/refusals.ts';
import { uuidv7 } from '../kernel/uuid.ts';

/** Runs a real operation or reading as somebody, with the fields that a request would have. */
export type Act = <E extends Endpoint>(
  actor: Actor, runnable: Operation<E> | Reading<E>, fields: z.input<E['input']>,
) => Promise<Result<E>>;

export type Staff = {
  director: Actor;
  desk: readonly [Actor, Actor];
  accountant: Actor;
  trainers: readonly Actor[];
  /** Payments on the site arrive without anybody's hand. */
  site: Actor;
};

export type Group = { id: string; subject: string; trainer: Actor };

export type Centre = {
  orgId: string;
  seed: number;
  act: Act;
  agenda: Agenda;
  policy: Policy;
  staff: Staff;
  /** Ids of services by the key in the price list. */
  services: Readonly<Record<string, string>>;
  benefits: Readonly<Record<BenefitKey, string>>;
  /** Ids of the school periods by name. */
  terms: Readonly<Record<string, string>>;
  /** The hall first. */
  roomIds: readonly string[];
  groups: readonly Group[];
  subjects: readonly string[];
  /** Kinds of passes by the subject that they are for; `any` is for every group. */
  passTypes: Readonly<Record<string, string>>;
  /** Who pays, by client. */
  families: Map<string, Family>;
  /** The numbers of the students. */
  numbers: Map<string, number>;
  /** The moment at which somebody was last put on a waiting list, by group. */
  queuedAt: Map<string, number>;
  /** Makes the login of somebody with this address and gives the actor. */
  login: (person: Login) => Promise<Actor>;
};

export type Login = {
  mailbox: string; firstName: string; lastName: string; role: Actor['role']; clientId?: string;
};
export type BenefitKey = 'largeFamily' | 'disability' | 'pensioner' | 'employee';

export function actOn(database: Database, orgId: string): Act {
  return async <E extends Endpoint>(
    actor: Actor, runnable: Operation<E> | Reading<E>, fields: z.input<E['input']>,
  ): Promise<Result<E>> => {
    const input: Input<E> = parseInput(runnable.endpoint, fields, 'ru');
    const call = { orgId, actor, requestId: uuidv7(), language: 'ru' as const };
    return (await runnable.run(database, call, input)).result;
  };
}

/** What was done, or undefined where the business says no in one of the ways that are reckoned with. */
export async function unlessRefused<T>(codes: readonly RefusalCode[], doing: Promise<T>): Promise<T | undefined> {
  try {
    return await doing;
  } catch (error) {
    if (error instanceof Refusal && codes.includes(error.code)) return undefined;
    throw error;
  }
}

/** Kopecks as the wire has them. */
export const roubles = (amount: Money | number): number => amount / 100;

/** The shift of the desk changes in the middle of the week. */
export const deskOn = ({ staff, agenda }: Centre): Actor => staff.desk[Math.floor(agenda.day / 3) % 2] ?? staff.desk[0];
