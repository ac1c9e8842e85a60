/** The centre of the story: who works there, what it sells, and the way to do things there. */
import type { z } from 'zod';
import type { Agenda } from './agenda.ts';
import type { Endpoint, Input, Result } from '../kernel/contract.ts';
import type { Database } from '../kernel/db.ts';
import { parseInput } from '../kernel/http-input.ts';
import type { Money } from '../kernel/money.ts';
import type { Actor, Operation, Reading } from '../kernel/operation.ts';
import type { Policy } from '../kernel/policy.ts';
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

/** Kopecks as the wire has them. */
export const roubles = (amount: Money | number): number => amount / 100;

/** The shift of the desk changes in the middle of the week. */
export const deskOn = ({ staff, agenda }: Centre): Actor => staff.desk[Math.floor(agenda.day / 3) % 2] ?? staff.desk[0];
