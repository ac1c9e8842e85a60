/** Statements of a bank as files, and the office that takes them: what the tests of this folder share. */
import iconv from 'iconv-lite';
import { changeOrganisation } from '../../src/access/organisation.ts';
import { changeLine } from '../../src/bank/change-line.ts';
import { postStatement } from '../../src/bank/post-statement.ts';
import { getStatement, listLines } from '../../src/bank/read-statements.ts';
import { uploadStatement } from '../../src/bank/upload-statement.ts';
import { uploadFile } from '../../src/uploads/upload-file.ts';
import { ask } from '../money-fixtures.ts';
import type { CallOptions, World } from '../world.ts';

/** Two accounts of the organisation, valid at the bank with this BIK; the first is that of the example of §4.1. */
export const BIK = '044525225';
export const OURS = '40702810200000012345';
export const SECOND = '40702810500000012346';

export type Paper = {
  kind?: string; number?: string; date?: string; sum?: string; received?: string; spent?: string; payer?: string;
  payerInn?: string; payerAccount?: string; recipientAccount?: string; purpose?: string; extra?: string[];
};
let counter = 0;
/** One document of a file: a transfer to us on 10 February 2025 by a payer of its own, unless told otherwise. */
export function paper(given: Paper = {}): string[] {
  counter += 1;
  const { kind = 'Платежное поручение', number = String(counter), date = '10.02.2025', sum = '1000.00' } = given;
  const { received = date, spent = '', payer = 'Кто-то', payerInn = '', payerAccount = `408178100${String(counter).padStart(11, '0')}` } = given;
  return [
    `СекцияДокумент=${kind}`, `Номер=${number}`, `Дата=${date}`, `Сумма=${sum}`, `ДатаПоступило=${received}`,
    `ДатаСписано=${spent}`, `Плательщик=${payer}`, `ПлательщикИНН=${payerInn}`, `ПлательщикСчет=${payerAccount}`,
    `ПолучательСчет=${given.recipientAccount ?? OURS}`, `НазначениеПлатежа=${given.purpose ?? 'Оплата занятий'}`,
    ...given.extra ?? [], 'КонецДокумента',
  ];
}

export type FileOptions = {
  account?: string; summary?: string[] | undefined; end?: string | undefined; encoding?: string; newline?: string;
  named?: string; head?: string[];
};
/** The text of a file with these documents. */
export function textOf(papers: readonly string[][], given: FileOptions = {}): string {
  const { account = OURS, newline = '\r\n', named = 'Windows', head = [] } = given;
  const end = 'end' in given ? given.end : 'КонецФайла';
  return [
    '1CClientBankExchange', 'ВерсияФормата=1.03', `Кодировка=${named}`, 'Отправитель=Банк', 'ДатаНачала=10.02.2025',
    'ДатаКонца=10.02.2025', `РасчСчет=${account}`, ...head, ...given.summary ?? [], ...papers.flat(),
    ...end === undefined ? [] : [end, ''],
  ].join(newline);
}
export const fileOf = (papers: readonly string[][], given: FileOptions = {}): Buffer =>
  iconv.encode(textOf(papers, given), given.encoding ?? 'win1251');

/** Names the account of the organisation among its requisites. */
export const nameAccount = (world: World) => ask(world, changeOrganisation, { bik: BIK, bankAccount: OURS });

export async function upload(world: World, bytes: Buffer, wire: { account?: string } = { account: OURS }, options?: CallOptions) {
  const { uploadId } = await world.run(uploadFile, { name: 'kl_to_1c.txt', bytes }, options);
  return ask(world, uploadStatement, { uploadId, ...wire }, options);
}
export const take = (world: World, papers: readonly string[][], given: FileOptions = {}) => upload(world, fileOf(papers, given));
export const linesOf = async (world: World, wire: object = {}) => (await ask(world, listLines, { limit: 100, ...wire })).lines;
export const lineWith = async (world: World, q: string) => (await linesOf(world, { q }))[0]!;
export const decide = (world: World, id: string, wire: object) => ask(world, changeLine, { id, ...wire });
export const post = (world: World, id: string, wire: object = {}, options?: CallOptions) =>
  ask(world, postStatement, { id, ...wire }, options);
export const statementOf = (world: World, id: string) => ask(world, getStatement, { id });
