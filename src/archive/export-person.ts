import { type ColumnRow, loadColumns } from './catalogue-store.ts';
import { personalEndpoints } from './contract.ts';
import { requirePerson } from './load-person.ts';
import { type Link, PERSONAL, isHidden } from './personal-rules.ts';
import { type Ids, readRows } from './personal-store.ts';
import { unitOf } from './units-rules.ts';
import { loadOrganisation } from '../access/store.ts';
import { type Context, operation } from '../kernel/operation.ts';

/** Whoever asks is written down: the law wants to know who took personal data out (152-FZ, art. 19). */
export const exportPerson = operation(personalEndpoints.export, async (context, { id }) => {
  const { row, ids } = await requirePerson(context, id);
  const { name, requisites: { legalName, inn } } = await loadOrganisation(context);
  const sections = await readSections(context, ids);
  return {
    result: {
      clientId: id, name: row.name, madeAt: context.now, sections,
      organisation: { id: context.orgId, name, legalName, inn },
    },
    audit: {
      entityType: 'client', entityId: id, clientId: id,
      after: { tables: sections.map(({ table, rows }) => ({ table, rows: rows.length })) },
    },
  };
});

/** Every table that points at a client or a student, also one that nobody has thought of yet. */
async function readSections(context: Context, ids: Ids) {
  const columns = Map.groupBy(await loadColumns(context.tx), ({ tableName }) => tableName);
  const known = Object.entries(PERSONAL).map(([table, { title, link }]) => ({ table, title, link }));
  const found = [...columns].filter(([table]) => !(table in PERSONAL))
    .flatMap(([table, of]) => linkOf(of).map((link) => ({ table, title: table, link })));
  const sections = [];
  for (const { table, title, link } of [...known, ...found]) {
    if (link === 'mention') continue;
    const of = columns.get(table) ?? [];
    const hidden = of.map(({ columnName }) => columnName).filter(isHidden);
    const order = of.filter(({ isKey }) => isKey).map(({ columnName }) => columnName);
    const rows = await readRows(context, table, link, ids, { order, hidden });
    if (rows.length > 0) sections.push({ table, title, rows: rows.map(({ row }) => inRoubles(row, of)) });
  }
  return sections;
}

function linkOf(columns: readonly ColumnRow[]): Link[] {
  const has = (name: string): boolean => columns.some(({ columnName }) => columnName === name);
  if (has('client_id')) return [has('student_id') ? 'either' : 'client'];
  return has('student_id') ? ['student'] : [];
}

function inRoubles(row: Record<string, unknown>, columns: readonly ColumnRow[]): Record<string, unknown> {
  const inHundredths = new Set(columns
    .filter(({ tableName, columnName, type }) => unitOf(columnName, type, tableName) !== undefined)
    .map(({ columnName }) => columnName));
  return Object.fromEntries(Object.entries(row).map(([name, value]) =>
    [name, inHundredths.has(name) && typeof value === 'number' ? value / 100 : value]));
}
