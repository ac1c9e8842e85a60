/** Failures of disk and database as a person can act on them. */
import { Refusal } from '../kernel/refusal.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  ENOSPC: 'На диске кончилось место: освободите его или задайте другой SALDO_BACKUP_FOLDER / the disk is full',
  EDQUOT: 'Кончилась квота диска / the quota of the disk is used up',
  EACCES: 'Нет прав на запись в папку копий / no right to write into the folder of backups',
  EPERM: 'Нет прав на запись в папку копий / no right to write into the folder of backups',
  EROFS: 'Диск открыт только для чтения / the disk is read only',
  ENOTDIR: 'Вместо папки копий стоит файл / the folder of backups is a file',
  ABORT_ERR: 'Прервано, ничего не осталось / interrupted, nothing is left of it',
  53100: 'У базы кончилось место на диске / the disk of the database is full',
};

/** One sentence for the operator: what went wrong. */
export function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return error.sentence('ru');
  const { code, path } = error as { code?: string; path?: string };
  const message = error instanceof Error ? error.message : String(error);
  const known = SENTENCES[code ?? ''];
  return known === undefined ? message : `${known}${path === undefined ? '' : ` (${path})`}`;
}
