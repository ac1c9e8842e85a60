/** A fake base and a client that is in a hurry. */
import { onTestFinished } from 'vitest';
import { type FakeOneC, type FakeOptions, startOneC } from '../../fakes/onec/server.ts';
import {
  type Capabilities, type FailureCode, type OneC, type OneCRow, type OneCSettings, OneCFailure, type Page, type Query,
  openOneC, rowKey,
} from '../../src/integrations/onec/client.ts';

export const CARDS = 'Catalog_ДисконтныеКарты';
export const OWNERS = 'Catalog_Контрагенты';
export const PURCHASES = 'AccumulationRegister_ПродажиПоДисконтнымКартам';
export const POINTS = 'AccumulationRegister_БонусныеБаллы';
export const OPENING = 'Document_ВводНачальныхОстатков';

export type Bench = { fake: FakeOneC; onec: OneC };

/** Starts a base; it ends with the test. Requests are repeated after a millisecond or two. */
export async function bench(options: FakeOptions = {}, settings: Partial<OneCSettings> = {}): Promise<Bench> {
  const fake = await startOneC(options);
  onTestFinished(() => fake.close());
  const { url: baseUrl, username, password } = fake;
  return { fake, onec: openOneC({ baseUrl, username, password, pauseMs: 1, ...settings }) };
}

export type Everything = {
  /** Different rows, as the reader who tells them apart has them. */
  rows: OneCRow[];
  /** All that came, with what came again. */
  came: number;
  pages: Page[];
  last: Page;
  can: Capabilities;
};

export async function readAll(
  onec: OneC, entity: string, query: Query = {}, between: (page: Page) => void = () => undefined,
): Promise<Everything> {
  const can = await onec.probe(entity, query);
  const pages: Page[] = [];
  const rows = new Map<string, OneCRow>();
  let came = 0;
  for await (const page of onec.pages(entity, query, can)) {
    pages.push(page);
    came += page.rows.length;
    for (const row of page.rows) rows.set(rowKey(row), row);
    between(page);
  }
  return { rows: [...rows.values()], came, pages, last: pages.at(-1)!, can };
}

/** The code of the failure that it ends in; anything else is a bug. */
export async function failureOf(work: Promise<unknown>): Promise<OneCFailure> {
  const failure = await work.then(() => undefined, (error: unknown) => error);
  if (failure instanceof OneCFailure) return failure;
  throw new Error(`no failure of 1C: ${String(failure)}`);
}
export const codeOf = async (work: Promise<unknown>): Promise<FailureCode> => (await failureOf(work)).code;
