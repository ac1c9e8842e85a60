import { importEndpoints } from './contract.ts';
import { discardRows, findImports, findRows, loadImport, lockImport } from './imports-store.ts';
import { loadPeople } from './matching-store.ts';
import { presentImport } from './present-import.ts';
import type { Context } from '../kernel/operation.ts';
import { operation, reading } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

async function requireImport(context: Context, id: string) {
  const found = await loadImport(context, id);
  refuseUnless(found, 'NOT_FOUND');
  return found;
}

export const listImports = reading(importEndpoints.list, async (context, query) => {
  const { total, imports } = await findImports(context, query);
  return { imports: imports.map(presentImport), pagination: { total, page: query.page, limit: query.limit } };
});

export const getImport = reading(importEndpoints.get, async (context, { id }) =>
  presentImport(await requireImport(context, id)));

/** The report: each row with its verdict, whom it means, and why it is refused. */
export const listImportRows = reading(importEndpoints.rows, async (context, { id, ...query }) => {
  const { columns } = await requireImport(context, id);
  const { total, rows } = await findRows(context, id, query);
  const ids = rows.flatMap(({ clientId, candidates }) => [...candidates, ...(clientId === null ? [] : [clientId])]);
  const people = new Map((await loadPeople(context, [...new Set(ids)])).map((person) => [person.id, person]));
  return {
    rows: rows.map(({ row, verdict, reasons, cells, fields, clientId, candidates }) => ({
      row, verdict, reasons: [...reasons],
      cells: Object.fromEntries(columns.map(({ column }, index) => [column, cells[index] ?? ''])),
      summary: summaryOf(fields), clientId, clientName: clientId === null ? null : people.get(clientId)?.name ?? null,
      candidates: candidates.flatMap((candidate) => people.get(candidate) ?? []),
    })),
    pagination: { total, page: query.page, limit: query.limit },
  };
});

function summaryOf({ client, student, pass, ref }: {
  client: { name: string; phone: string | null } | null; student: { lastName: string; firstName: string } | null;
  pass: { kindName: string } | null; ref: { name: string | null; phone: string | null; email: string | null };
}): string {
  const person = client?.name ?? (student === null ? ref.name : `${student.lastName} ${student.firstName}`.trim());
  return [person, pass?.kindName, client?.phone ?? ref.phone ?? ref.email].filter(Boolean).join(', ');
}

/** Forgets what was staged; an applied import stays, and its documents are reversed one by one. */
export const discardImport = operation(importEndpoints.discard, async (context, { id }) => {
  const locked = await lockImport(context, id);
  refuseUnless(locked, 'NOT_FOUND');
  refuseUnless(locked.status !== 'APPLIED', 'IMPORT_APPLIED');
  const before = await requireImport(context, id);
  await discardRows(context, id);
  return {
    result: presentImport(await requireImport(context, id)),
    audit: {
      entityType: 'import', entityId: id,
      before: { status: before.status, fileName: before.fileName, rows: before.totalRows },
      after: { status: 'DISCARDED' },
    },
  };
});

