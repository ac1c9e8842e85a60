import { REASONS } from './act.ts';
import { personalEndpoints } from './contract.ts';
import {
  asOwner, eraseClientCard, eraseStudents, eraseUsers, findLastDocumentDay, forgetAnswers, takeErasedNumber,
} from './erasing-store.ts';
import { type Person, loadPatterns, requirePerson } from './load-person.ts';
import {
  MENTIONS, PERSONAL, type Patterns, type Treatment, documentsKeptThrough, shownAsErased, words,
} from './personal-rules.ts';
import { loadColumns } from './catalogue-store.ts';
import { countRows, emptyColumns, loadBlockers, removeMentions, removeRows, scrubColumns } from './personal-store.ts';
import { redactRecords } from '../audit/redacting-store.ts';
import { lockClients } from '../clients/store.ts';
import { type Context, operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** What a company is known by in accounting documents; it is not about a person. */
const OF_A_COMPANY = ['inn', 'kpp', 'ogrn', 'bank_name', 'bik', 'bank_account', 'correspondent_account', 'city', 'address'];
/** Tables whose erasing is more than emptying columns. */
const BY_HAND = ['clients', 'students', 'users', 'logins', 'access_links', 'api_keys', 'audit_log', 'idempotency_keys'];
type Fate = 'DELETED' | 'ANONYMISED' | 'KEPT';

export const erasePerson = operation(personalEndpoints.erase, async (context, { id, reason }) => {
  await lockClients(context, [id]);
  const person = await requirePerson(context, id);
  refuseUnless(person.row.erasedAt === null, 'PERSON_ERASED');
  await refuseWhatIsOpen(context, person);
  const number = await takeErasedNumber(context);
  const shownAs = person.row.kind === 'PERSON' ? shownAsErased(number) : person.row.name;
  const patterns = await loadPatterns(context, person);
  const kept = documentsKeptThrough(await findLastDocumentDay(context, id));
  const categories = await countCategories(context, person);
  const redacted = await asOwner(context, async () => {
    const found = await redactRecords(context, person.ids, patterns);
    await forgetAnswers(context, person.ids);
    await eraseTables(context, person, patterns);
    await eraseCards(context, person, { number, shownAs });
    return found;
  });
  return {
    result: {
      clientId: id, shownAs, number, reason, erasedAt: context.now, categories, documentsKeptThrough: kept,
    },
    audit: {
      entityType: 'client', entityId: id, clientId: id, reason: REASONS[reason].ru, before: { erased: false },
      after: { erased: true, categories, records: redacted.records, redactions: redacted.digest },
    },
  };
});

/** Money, passes and bookings are first brought to their end, by the operations that are there for it. */
async function refuseWhatIsOpen(context: Context, { row, ids }: Person): Promise<void> {
  refuseUnless(row.balance === 0 && row.due === 0, 'PERSON_HAS_MONEY', { dueAmount: row.due, creditAmount: row.balance });
  const { passes, passNames, trainings, groups, rentals, reservations } = await loadBlockers(context, ids);
  refuseUnless(passes === 0, 'PERSON_HAS_PASS', { count: passes, names: passNames ?? '' });
  refuseUnless(trainings + groups + rentals + reservations === 0, 'PERSON_HAS_BOOKINGS',
    { trainings, groups, rentals, reservations });
}

const fateOf = ({ remove, erase, scrub }: Treatment): Fate => {
  if (remove) return 'DELETED';
  return erase === undefined && scrub === undefined ? 'KEPT' : 'ANONYMISED';
};

async function countCategories(context: Context, { ids }: Person) {
  const categories: { table: string; title: string; rows: number; fate: Fate }[] = [];
  for (const [table, treatment] of Object.entries(PERSONAL)) {
    const { link, title } = treatment;
    if (link === 'mention' || link === 'record') continue;
    const rows = await countRows(context, table, link, ids);
    if (rows > 0) categories.push({ table, title, rows, fate: fateOf(treatment) });
  }
  return categories;
}

/** Rows that hang on others go first: the table of treatments names notices before their deliveries, for people. */
async function eraseTables(context: Context, { ids }: Person, patterns: Patterns): Promise<void> {
  const types = new Map((await loadColumns(context.tx)).map(({ tableName, columnName, type }) =>
    [`${tableName}.${columnName}`, type]));
  const typed = (table: string, list: string | undefined) =>
    words(list).map((name) => ({ name, type: types.get(`${table}.${name}`) ?? 'text' }));
  for (const [table, { link, remove, erase, scrub }] of Object.entries(PERSONAL).toReversed()) {
    if (BY_HAND.includes(table)) continue;
    if (remove && link === 'mention') await removeMentions(context, table, words(erase), patterns);
    else if (remove) await removeRows(context, table, link, ids);
    else if (erase !== undefined) await emptyColumns(context, table, link, ids, words(erase));
    if (scrub !== undefined) await scrubColumns(context, table, link, ids, typed(table, scrub), patterns);
  }
  for (const [table, columns] of Object.entries(MENTIONS)) {
    await scrubColumns(context, table, 'mention', ids, typed(table, columns), patterns);
  }
  await scrubColumns(context, 'notices', 'about', ids, typed('notices', MENTIONS['notices']), patterns);
  await scrubColumns(context, 'api_keys', 'user', ids, typed('api_keys', PERSONAL['api_keys']?.scrub), patterns);
}

async function eraseCards(context: Context, { row, ids }: Person, shown: { number: number; shownAs: string }) {
  const company = row.kind === 'LEGAL';
  const columns = words(PERSONAL['clients']?.erase)
    .filter((name) => name !== 'name' && !(company && OF_A_COMPANY.includes(name)));
  await eraseClientCard(context, ids.clientId, { columns, name: shown.shownAs, number: shown.number });
  await eraseStudents(context, ids, `удалён № ${shown.number}`);
  await eraseUsers(context, ids, shownAsErased(shown.number));
}
