/** A small base with the reference customer of the requirements: 232,360.00 carried over, 132,694.00 in the year. */
import type { Row } from './filter.ts';
import { type Person, PEOPLE } from './people.ts';
import { CONTACTS, NOON, NO_REFERENCE, SHAPES, type Section, guidOf, momentText, typeName, version } from './shapes.ts';
import { type Data, tableOf } from './tables.ts';

const GOODS = [
  'Чай чёрный 100 г', 'Кофе в зёрнах 1 кг', 'Мёд горный', 'Пакет подарочный', 'Коробка для чая', 'Чехол для формы',
] as const;
const PACKAGE = 3;
const BOX = 4;
const CASE_FOR_FORM = 5;

type Line = [card: number, product: number, amount: number, active?: boolean];
/** A document some days before now with its lines. */
type Paper = { section: 'openings' | 'receipts'; daysAgo: number; lines: readonly Line[] };

const FIVE_YEARS = 5 * 365;
/** Card 0 is the reference customer's. */
const PAPERS: readonly Paper[] = [
  { section: 'openings', daysAgo: FIVE_YEARS, lines: [[0, 0, 150_000], [0, 1, 80_000.5], [1, 0, 12_000]] },
  { section: 'openings', daysAgo: FIVE_YEARS, lines: [[0, 2, 2359.5], [2, 1, 7000]] },
  { section: 'receipts', daysAgo: 900, lines: [[0, 0, 18_000], [0, 1, 950.25]] },
  { section: 'receipts', daysAgo: 366, lines: [[0, 2, 777], [1, 2, 10]] },
  { section: 'receipts', daysAgo: 364, lines: [[0, 0, 32_694], [0, PACKAGE, 150]] },
  { section: 'receipts', daysAgo: 180, lines: [[0, 1, 64_999.95], [0, BOX, 250.5], [0, 2, 10_000]] },
  { section: 'receipts', daysAgo: 30, lines: [[0, 0, 25_000.05], [1, 1, 1290.1 + 0.2], [2, CASE_FOR_FORM, 3000]] },
  { section: 'receipts', daysAgo: 20, lines: [[3, 0, 0.1 + 0.2], [4, 0, 100], [5, 0, 200], [6, 0, 1290.5]] },
  { section: 'receipts', daysAgo: 10, lines: [[12, 0, 500], [13, 0, 700], [9, 1, 999, false], [9, 1, 333.33]] },
  { section: 'receipts', daysAgo: 0, lines: [[14, 2, 42], [1, 0, -290]] },
];

/** Card, days ago, accrued, КСписанию. The last record of the reference customer says 4806. */
const POINTS: readonly (readonly [card: number, daysAgo: number, accrued: number, spent: number])[] = [
  [0, 365, 0, 100], [1, 200, 500, 0], [0, 180, 5000, 0], [2, 100, 64, 0], [0, 30, 250, 0], [1, 15, 0, 120], [0, 10, 0, 4806],
];

export type BaseOptions = {
  /** The base's own local time. */
  now?: Temporal.PlainDateTime;
  /** Further customers with one purchase and one record of points each. */
  more?: number;
};

/** Rows end at the noon on which sandboxes begin, unless told otherwise. */
export function referenceData({ now = NOON, more = 0 }: BaseOptions = {}): Data {
  const people = [...PEOPLE, ...Array.from({ length: more }, (_, index) => extra(index))];
  const papers = [...PAPERS, ...Array.from({ length: more }, (_, index): Paper =>
    ({ section: 'receipts', daysAgo: 1 + (index % 300), lines: [[PEOPLE.length + index, index % 3, 100 + index]] }))];
  const points = [...POINTS, ...Array.from({ length: more }, (_, index) => [PEOPLE.length + index, 5, 0, index] as const)];
  const at = (daysAgo: number): string => momentText(now.subtract({ days: daysAgo, minutes: 5 }));
  const table = (section: Section, rows: readonly Row[]) => tableOf(SHAPES[section], rows);
  return [
    table('cards', people.map(cardOf)),
    table('owners', people.flatMap(ownerOf)),
    table('goods', GOODS.map((name, index) => ({
      ...head('goods', index, name), ...(index === 1 ? {} : { Артикул: `A-${index}` }),
    }))),
    table('openings', documentsOf(papers, 'openings', at)),
    table('receipts', documentsOf(papers, 'receipts', at)),
    table('purchases', purchasesOf(papers, at)),
    table('points', points.map(([card, daysAgo, accrued, spent], index) => ({
      Period: at(daysAgo), Recorder: guidOf('receipts', 1000 + index), Recorder_Type: typeName('receipts'), LineNumber: '1',
      Active: true, RecordType: spent > 0 ? 'Expense' : 'Receipt', БонуснаяКарта_Key: guidOf('cards', card),
      Начислено: accrued, КСписанию: spent,
    }))),
  ];
}

const head = (section: Section, index: number, name: string) => ({
  Ref_Key: guidOf(section, index), DataVersion: version, DeletionMark: false,
  Code: String(index + 1).padStart(9, '0'), Description: name,
});

const extra = (index: number): Person => {
  const phone = String(79_100_000_000 + index);
  return { name: `Покупатель ${index}`, phone, about: `Покупатель ${index}\n+${phone}\nГород ${index % 10}` };
};

const ownerIndex = (person: Person, index: number): number => (person.isSecondCard ? index - 1 : index);

const cardOf = (person: Person, index: number): Row => ({
  ...head('cards', index, person.name), DeletionMark: person.isDeleted ?? false, КодКартыШтрихкод: person.phone,
  ВладелецКарты_Key: person.hasNoOwner ? NO_REFERENCE : guidOf('owners', ownerIndex(person, index)),
});

function ownerOf(person: Person, index: number): Row[] {
  if (person.isSecondCard || person.hasNoOwner) return [];
  return [{
    ...head('owners', index, person.name),
    ...(person.about === undefined ? {} : { ОсновныеСведения: person.about, [CONTACTS]: person.contacts ?? [] }),
  }];
}

const documentsOf = (papers: readonly Paper[], section: Section, at: (daysAgo: number) => string): Row[] =>
  papers.flatMap((paper, index) => (paper.section !== section ? [] : [{
    Ref_Key: guidOf(section, index), DataVersion: version, DeletionMark: false, Number: String(index + 1).padStart(9, '0'),
    Date: at(paper.daysAgo), Posted: true,
  }]));

const purchasesOf = (papers: readonly Paper[], at: (daysAgo: number) => string): Row[] =>
  papers.flatMap(({ section, daysAgo, lines }, paper) => lines.map(([card, product, amount, active = true], line) => ({
    Period: at(daysAgo), Recorder: guidOf(section, paper), Recorder_Type: typeName(section), LineNumber: String(line + 1),
    Active: active, ДисконтнаяКарта_Key: guidOf('cards', card), Номенклатура_Key: guidOf('goods', product),
    Склад_Key: NO_REFERENCE, Количество: 1, Сумма: amount,
  })));
