import { namesOf } from './city-rules.ts';
import { SAID, type Said, fieldAfter, speaksFor } from './rules.ts';

/** A card as 1C says it today, with what its owner's record says of the person. */
export type CardFacts = Readonly<{
  key: string; number: string | null; barcode: string | null; description: string | null; said: Said & { name: string };
}>;
export type Person = Said & { name: string; cardNumber: string | null };
/** A client as he stands here, and what 1C said of him before. */
export type KnownClient = Readonly<{
  id: string; person: Person;
  /** Null where 1C has said nothing of him yet. */
  former: Said | null;
  /** The card that speaks for him, while it is in use. */
  speaker: string | null;
  /** Counted in this run already. */
  isSeen: boolean;
}>;

export type ClientWrite = Readonly<{
  id: string; person: Person; names: ReturnType<typeof namesOf> | null; before: Person | null;
}>;
export type CustomerWrite = Readonly<{ clientId: string; cardKey: string; said: Said; isNew: boolean }>;
export type CardPlan = Readonly<{
  created: readonly ClientWrite[]; changed: readonly ClientWrite[]; customers: readonly CustomerWrite[];
  cards: readonly (CardFacts & { clientId: string })[];
  /** Cards that are beyond the limit of customers. */
  left: number;
}>;

type Draft = {
  id: string; person: Person; before: Person | null; former: Said | null; speaker: string | null; isNew: boolean;
};

/**
 * LOY-11. The client of a card is the one it belonged to before, else the one with its phone, else the one with its number,
 * else a new one; two new cards with one phone are one client. At most `limit` customers are gone through in a run.
 * ru: Клиент карты — тот, за кем она уже числится, иначе клиент с этим телефоном, иначе с этим номером карты, иначе новый;
 * две новые карты с одним телефоном — один клиент. За запуск обрабатывается не больше limit клиентов.
 * Source: C-68, S1-039, 3.6.
 */
export function planCards(
  cards: readonly CardFacts[], clientOf: ReadonlyMap<string, string>, known: ReadonlyMap<string, KnownClient>,
  { room, newId }: { room: number; newId: () => string },
): CardPlan {
  const drafts = new Map<string, Draft>();
  const byPhone = new Map<string, string>();
  const kept: (CardFacts & { clientId: string })[] = [];
  let [free, left] = [room, 0];
  for (const card of cards.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
    const { phone } = card.said;
    const found = clientOf.get(card.key) ?? (phone === null ? undefined : byPhone.get(phone));
    const isCounted = found !== undefined && (drafts.has(found) || known.get(found)?.isSeen === true);
    if (!isCounted && free <= 0) {
      left += 1;
      continue;
    }
    if (!isCounted) free -= 1;
    const draft = drafts.get(found ?? '') ?? draftOf(found === undefined ? undefined : known.get(found), newId);
    drafts.set(draft.id, draft);
    if (phone !== null && !byPhone.has(phone)) byPhone.set(phone, draft.id);
    speak(draft, card);
    kept.push({ ...card, clientId: draft.id });
  }
  const all = [...drafts.values()];
  return {
    created: all.filter(({ before }) => before === null).map(writeOf),
    changed: all.filter(({ before, person }) => before !== null && differs(before, person)).map(writeOf),
    customers: all.map(({ id, former, speaker, isNew }) =>
      ({ clientId: id, cardKey: speaker ?? '', said: former ?? NOTHING, isNew })),
    cards: kept, left,
  };
}

const NOTHING: Said = { name: null, phone: null, email: null, city: null };

function draftOf(known: KnownClient | undefined, newId: () => string): Draft {
  if (known === undefined) {
    const person = { name: '', phone: null, email: null, city: null, cardNumber: null };
    return { id: newId(), person, before: null, former: null, speaker: null, isNew: true };
  }
  const { id, person, former, speaker, isSeen } = known;
  return { id, person, before: person, former, speaker, isNew: !isSeen };
}

/** The card says what it knows of the person, if it is the one that speaks for him. */
function speak(draft: Draft, { key, number, said }: CardFacts): void {
  if (!speaksFor(key, draft.speaker)) return;
  const { person, former } = draft;
  // What another card had said goes with it, so that it is the same whichever of the two was read first.
  const takesOver = draft.speaker !== null && key !== draft.speaker;
  const after = Object.fromEntries(SAID.map((field) => {
    const [current, before] = [person[field] === '' ? null : person[field], former?.[field] ?? null];
    const goes = takesOver && said[field] === null && current === before;
    return [field, goes ? null : fieldAfter(current, before, said[field])];
  })) as Said;
  const cardNumber = person.cardNumber ?? (former === null ? number : null);
  draft.person = { ...after, name: after.name ?? person.name, cardNumber };
  draft.former = Object.fromEntries(SAID.map((field) =>
    [field, said[field] ?? (takesOver ? null : former?.[field] ?? null)])) as Said;
  draft.speaker = key;
}

const differs = (a: Person, b: Person): boolean =>
  SAID.some((field) => a[field] !== b[field]) || a.cardNumber !== b.cardNumber;

const writeOf = ({ id, person, before }: Draft): ClientWrite =>
  ({ id, person, before, names: before?.name === person.name ? null : namesOf(person.name) });
