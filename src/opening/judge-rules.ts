import type { ImportKind, Reason, Verdict } from './contract.ts';
import { type NewClient, type NewStudent, type Ref, type RowFields, type Sums, reason } from './row-rules.ts';
import { normaliseSearch } from '../kernel/search.ts';

/** A client who was found by one of the things he is recognised by. */
export type Found = {
  by: 'EXTERNAL' | 'PHONE' | 'EMAIL' | 'NAME'; value: string; id: string; externalId: string | null; nameKey: string };
/** What is known of a client who was recognised. Sums are of the documents of that day; null where there is none. */
export type Known = Sums & {
  id: string; nameKey: string; phone: string | null; email: string | null; city: string | null; cardNumber: string | null;
  inn: string | null; notes: string | null; externalId: string | null; isActive: boolean;
  /** The person's data were erased on request: no file brings others in their place. */
  isErased: boolean;
};
export type KnownStudent = {
  id: string; clientId: string; firstName: string; lastName: string; birthDate: string | null; externalId: string | null;
  isActive: boolean;
};
export type KnownPass = { studentId: string; kindId: string; startDate: string };
export type PassKind = { id: string; name: string; sessionsPerPeriod: number | null };
export type Facts = {
  found: ReadonlyMap<string, readonly Found[]>; known: ReadonlyMap<string, Known>;
  students: ReadonlyMap<string, readonly KnownStudent[]>; passes: ReadonlySet<string>; kinds: ReadonlyMap<string, PassKind>;
  /** Whose the codes of students are: the code → the payer. */
  codes: ReadonlyMap<string, string>;
};

/** What a row is to become: which fields of the client it fills, which sums it brings. */
export type Judged = {
  verdict: Verdict; reasons: Reason[]; clientId: string | null; studentId: string | null; kindId: string | null;
  candidates: readonly string[]; fills: readonly (keyof NewClient)[]; brings: Sums;
};

const NO_SUMS: Sums = { balance: null, points: null, turnover: null };
const nothing: Omit<Judged, 'verdict' | 'reasons'> = {
  clientId: null, studentId: null, kindId: null, candidates: [], fills: [], brings: NO_SUMS,
};
const refused = (because: Reason | Reason[], more: Partial<Judged> = {}): Judged =>
  ({ ...nothing, ...more, verdict: 'REFUSE', reasons: [because].flat() });

export const foundKey = (by: Found['by'], value: string): string => `${by} ${value}`;
export const passKey = ({ studentId, kindId, startDate }: KnownPass): string => `${studentId} ${kindId} ${startDate}`;

/**
 * IMP-3. A client is recognised by his code in the former program, else by phone, else by e-mail; only by name when the
 * row has none of them. One phone of several people is decided by the name, and families share phones: where only a phone
 * or an e-mail agrees and the name is another, and wherever several fit, the row is refused with those who may be meant.
 * Two codes that differ are two people, whatever else agrees.
 * ru: Клиент узнаётся по коду прежней программы, затем по телефону, затем по почте, и только без них — по имени. Общий
 * телефон решает имя; телефон или почта при другом имени и любая неясность отклоняются со списком возможных. Разные коды —
 * разные люди.
 * Source: issue 5 (import), integrations §6.
 * Examples: «Иванова А.» is «Иванова Анна»; «Иванова Мария» with the phone of «Иванов Олег» is refused.
 */
export function recognise(ref: Ref, found: Facts['found']): readonly string[] {
  return [...new Set(hitsOf(ref, found).map(({ id }) => id))];
}

function hitsOf(ref: Ref, found: Facts['found']): readonly Found[] {
  const at = (by: Found['by'], value: string | null): readonly Found[] =>
    (value === null ? [] : found.get(foundKey(by, value)) ?? [])
      .filter(({ externalId }) =>
        by === 'EXTERNAL' || ref.externalId === null || externalId === null || externalId === ref.externalId);
  const onlyByName = ref.externalId === null && ref.phone === null && ref.email === null;
  const ways = [
    at('EXTERNAL', ref.externalId), at('PHONE', ref.phone), at('EMAIL', ref.email),
    onlyByName ? at('NAME', ref.nameKey) : [],
  ];
  const hits = ways.find((way) => way.length > 0) ?? [];
  const called = hits.filter(({ nameKey }) => nameKey === ref.nameKey);
  return hits.length > 1 && called.length > 0 ? called : hits;
}

