/** What a reset of invoices means, without a database: the phrase, the report, the order, what goes and what stays. */
import type { Counts } from './reset-contract.ts';

/**
 * RST-1. Nothing is deleted unless the operator has typed this phrase, character for character, on the terminal or the
 * standard input. It is never taken from an argument.
 * ru: Ничего не удаляется, пока оператор не наберёт эту фразу буква в букву; из аргументов она не читается.
 * Source: S0-007, S0-008, C-67. Examples: WE-03.
 */
export const PHRASE = 'DELETE ALL INVOICES';
export const isPhrase = (typed: string | undefined): boolean => typed === PHRASE;

/** Without a fresh backup this is asked first. */
export const WITHOUT_BACKUP = ['да', 'yes'] as const;
export const goesWithoutBackup = (typed: string | undefined): boolean =>
  WITHOUT_BACKUP.some((word) => word === typed?.trim().toLowerCase());

/** A backup older than this is none (C-67). */
export const FRESH_BACKUP_HOURS = 24;

const RULE = '='.repeat(70);
export const MODES = { confirm: 'РЕАЛЬНОЕ ВЫПОЛНЕНИЕ', dryRun: 'DRY-RUN (без изменений)' } as const;

export type Heading = { environment: string; database: string; mode: keyof typeof MODES };

/** The beginning of the report, up to the five counts (S0-031…S0-035). */
export const headingLines = ({ environment, database, mode }: Heading, counts: Counts): string[] => [
  RULE, 'СКРИПТ УДАЛЕНИЯ СЧЕТОВ (RESET INVOICES)', RULE, '',
  `🌍 Окружение: ${environment}`,
  `🗄️  База данных: ${database}`,
  `🔧 Режим: ${MODES[mode]}`,
  '',
  '📊 Текущее состояние базы данных:',
  `  - invoices: ${counts.invoices} записей`,
  `  - invoice_lines: ${counts.invoiceLines} записей`,
  `  - credit_allocations: ${counts.creditAllocations} записей`,
  `  - reservations: ${counts.reservations} записей`,
  `  - reservation_items: ${counts.reservationItems} записей`,
];

/** Said once the phrase is typed, before the first row is deleted (S0-036). */
export const WARNING_LINES: readonly string[] = ['', '⚠️  ВНИМАНИЕ: Начинается удаление данных...'];

/** What was deleted, step by step, and that it is done (S0-037…S0-042). */
export const doneLines = (deleted: { reservations: number; creditAllocations: number; invoices: number }): string[] => [
  '', '1️⃣  Удаление Reservations...', `   ✓ Удалено: ${deleted.reservations} reservations`,
  '', '2️⃣  Удаление CreditAllocations...', `   ✓ Удалено: ${deleted.creditAllocations} credit allocations`,
  '', '3️⃣  Удаление Invoices...', `   ✓ Удалено: ${deleted.invoices} invoices`,
  '', RULE, '✅ УСПЕШНО УДАЛЕНО', RULE, '',
  '🎉 Все счета успешно удалены!',
  '💰 Все payments сохранены и теперь являются балансом студентов',
];

/** "localhost:5432/school_erp": never the user or the password (S0-033). */
export function databaseName(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}${decodeURIComponent(pathname)}`;
}

/** What is deleted by name, in the order of S0-040. */
export const ROOTS = ['reservations', 'credit_allocations', 'invoices'] as const;

/** What goes with its invoice though no foreign key says so: a debt that was brought in is nothing without its invoice. */
const PARTS: readonly string[] = ['opening_documents'];

/** A foreign key: what happens to rows of `child` when their row of `parent` goes. Without the organisation's column. */
export type ForeignKey = {
  child: string; parent: string; onDelete: 'CASCADE' | 'SET NULL' | 'RESTRICT'; columns: readonly string[];
};
/** Tables whose rows go, parents first, each with the columns that lead to what goes; and those that lose a link. */
export type Plan = {
  gone: readonly { table: string; links: readonly string[]; byHand: boolean }[];
  changed: readonly { table: string; columns: readonly string[] }[];
  /** Tables that would keep the rows from being deleted. */
  blocking: readonly string[];
};

/**
 * RST-2. With an invoice goes what is a part of it; what has a life of its own stays and only loses the link. Which is
 * which say the foreign keys of the database, so that a table made later is neither forgotten nor lost.
 * ru: Со счётом уходит то, что является его частью; остальное остаётся и только теряет ссылку. Что есть что, говорят
 * внешние ключи базы.
 * Source: S0-041, C-66.
 */
export function planOf(found: readonly ForeignKey[]): Plan {
  const keys = found.map((key): ForeignKey => (PARTS.includes(key.child) ? { ...key, onDelete: 'CASCADE' } : key));
  const gone = new Set<string>(ROOTS);
  for (let size = 0; size < gone.size;) {
    size = gone.size;
    for (const { child, parent, onDelete } of keys) if (onDelete === 'CASCADE' && gone.has(parent)) gone.add(child);
  }
  const lost = keys.filter(({ child, parent }) => gone.has(parent) && !gone.has(child));
  const roots: readonly string[] = ROOTS;
  return {
    gone: parentsFirst([...gone].sort(), keys).map((table) => ({
      table, byHand: PARTS.includes(table),
      links: roots.includes(table) ? [] : columnsOf(keys.filter(({ child, parent, onDelete }) =>
        child === table && gone.has(parent) && onDelete === 'CASCADE')),
    })),
    changed: unique(lost.filter(({ onDelete }) => onDelete === 'SET NULL').map(({ child }) => child)).map((table) => ({
      table, columns: columnsOf(lost.filter(({ child, onDelete }) => child === table && onDelete === 'SET NULL')),
    })),
    blocking: unique(lost.filter(({ onDelete }) => onDelete === 'RESTRICT').map(({ child }) => child)),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();
const columnsOf = (keys: readonly ForeignKey[]): string[] => unique(keys.flatMap(({ columns }) => columns));

/** Sorted so that no row is put back before the row it points to. */
function parentsFirst(tables: readonly string[], keys: readonly ForeignKey[]): string[] {
  const ordered: string[] = [];
  const add = (table: string, path: readonly string[]): void => {
    if (ordered.includes(table) || path.includes(table)) return;
    for (const { child, parent } of keys) if (child === table && tables.includes(parent)) add(parent, [...path, table]);
    ordered.push(table);
  };
  for (const table of tables) add(table, []);
  return ordered;
}

/** Checks of the proof that broke more rows after than before; a fault that was there already is not ours. */
export const worse = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] =>
  [...after].filter(([id, rows]) => rows > (before.get(id) ?? 0)).map(([id]) => id);
