/** Which tables and columns an archive of this database has, found in the database itself. */
import { type ArchiveColumn, LEFT_OUT, LOGINS, inOrder } from './archive-rules.ts';
import { loadColumns, loadReferences } from './catalogue-store.ts';
import { meaningOf, unitOf } from './units-rules.ts';
import type { Tx } from '../kernel/db.ts';

export type TableShape = {
  table: string;
  columns: ArchiveColumn[];
  /** Columns that the database numbers by itself. */
  numbered: { column: string; sequence: string }[];
};

/** In the order in which rows can be written. What is computed from other columns is left to the database. */
export async function loadShape(tx: Tx, options: { withoutLogins: boolean }): Promise<TableShape[]> {
  const [columns, references] = [await loadColumns(tx), await loadReferences(tx)];
  const leftOut = (table: string): boolean =>
    Object.hasOwn(LEFT_OUT, table) || options.withoutLogins && Object.hasOwn(LOGINS, table);
  const byTable = Map.groupBy(columns.filter(({ tableName }) => !leftOut(tableName)), ({ tableName }) => tableName);
  const pointsTo = (table: string, column: string): string | null =>
    references.find((one) => one.tableName === table && one.columnName === column && one.refersTo !== 'organisations')
      ?.refersTo ?? null;
  return inOrder([...byTable.keys()], references).map((table) => {
    const own = byTable.get(table) ?? [];
    return {
      table,
      columns: own.filter(({ isGenerated }) => !isGenerated).map(({ columnName: name, type, isNullable, isKey }) => {
        const unit = unitOf(name, type, table);
        const meaning = meaningOf(name, type, unit, pointsTo(table, name));
        return { name, type, nullable: isNullable, key: isKey, ...(unit === undefined ? {} : { unit }), meaning };
      }),
      numbered: own.flatMap(({ columnName: column, sequence }) => (sequence === null ? [] : [{ column, sequence }])),
    };
  });
}