/** Why it is not settled whom the row means; undefined when it is, or when it means nobody who is there (IMP-3). */
export function doubtAbout(ref: Ref, found: Facts['found']): Reason | undefined {
  const hits = hitsOf(ref, found);
  const ids = new Set(hits.map(({ id }) => id));
  if (ids.size > 1) {
    return reason('AMBIGUOUS', `Подходит несколько клиентов: ${ids.size}, добавьте в строку код, телефон или почту`,
      `Several clients fit: ${ids.size}; add an id, a phone or an e-mail to the row`);
  }
  const { nameKey } = ref;
  const isAnother = nameKey !== null && hits.some((hit) =>
    (hit.by === 'PHONE' || hit.by === 'EMAIL') && !isSameName(hit.nameKey, nameKey));
  return isAnother ? reason('ANOTHER_NAME',
    'Телефон или почта — клиента с другим именем: если это он, исправьте имя в файле, если нет — уберите их из строки',
    'The phone or e-mail is of a client with another name: mend the name if it is he, else take them out of the row')
    : undefined;
}

/** Whether two names may be of one person: the words of the shorter are in the longer, in any order, or their initials. */
export function isSameName(one: string, other: string): boolean {
  const [short, long] = [one, other].map((name) => name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))
    .toSorted((a, b) => a.length - b.length);
  return (short ?? []).every((word) => (long ?? []).some((whole) =>
    whole === word || (word.length === 1 && whole.startsWith(word)) || (whole.length === 1 && word.startsWith(whole))));
}

/** Whom a row is about, for finding that another row of the file is about the same one. */
export const identityOf = ({ externalId, phone, email, nameKey }: Ref): string =>
  (externalId !== null ? `X ${externalId}` : phone !== null ? `P ${phone}`
    : email !== null ? `E ${email}` : `N ${nameKey ?? ''}`);

/**
 * What else the row of a new client says of whom it is about: `shared` is left for later rows to see, `against` must not
 * have been there. One phone may be of several who have codes; of one with a code and one without nobody knows whether
 * they are the same.
 */
export function sharedOf({ externalId, phone, email }: Ref): { shared: string[]; against: string[] } {
  const way = phone !== null ? `P ${phone}` : email !== null ? `E ${email}` : undefined;
  if (way === undefined) return { shared: [], against: [] };
  return externalId === null ? { shared: [], against: [`coded ${way}`] } : { shared: [`coded ${way}`], against: [way] };
}

/**
 * IMP-4. A row creates what is not there, fills what is empty and overwrites nothing; what is there already is matched,
 * so that the same file again does nothing. A sum of the same day that differs is refused: it is reversed first.
 * ru: Строка создаёт недостающее, дополняет пустое и ничего не перезаписывает; уже имеющееся опознаётся, поэтому тот же
 * файл повторно ничего не делает. Другая сумма на тот же день отклоняется: прежний документ сначала сторнируют.
 * Source: issue 5 (import).
 */
export function judge(kind: ImportKind, fields: RowFields, facts: Facts): Judged {
  const ids = recognise(fields.ref, facts.found);
  const doubt = doubtAbout(fields.ref, facts.found);
  if (doubt !== undefined) return refused(doubt, { candidates: ids.slice(0, 10) });
  const known = ids[0] === undefined ? undefined : facts.known.get(ids[0]);
  if (known?.isErased === true) {
    return refused(reason('CLIENT_ERASED', 'Личные данные этого клиента удалены',
      'The personal data of this client were erased'), { clientId: known.id });
  }
  if (kind === 'CLIENTS') return known === undefined ? newClient(fields) : oldClient(fields, known);
  if (known === undefined) {
    return refused(reason('CLIENT_UNKNOWN', 'Такого клиента нет: сначала загрузите клиентов',
      'There is no such client: import clients first'));
  }
  if (kind === 'STUDENTS') return judgeStudent(fields.student, known, facts);
  if (kind === 'PASSES') return judgePass(fields, known, facts);
  return oldClient(fields, known);
}

const sumsOf = ({ balance, points, turnover }: Sums): Sums =>
  ({ balance: balance || null, points: points || null, turnover: turnover || null });
const someSum = ({ balance, points, turnover }: Sums): boolean => balance !== null || points !== null || turnover !== null;

const newClient = (fields: RowFields): Judged => ({ ...nothing, verdict: 'CREATE', reasons: [], brings: sumsOf(fields) });

const FILLED = ['phone', 'email', 'city', 'cardNumber', 'inn', 'notes', 'externalId'] as const;
const WORDS = {
  phone: ['телефон', 'phone'], email: ['почта', 'e-mail'], city: ['город', 'city'], cardNumber: ['карта', 'card'],
  inn: ['ИНН', 'INN'], notes: ['примечание', 'notes'], externalId: ['код', 'id'],
} as const;

