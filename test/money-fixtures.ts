/** Money in a few words: a web server over a world, and clients, invoices and payments made by the real operations. */
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { createApiKey } from '../src/access/api-keys.ts';
import { buildApp } from '../src/app.ts';
import { getProof } from '../src/audit/proof.ts';
import { getClient } from '../src/clients/read-clients.ts';
import { createStudent } from '../src/clients/students.ts';
import { createClient } from '../src/clients/write-clients.ts';
import { createInvoice } from '../src/sales/create-invoice.ts';
import { getInvoice } from '../src/invoices/read-invoices.ts';
import { runAsSystem } from '../src/kernel/command.ts';
import type { Endpoint } from '../src/kernel/contract.ts';
import { parseInput } from '../src/kernel/http-input.ts';
import type { Role } from '../src/kernel/permissions.ts';
import { createRefund } from '../src/payments/create-refund.ts';
import { registerPayment } from '../src/payments/register-payment.ts';
import { reversePayment } from '../src/payments/reverse-payment.ts';
import { type Answer, type House, sender } from './access/house.ts';
import { digestOfAllTables } from './digest.ts';
import type { CallOptions, Runnable, World } from './world.ts';

type Wire = Record<string, unknown>;
export type Door = Readonly<{
  send: House['send'];
  /** A new API key of the role, bound to its person. */
  keyOf(role: Role, person?: { clientId?: string; studentId?: string }): Promise<string>;
  close: () => Promise<void>;
}>;

/** The web server over the world's database. One opened inside a test closes with it. */
export async function openDoor(world: World): Promise<Door> {
  const app = await buildApp({ database: world.database, signInsPerMinute: 10_000 });
  const close = async () => app.close();
  try {
    onTestFinished(close);
  } catch {
    // Not inside a test: a hook opened this door and closes it.
  }
  return {
    send: sender(app),
    close,
    keyOf: async (role, person = {}) =>
      String((await runAsSystem(world.database, world.orgId, createApiKey, { name: role, role, ...person })).key),
  };
}

/** Runs with fields as they are on the wire, in roubles, and answers in the same form. */
export async function ask<E extends Endpoint>(
  world: World, runnable: Runnable<E>, wire: Wire = {}, options?: CallOptions,
): Promise<z.input<E['result']>> {
  const result = await world.run(runnable, parseInput(runnable.endpoint, wire, 'ru'), options);
  return z.encode(runnable.endpoint.result, result) as z.input<E['result']>;
}

export const refusal = (code: string) => expect.objectContaining({ code });

export const newClient = async (world: World, wire: Wire = {}): Promise<string> =>
  (await ask(world, createClient, { firstName: 'Анна', ...wire })).id;
export const newStudent = async (world: World, clientId: string, trainerIds: string[] = []): Promise<string> =>
  (await ask(world, createStudent, { clientId, firstName: 'Пётр', trainerIds })).id;

/** An issued invoice with a line for each price. */
export const newInvoice = (world: World, clientId: string, prices: number[], wire: Wire = {}) =>
  ask(world, createInvoice, {
    clientId, items: prices.map((unitPrice) => ({ serviceName: 'Занятие', unitPrice })), ...wire,
  });
export const newDraft = (world: World, clientId: string, prices: number[], wire: Wire = {}) =>
  newInvoice(world, clientId, prices, { asDraft: true, ...wire });

export const pay = (world: World, wire: Wire, options?: CallOptions) =>
  ask(world, registerPayment, { paymentMethod: 'CASH', ...wire }, options);
export const payInvoice = (world: World, invoiceId: string, amount: number, wire: Wire = {}) =>
  pay(world, { invoiceId, amount, ...wire });
export const topUp = (world: World, clientId: string, amount: number, wire: Wire = {}) =>
  pay(world, { clientId, amount, ...wire });
export const reverse = (world: World, id: string, reason = 'Ошибка кассира') => ask(world, reversePayment, { id, reason });
export const refund = (world: World, wire: Wire) =>
  ask(world, createRefund, { method: 'CASH', reason: 'По заявлению', ...wire });

export const balanceOf = async (world: World, id: string): Promise<number> => (await ask(world, getClient, { id })).balance;
export const invoiceOf = (world: World, id: string) => ask(world, getInvoice, { id });

/** Every invariant of the books holds; what does not is shown. */
export async function expectProof(world: World): Promise<void> {
  const { ok, checks } = await ask(world, getProof);
  expect(checks.filter((check) => !check.ok)).toEqual([]);
  expect(ok).toBe(true);
}

/** Does what must be refused, and shows that not one row of the whole database changed. */
export async function changingNothing<T>(world: World, attempt: () => Promise<T>): Promise<T> {
  const before = await digestOfAllTables(world.database);
  const outcome = await attempt();
  expect(await digestOfAllTables(world.database)).toEqual(before);
  return outcome;
}

/** An operation that is refused with the code and leaves no trace. */
export async function expectRefused(world: World, attempt: () => Promise<unknown>, code: string): Promise<void> {
  await changingNothing(world, () => expect(attempt(), code).rejects.toEqual(refusal(code)));
}

export type Attempt = { method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'; url: string; body?: unknown; raw?: string; idempotencyKey?: string };

/** A request that is refused: a problem document with this status and code and a sentence, and not one row changed. */
export async function expectProblem(
  world: World, door: Door, key: string, { method = 'POST', url, body, raw, idempotencyKey }: Attempt, status: number, code: string,
): Promise<Answer['body']> {
  const answer = await changingNothing(world, () => door.send(method, url, {
    key, ...(raw === undefined ? { body } : { raw }),
    ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
  }));
  expect(answer, JSON.stringify(answer.body)).toMatchObject({
    status, body: { status, code, type: `urn:saldo:problem:${code}`, detail: expect.stringMatching(/[а-яё]{3}/i) as string },
  });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return answer.body;
}
