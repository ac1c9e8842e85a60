/** Notices: what the last action said, to whom, in the exact words of the reader. A line break is written as " / ". */
import { expect } from 'vitest';
import { type Stage, idOf, send } from './stage.ts';
import { check } from './words.ts';
import { listNotices } from '../../src/notices/read-notices.ts';

type Reader = { client: string } | { audience: 'ADMINS' | 'OFFICE' };
const ADMINS = { audience: 'ADMINS' } as const;
const OFFICE = { audience: 'OFFICE' } as const;

async function saidTo(stage: Stage, reader: Reader): Promise<string[]> {
  const fields = 'client' in reader ? { clientId: idOf(stage, 'client', reader.client) } : {};
  const { notices, pagination } = await send(stage, listNotices, { ...fields, limit: 100 });
  expect(pagination.total, 'все сообщения прочитаны').toBe(notices.length);
  return notices
    .filter(({ id, audience }) => !stage.told.has(id) && ('client' in reader || audience === reader.audience))
    .map(({ body }) => body.replaceAll('\u00a0', ' ').replaceAll('\n', ' / ')
      // How long a night takes is the one thing in it that nobody knows beforehand.
      .replace(/Длилось секунд: \d+/, 'Длилось секунд: …'));
}

/** The text stands among what was said, exactly once. */
async function said(stage: Stage, reader: Reader, text: string): Promise<void> {
  const texts = await saidTo(stage, reader);
  expect(texts, 'сообщения').toContain(text);
  expect(texts.filter((one) => one === text), 'сказано один раз').toHaveLength(1);
}
const silent = async (stage: Stage, reader: Reader): Promise<void> => expect(await saidTo(stage, reader)).toEqual([]);

export const noticeChecks = [
  check('клиенту {name} сообщили: {rest}', (stage, client, text) => said(stage, { client }, text)),
  check('клиенту {name} ничего не сообщили', (stage, client) => silent(stage, { client })),
  check('администраторам сообщили: {rest}', (stage, text) => said(stage, ADMINS, text)),
  check('офису сообщили: {rest}', (stage, text) => said(stage, OFFICE, text)),
  check('офису ничего не сообщили', (stage) => silent(stage, OFFICE)),
];
