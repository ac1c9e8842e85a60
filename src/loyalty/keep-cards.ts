/** One page of cards: the clients that they belong to are found or made, and learn what 1C says of them today. */
import { z } from 'zod';
import { type CardFacts, type KnownClient, planCards } from './cards-rules.ts';
import {
  type KnownRow, insertClients, loadKnown, matchCards, retireCards, updateClients, upsertCards, upsertCustomers,
} from './cards-store.ts';
import type { Cursor, Step } from './sync-store.ts';
import { type Run, stepIn } from './run.ts';
import type { NewLine } from './words-rules.ts';
import { lockClients } from '../clients/store.ts';
import { Id, internal } from '../kernel/contract.ts';
import { type Context, type Operation, operation } from '../kernel/operation.ts';
import { uuidv7 } from '../kernel/uuid.ts';

const page = internal({
  name: 'onec.cards', kind: 'operation', permission: 'onec.manage', summary: 'Keep a page of cards and their customers',
  input: z.object({ id: Id }),
  result: z.object({ step: z.custom<Step>(), left: z.int(), forgotten: z.int() }),
});
type CardsPage = Readonly<{
  cards: readonly CardFacts[]; marked: readonly string[]; lines: readonly NewLine[];
  step: { percent?: number; cursor?: Cursor };
}>;

type Kept = Operation<typeof page>;

/** The page is the operation's own, not its input: the audit trail keeps what changed, not what was read. */
export const keepingCards = (run: Run, given: CardsPage): Kept => operation(page, async (context, { id }) => {
  let plan = NOTHING;
  const step = await stepIn(run, context, async () => {
    const { counts } = run.state;
    const done = await keep(context, run, given.cards, run.sync.mostCustomers - counts.customers);
    plan = done;
    const removed = given.marked.length === 0 ? 0 : await retireCards(context, given.marked);
    return {
      ...given.step, lines: given.lines,
      counts: {
        ...counts, cards: counts.cards + done.cards, customers: counts.customers + done.customers,
        created: counts.created + done.created, changed: counts.changed + done.changed.length,
        removed: counts.removed + removed,
      },
    };
  });
  return {
    result: { step, left: plan.left, forgotten: plan.forgotten },
    audit: { entityType: 'onec-sync', entityId: id, after: { created: plan.created, changed: plan.changed } },
  };
});

/** A person who was erased on request does not come back with the next reading: his cards are passed over. */
type Done = { cards: number; customers: number; created: number; changed: object[]; left: number; forgotten: number };

const NOTHING: Done = { cards: 0, customers: 0, created: 0, changed: [], left: 0, forgotten: 0 };

async function keep(context: Context, { sync }: Run, cards: readonly CardFacts[], room: number): Promise<Done> {
  if (cards.length === 0) return NOTHING;
  const clientOf = new Map((await matchCards(context, cards)).map(({ cardKey, clientId }) => [cardKey, clientId]));
  const ids = [...new Set(clientOf.values())];
  if (ids.length > 0) await lockClients(context, ids);
  // An erasure that was under way is known only now, behind the lock.
  const known = await loadKnown(context, sync.id, ids);
  const erased = new Set(known.filter(({ isErased }) => isErased).map(({ id }) => id));
  const kept = cards.filter(({ key }) => !erased.has(clientOf.get(key) ?? ''));
  const plan = planCards(kept, clientOf, new Map(known.map((row) => [row.id, knownOf(row)])), { room, newId: uuidv7 });
  if (plan.created.length > 0) await insertClients(context, plan.created);
  const [, , fresh] = await Promise.all([
    plan.changed.length === 0 ? 0 : updateClients(context, plan.changed),
    upsertCustomers(context, sync.id, plan.customers),
    upsertCards(context, sync.id, plan.cards, plan.cards.map(() => uuidv7())),
  ]);
  return {
    cards: fresh, customers: plan.customers.filter(({ isNew }) => isNew).length, created: plan.created.length,
    changed: plan.changed.map(({ before, person }) => ({ before, after: person })), left: plan.left,
    forgotten: cards.length - kept.length,
  };
}

function knownOf(row: KnownRow): KnownClient {
  const { id, name, phone, email, city, cardNumber, isCustomer, speaker, isSeen } = row;
  const former = { name: row.saidName, phone: row.saidPhone, email: row.saidEmail, city: row.saidCity };
  return { id, person: { name, phone, email, city, cardNumber }, former: isCustomer ? former : null, speaker, isSeen };
}
