import type { Import } from './contract.ts';
import { fieldsOf } from './columns-rules.ts';
import type { ImportRecord } from './imports-store.ts';
import { kopecks } from '../kernel/money.ts';

const INTERRUPTED = {
  code: 'INTERRUPTED', field: null, row: null, ru: 'проверка прервана, загрузите файл ещё раз',
  en: 'checking was interrupted, send the file again',
};

/** An import as it is shown. Work that gave no sign of life for a minute was interrupted: a killed apply left nothing. */
export function presentImport(record: ImportRecord): Import {
  const { alive, stage, percent, totalRows, toCreate, toMatch, toUpdate, refused, columns, ...rest } = record;
  const working = alive === 'YES';
  const isApplying = record.status === 'READY' && stage === 'APPLY' && working;
  const died = record.status === 'CHECKING' && !working;
  return {
    ...rest, columns, fields: fieldsOf(record.kind),
    status: isApplying ? 'APPLYING' : died ? 'FAILED' : record.status,
    problem: died ? INTERRUPTED : record.problem,
    percent: record.status === 'CHECKING' || isApplying ? percent ?? 0 : 100,
    counts: { rows: totalRows, create: toCreate, match: toMatch, update: toUpdate, refuse: refused },
    totals: {
      credit: kopecks(record.credit), debt: kopecks(record.debt), points: kopecks(record.points),
      turnover: kopecks(record.turnover),
    },
  };
}
