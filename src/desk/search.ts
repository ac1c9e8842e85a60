import { loadMore } from '../clients/list-store.ts';
import { toPayOf } from '../clients/rules.ts';
import { loadClients } from '../clients/store.ts';
import { addDays, startOfDay } from '../kernel/day.ts';
import { type Context, reading, today } from '../kernel/operation.ts';
import { type FoundClient, searchAll as endpoint } from './search-contract.ts';
import { nameIn, otherLayout, readQuery } from './search-rules.ts';
import {
  findClientIds, findGroups, findInvoices, findPayments, findSimilar, findTrainings,
} from './search-store.ts';

/** Trainings are looked for by title from a week ago to a month ahead. */
const [DAYS_BACK, DAYS_AHEAD] = [7, 30];
const NEAR_NAMES = 5;

/** What is nowhere as it was typed is tried in the other keyboard layout; then near names are offered. */
export const searchAll = reading(endpoint, async (context, { q, limit }) => {
  const found = await look(context, q, limit);
  if (found.text === '' || !isEmpty(found)) return answer(context, found, null);
  const other = otherLayout(q);
  const corrected = other === found.text ? found : await look(context, other, limit);
  if (!isEmpty(corrected)) return answer(context, corrected, corrected.text);
  const similar = await findSimilar(context, nameIn(found.text, other), NEAR_NAMES);
  return { ...await answer(context, found, null), similar };
});

async function look(context: Context, query: string, limit: number) {
  const { text, amount, day, invoiceNumbers: numbers } = readQuery(query, today(context));
  const nothing = { text, clientIds: [], invoices: [], payments: [], trainings: [], groups: [] };
  if (text === '') return nothing;
  const { timeZone } = context;
  const from = day && startOfDay(day, timeZone);
  const before = day && startOfDay(addDays(day, 1), timeZone);
  const on = today(context);
  const [clientIds, invoices, payments, trainings, groups] = await Promise.all([
    day === undefined ? findClientIds(context, text, limit) : [],
    findInvoices(context, { numbers, amount, from, before }, limit),
    findPayments(context, { amount, on: day }, limit),
    day === undefined
      ? findTrainings(context, text, addDays(on, -DAYS_BACK), addDays(on, DAYS_AHEAD), limit)
      : findTrainings(context, '', day, day, limit),
    day === undefined ? findGroups(context, text, limit) : [],
  ]);
  return { text, clientIds, invoices, payments, trainings, groups };
}
type Found = Awaited<ReturnType<typeof look>>;

const isEmpty = ({ text: _text, ...lists }: Found): boolean => Object.values(lists).every((list) => list.length === 0);

async function answer(context: Context, { text: _text, clientIds, ...rest }: Found, corrected: string | null) {
  return { ...rest, clients: await present(context, clientIds), corrected, similar: [] };
}

/** The clients in the order in which they were found. */
async function present(context: Context, ids: readonly string[]): Promise<FoundClient[]> {
  if (ids.length === 0) return [];
  const [cards, more] = await Promise.all([loadClients(context, ids, today(context)), loadMore(context, ids)]);
  const byId = new Map(cards.map((card) => [card.id, card]));
  return ids.flatMap((id) => {
    const card = byId.get(id);
    if (!card) return [];
    const { name, phone, cardNumber, isActive, balance, due, overdue } = card;
    return [{
      id, name, phone, cardNumber, isActive, balance, credit: balance, due, overdue, toPay: toPayOf(due, balance),
      students: more.get(id)?.students ?? [],
    }];
  });
}
