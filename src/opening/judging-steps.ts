import type { ImportKind } from './contract.ts';
import {
  type Facts, type Judged, type Known, foundKey, identityOf, judge, passKey, recognise, sharedOf,
} from './judge-rules.ts';
import { findClients, loadKinds, loadKnown, loadPassesOf, loadStudentCodes, loadStudentsOf } from './matching-store.ts';
import { type RowFields, reason } from './row-rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { normaliseSearch } from '../kernel/search.ts';

type Place = Pick<Context, 'tx' | 'orgId'>;
/** Whom the rows before were about → the row, over the whole file. */
export type Seen = Map<string, number>;
export type Understood = { row: number; fields: RowFields };

/** Judges some rows of a file by what the books say now; rows must come in their order. */
export async function judgeRows(
  place: Place, { kind, asOf }: { kind: ImportKind; asOf: Day }, rows: readonly Understood[], seen: Seen,
): Promise<Judged[]> {
  const facts = await factsOf(place, kind, asOf, rows.map(({ fields }) => fields));
  return rows.map(({ row, fields }) => {
    const judged = judge(kind, fields, facts);
    return judged.verdict === 'REFUSE' ? judged : unlessSeen(kind, row, fields, judged, seen);
  });
}

/** Somebody who was in the file already is refused: which of the two rows is right only a person knows. */
function unlessSeen(kind: ImportKind, row: number, fields: RowFields, judged: Judged, seen: Seen): Judged {
  const own = identitiesIn(kind, fields, judged);
  const isNew = kind === 'CLIENTS' && judged.clientId === null;
  const { shared, against } = isNew ? sharedOf(fields.ref) : { shared: [], against: [] };
  const before = [...own, ...against].map((one) => seen.get(one)).find((other) => other !== undefined);
  if (before === undefined) {
    for (const one of [...own, ...shared]) seen.set(one, row);
    return judged;
  }
  return {
    ...judged, verdict: 'REFUSE', fills: [], brings: { balance: null, points: null, turnover: null },
    reasons: [reason('DUPLICATE', `Повторяет строку ${before}`, `Repeats row ${before}`)],
  };
}

/** Whom a row is about; a code, too, is of one person, whoever the row turns out to be. */
function identitiesIn(
  kind: ImportKind, { ref, student, pass }: RowFields, { clientId, studentId }: Judged,
): readonly string[] {
  const client = clientId ?? identityOf(ref);
  if (kind === 'PASSES') return [`${studentId} ${normaliseSearch(pass?.kindName ?? '')} ${pass?.startDate}`];
  const code = kind === 'STUDENTS' ? student?.externalId ?? null : ref.externalId;
  const coded = code === null ? [] : [`X ${code}`];
  if (kind !== 'STUDENTS') return [client, ...coded];
  const name = normaliseSearch(`${student?.lastName} ${student?.firstName}`);
  return [studentId ?? `${client} ${student?.externalId ?? ''} ${name} ${student?.birthDate ?? ''}`, ...coded];
}

async function factsOf(place: Place, kind: ImportKind, asOf: Day, rows: readonly RowFields[]): Promise<Facts> {
  const found = Map.groupBy(await findClients(place, rows.map(({ ref }) => ref)), ({ by, value }) => foundKey(by, value));
  const ids = [...new Set(rows.flatMap(({ ref }) => {
    const meant = recognise(ref, found);
    return meant.length === 1 ? meant : [];
  }))];
  const ofStudents = kind === 'STUDENTS' || kind === 'PASSES';
  const coded = kind === 'STUDENTS' ? rows.flatMap(({ student }) => student?.externalId ?? []) : [];
  const [known, students, passes, kinds, codes] = await Promise.all([
    loadKnown(place, ids, asOf), ofStudents ? loadStudentsOf(place, ids) : [],
    kind === 'PASSES' ? loadPassesOf(place, ids) : [], kind === 'PASSES' ? loadKinds(place) : [],
    coded.length > 0 ? loadStudentCodes(place, coded) : [],
  ]);
  return {
    found, known: new Map<string, Known>(known.map((one) => [one.id, one])),
    students: Map.groupBy(students, ({ clientId }) => clientId), passes: new Set(passes.map(passKey)),
    kinds: new Map(kinds.map((one) => [normaliseSearch(one.name), one])),
    codes: new Map(codes.map(({ externalId, clientId }) => [externalId, clientId])),
  };
}