function oldClient({ client, ref, ...given }: RowFields, known: Known): Judged {
  const about = { clientId: known.id };
  const wanted = sumsOf(given);
  const differing = (['balance', 'points', 'turnover'] as const).filter((name) =>
    given[name] !== null && known[name] !== null && known[name] !== given[name]);
  if (differing.length > 0) {
    return refused(reason('OPENING_EXISTS', 'На эту дату уже внесена другая сумма: сторнируйте прежний документ',
      'Another sum of that day is there already: reverse that document first'), about);
  }
  const brings: Sums = {
    balance: known.balance === null ? wanted.balance : null, points: known.points === null ? wanted.points : null,
    turnover: known.turnover === null ? wanted.turnover : null,
  };
  if (someSum(brings) && !known.isActive) {
    return refused(reason('CLIENT_INACTIVE', 'Клиент отключён: включите его',
      'The client is switched off: switch him on'), about);
  }
  const fills = client === null ? [] : FILLED.filter((name) => client[name] !== null && known[name] === null);
  const differ = client === null ? [] : FILLED.filter((name) =>
    client[name] !== null && known[name] !== null &&
    String(client[name]).toLowerCase() !== String(known[name]).toLowerCase());
  const notes = [
    ...(ref.nameKey !== null && ref.nameKey !== known.nameKey
      ? [reason('NAME_DIFFERS', 'Имя в файле другое: остаётся прежнее',
        'The name in the file is another: the known one stays')] : []),
    ...(differ.length === 0 ? [] : [reason('KEPT',
      `Отличается, остаётся прежнее: ${differ.map((name) => WORDS[name][0]).join(', ')}`,
      `Differs, the known one stays: ${differ.map((name) => WORDS[name][1]).join(', ')}`)]),
  ];
  const verdict: Verdict = client === null ? (someSum(brings) ? 'CREATE' : 'MATCH')
    : fills.length > 0 || someSum(brings) ? 'UPDATE' : 'MATCH';
  return { ...nothing, ...about, verdict, reasons: notes, fills, brings };
}

const keyOf = (student: { firstName: string; lastName: string }): string =>
  normaliseSearch(`${student.lastName} ${student.firstName}`);

/** Those of the payer's students whom a row may mean: by their code, else by name and, where both know it, birth date. */
function studentsMeant(student: NewStudent, of: readonly KnownStudent[]): readonly KnownStudent[] {
  const coded = of.filter(({ externalId }) => externalId !== null && externalId === student.externalId);
  if (coded.length > 0) return coded;
  return of.filter((one) => keyOf(one) === keyOf(student)
    && (one.birthDate === null || student.birthDate === null || one.birthDate === student.birthDate));
}

function judgeStudent(student: NewStudent | null, known: Known, facts: Facts): Judged {
  const about = { clientId: known.id };
  if (student === null)
    return refused(reason('STUDENT_UNKNOWN', 'Не указано имя ученика', 'The student has no name'), about);
  const payer = facts.codes.get(student.externalId ?? '');
  if (payer !== undefined && payer !== known.id) {
    return refused(reason('STUDENT_OF_ANOTHER',
      'Ученик с этим кодом есть у другого плательщика: проверьте код и плательщика',
      'A student with this id is of another payer: check the id and the payer'), { ...about, candidates: [payer] });
  }
  const meant = studentsMeant(student, facts.students.get(known.id) ?? []);
  if (meant.length > 1) return refused(reason('AMBIGUOUS', 'Подходит несколько учеников', 'Several students fit'), about);
  if (meant[0] !== undefined) return { ...nothing, ...about, studentId: meant[0].id, verdict: 'MATCH', reasons: [] };
  if (!known.isActive) return refused(reason('CLIENT_INACTIVE', 'Плательщик отключён', 'The payer is switched off'), about);
  return { ...nothing, ...about, verdict: 'CREATE', reasons: [] };
}

function judgePass({ student, pass }: RowFields, known: Known, facts: Facts): Judged {
  const about = { clientId: known.id };
  const all = (facts.students.get(known.id) ?? []).filter(({ isActive }) => isActive);
  const meant = student === null ? all : studentsMeant(student, all);
  if (meant.length > 1) {
    return refused(reason('STUDENT_REQUIRED', 'У плательщика несколько учеников: укажите ученика',
      'The payer has several students: name one'), about);
  }
  const [whose] = meant;
  if (whose === undefined) {
    return refused(reason('STUDENT_UNKNOWN', 'Такого ученика у плательщика нет: сначала загрузите учеников',
      'The payer has no such student: import students first'), about);
  }
  const kind = pass === null ? undefined : facts.kinds.get(normaliseSearch(pass.kindName));
  const more = { ...about, studentId: whose.id };
  if (pass === null || kind === undefined) {
    return refused(reason('PASS_KIND_UNKNOWN', `Нет такого вида абонемента: «${pass?.kindName ?? ''}»`,
      `There is no such kind of pass: “${pass?.kindName ?? ''}”`), more);
  }
  if (kind.sessionsPerPeriod !== null && pass.sessionsLeft === null) {
    return refused(reason('SESSIONS_REQUIRED', 'Не указано, сколько занятий осталось',
      'The sessions left are missing'), more);
  }
  const exists = facts.passes.has(passKey({ studentId: whose.id, kindId: kind.id, startDate: pass.startDate }));
  return { ...nothing, ...more, kindId: kind.id, verdict: exists ? 'MATCH' : 'CREATE', reasons: [] };
}
