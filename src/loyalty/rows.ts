/** Rows of 1C as the synchronisation understands them. What cannot be understood says why, and stops nothing else. */
import type { CardFacts } from './cards-rules.ts';
import type { Mapping } from './connection-contract.ts';
import { cityOf, emailOf, phoneTextOf } from './city-rules.ts';
import { isOpening, isPackaging, phoneOfCard } from './rules.ts';
import { tidyLine } from '../clients/rules.ts';
import {
  type OneCRow, boolOf, guidOf, instantOf, kopecksOf, rowKey, textOf, wholeOf,
} from '../integrations/onec/client.ts';
import type { Instant } from '../kernel/day.ts';
import { type Money, type Quantity, hundredths } from '../kernel/money.ts';

export type Bad = { bad: string; key: string };
export const isBad = (row: object): row is Bad => 'bad' in row;

const NAME_LENGTH = 200;
const line = (value: unknown): string | null => tidyLine(textOf(value) ?? '')?.slice(0, NAME_LENGTH) ?? null;
/** What a database cannot store is left out of a text. */
const clean = (value: string | null): string | null => value?.toWellFormed().replaceAll('\0', '') ?? null;

export type OwnerFacts = { name: string | null; phone: string | null; email: string | null; city: string | null };
export const ownerOf = (row: OneCRow, { owners }: Mapping): OwnerFacts => {
  const city = cityOf(row, owners);
  return {
    name: clean(line(row[owners.name])), phone: phoneOfCard(phoneTextOf(row, owners.contacts) ?? undefined) ?? null,
    email: clean(emailOf(row, owners.contacts)), city: clean(line(city)),
  };
};

export type MarkedCard = { marked: string };
/** A card, a card that is marked for deletion, or what is wrong with it. */
export function cardOf(
  row: OneCRow, { cards }: Mapping, owners: ReadonlyMap<string, OwnerFacts>,
): CardFacts | MarkedCard | Bad {
  const key = guidOf(row[cards.key]);
  if (key === undefined) return { bad: 'NO_KEY', key: rowKey(row) };
  if (boolOf(row[cards.deleted]) === true) return { marked: key };
  const owner = owners.get(guidOf(row[cards.owner]) ?? '');
  const [number, code, description] = [row[cards.code], row[cards.phone], row[cards.name]].map((text) => clean(line(text)));
  const phone = phoneOfCard(code ?? undefined) ?? owner?.phone ?? null;
  const name = owner?.name ?? description ?? null;
  if (name === null) return { bad: 'NO_NAME', key };
  return {
    key, number: number ?? null, barcode: code ?? null, description: description ?? null,
    said: { name, phone, email: owner?.email ?? null, city: owner?.city ?? null },
  };
}

export type Document = { recorder: string; recorderType: string; line: number };
export type PurchaseRow = Document & {
  card: string; at: Instant; amount: Money; quantity: Quantity | null; product: string | null; packaging: boolean;
};
export type PointsRow = Document & { card: string; at: Instant; accrued: Quantity; spent: Quantity };
/** Rows that are not in force, or belong to another stage. */
export type Aside = { aside: 'INACTIVE' | 'OTHER'; document: Document };
export const isAside = (row: object): row is Aside => 'aside' in row;

type RegisterNames = Pick<Mapping['points'], 'at' | 'document' | 'documentType' | 'line' | 'active' | 'card'>;

type Head = Document & { card: string; at: Instant };

/** What all rows of a register have; a register with one kind of documents names them in `Recorder_Key` and has no type. */
function headOf(row: OneCRow, names: RegisterNames, timeZone: string): Head | Aside | Bad {
  const recorder = guidOf(row[names.document]) ?? guidOf(row[`${names.document}_Key`]);
  const number = wholeOf(row[names.line]);
  const wrong = (bad: string): Bad => ({ bad, key: rowKey(row) });
  if (recorder === undefined) return wrong('NO_DOCUMENT');
  if (number === undefined || number < 0 || number > 2_147_483_647) return wrong('NO_LINE');
  const recorderType = textOf(row[names.documentType])?.replace(/^StandardODATA\./, '') ?? '';
  const document = { recorder, recorderType, line: number };
  if (boolOf(row[names.active]) === false) return { aside: 'INACTIVE', document };
  const at = instantOf(row[names.at], timeZone);
  if (at === undefined) return wrong('NO_MOMENT');
  const card = guidOf(row[names.card]);
  return card === undefined ? wrong('NO_CARD') : { ...document, card, at };
}

export type PurchaseReading = {
  kind: 'INITIAL' | 'SALE'; mapping: Mapping; timeZone: string; since: Instant; goods: ReadonlyMap<string, string>;
  packagingWords: readonly string[];
};
export function purchaseOf(row: OneCRow, reading: PurchaseReading): PurchaseRow | Aside | Bad {
  const { purchases } = reading.mapping;
  const head = headOf(row, purchases, reading.timeZone);
  if (isBad(head) || isAside(head)) return head;
  const { recorder, recorderType, line: number, at } = head;
  const isOurs = isOpening(recorderType, purchases.openingDocument) === (reading.kind === 'INITIAL');
  const isInTime = reading.kind === 'INITIAL' || Temporal.Instant.compare(at, reading.since) >= 0;
  if (!isOurs || !isInTime) return { aside: 'OTHER', document: { recorder, recorderType, line: number } };
  const amount = kopecksOf(row[purchases.amount]);
  if (amount === undefined) return { bad: 'NO_AMOUNT', key: rowKey(row) };
  const product = reading.goods.get(guidOf(row[purchases.product]) ?? '') ?? null;
  const packaging = reading.kind === 'SALE' && isPackaging(product, reading.packagingWords);
  return { ...head, amount, quantity: quantityOf(row[purchases.quantity]), product, packaging };
}

/** Hundredths of a piece or a point are counted as kopecks are. */
function quantityOf(value: unknown): Quantity | null {
  const found = kopecksOf(value);
  return found === undefined ? null : hundredths(found);
}

export function pointsOf(row: OneCRow, { points }: Mapping, timeZone: string): PointsRow | Aside | Bad {
  const head = headOf(row, points, timeZone);
  if (isBad(head) || isAside(head)) return head;
  const none = hundredths(0);
  return { ...head, accrued: quantityOf(row[points.accrued]) ?? none, spent: quantityOf(row[points.spent]) ?? none };
}

/** A name of goods by its reference. */
export function goodsOf(row: OneCRow, { goods }: Mapping): [key: string, name: string] | undefined {
  const [key, name] = [guidOf(row[goods.key]), clean(line(row[goods.name]))];
  return key === undefined || name === null ? undefined : [key, name];
}

export const documentKey = ({ recorder, recorderType, line: number }: Document): string =>
  `${recorder}:${recorderType}:${number}`;
