/** Nobody adds a table with people in it without saying what becomes of them. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type ColumnRow, loadColumns } from '../../src/archive/catalogue-store.ts';
import { MENTIONS, PERSONAL, words } from '../../src/archive/personal-rules.ts';
import { inTransaction } from '../../src/kernel/db.ts';
import { freshDatabase } from '../database.ts';

const CAN_TELL = /^(text|character|jsonb?$|bytea|date$)/;

async function columnsWith(change?: string): Promise<ColumnRow[]> {
  const { database, close } = await freshDatabase();
  onTestFinished(close);
  if (change !== undefined) await database.owner.query(change);
  return inTransaction(database, undefined, 'read', loadColumns);
}

/** What is not decided: tables of people that are not in the table of treatments, columns in none or in two of its lists. */
function undecided(columns: readonly ColumnRow[]): string[] {
  const byTable = Map.groupBy(columns, ({ tableName }) => tableName);
  const missing = [...byTable].filter(([table, of]) =>
    !(table in PERSONAL) && of.some(({ columnName }) => columnName === 'client_id' || columnName === 'student_id'))
    .map(([table]) => table);
  const wrong = Object.entries(PERSONAL).flatMap(([table, { remove, erase, scrub, keep }]) => {
    const of = byTable.get(table) ?? [];
    const decided = [...words(erase), ...words(scrub), ...words(keep)];
    const unknown = decided.filter((name) => !of.some(({ columnName }) => columnName === name));
    const twice = decided.filter((name, index) => decided.indexOf(name) !== index);
    const open = remove ? [] : of.filter(({ columnName, type, isGenerated }) =>
      !isGenerated && CAN_TELL.test(type) && !decided.includes(columnName))
      .map(({ columnName }) => columnName);
    return [...unknown, ...twice, ...open].map((name) => `${table}.${name}`);
  });
  return [...missing, ...wrong];
}

describe('PERS-1: the table of treatments', () => {
  test('decides about every column of every table of people', async () => {
    expect(undecided(await columnsWith())).toEqual([]);
  });

  test.each([
    ['a new table of clients', 'create table medical (org_id uuid, client_id uuid, diagnosis text)', 'medical'],
    ['a new table of students', 'create table photos (org_id uuid, student_id uuid, face bytea)', 'photos'],
    ['a new column', 'alter table clients add column passport text', 'clients.passport'],
    ['a column that went', 'alter table contacts add column x text; alter table rentals drop column event_type', 'rentals.event_type'],
  ])('%s is noticed', async (_, change, expected) => {
    expect(undecided(await columnsWith(change))).toEqual([expected]);
  });

  test('names tables that are there in its mentions too', async () => {
    const columns = await columnsWith();
    const known = columns.map(({ tableName, columnName }) => `${tableName}.${columnName}`);
    const named = Object.entries(MENTIONS).flatMap(([table, list]) => words(list).map((name) => `${table}.${name}`));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
