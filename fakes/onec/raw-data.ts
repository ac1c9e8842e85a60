/** Any number of customers and purchases, made when they are asked for: to see how many rows a second go through. */
import { NOON, NO_REFERENCE, SHAPES, guidOf, momentText, typeName, version } from './shapes.ts';
import type { Data } from './tables.ts';

export type RawOptions = { customers: number; purchases: number; now?: Temporal.PlainDateTime };
/** Lines of one receipt. */
const LINES = 4;
const GOODS = 100;
/** So many receipts in a hundred carry over what was bought before the base began. */
const OPENING_PERCENT = 5;

export function rawData({ customers, purchases, now = NOON }: RawOptions): Data {
  const papers = Math.ceil(purchases / LINES);
  const openings = Math.floor((papers * OPENING_PERCENT) / 100);
  // The carry-over is five years old, the rest is spread over the last 360 days; moments only grow.
  const [first, begin] = [now.subtract({ days: 5 * 365 }), now.subtract({ days: 360 })];
  const step = Math.max(1, Math.floor((360 * 86_400) / Math.max(1, papers - openings)));
  const moments = textsOfMoments();
  const at = (paper: number): string =>
    (paper < openings ? moments(first, paper % 86_400) : moments(begin, (paper - openings) * step));
  const kind = (paper: number) => (paper < openings ? 'openings' : 'receipts');
  const goods = Array.from({ length: GOODS }, (_, index) => ({
    Ref_Key: guidOf('goods', index), DataVersion: version, DeletionMark: false, Code: String(index), Артикул: `A-${index}`,
    Description: index % 10 === 0 ? `Пакет ${index}` : `Товар ${index}`,
  }));
  return [
    {
      ...SHAPES.cards, length: () => customers,
      row: (index) => ({
        Ref_Key: guidOf('cards', index), DataVersion: version, DeletionMark: false, Code: String(index).padStart(9, '0'),
        Description: `Покупатель ${index}`, КодКартыШтрихкод: String(79_000_000_000 + index),
        ВладелецКарты_Key: guidOf('owners', index),
      }),
    },
    {
      ...SHAPES.owners, length: () => customers,
      row: (index) => ({
        Ref_Key: guidOf('owners', index), DataVersion: version, DeletionMark: false, Code: String(index),
        Description: `Покупатель ${index}`,
        ОсновныеСведения: `Покупатель ${index}\n${79_000_000_000 + index}\nГород ${index % 50}`,
      }),
    },
    { ...SHAPES.goods, length: () => GOODS, row: (index) => goods[index] ?? {} },
    {
      ...SHAPES.purchases, length: () => purchases,
      row: (index) => {
        const paper = Math.floor(index / LINES);
        return {
          Period: at(paper), Recorder: guidOf(kind(paper), paper), Recorder_Type: typeName(kind(paper)),
          LineNumber: String((index % LINES) + 1), Active: true, ДисконтнаяКарта_Key: guidOf('cards', paper % customers),
          Номенклатура_Key: guidOf('goods', index % GOODS), Склад_Key: NO_REFERENCE, Количество: 1,
          Сумма: (10_000 + ((index * 37) % 90_000)) / 100,
        };
      },
    },
    {
      ...SHAPES.points, length: () => customers,
      row: (index) => ({
        Period: moments(begin, index), Recorder: guidOf('receipts', papers + index), Recorder_Type: typeName('receipts'),
        LineNumber: '1', Active: true, RecordType: 'Receipt', БонуснаяКарта_Key: guidOf('cards', index),
        Начислено: index % 100, КСписанию: index % 50,
      }),
    },
  ];
}

/** Moments as text, some seconds after a beginning; only the days are reckoned by the calendar. */
function textsOfMoments(): (begin: Temporal.PlainDateTime, seconds: number) => string {
  const days = new Map<string, string>();
  const two = (value: number): string => String(value).padStart(2, '0');
  return (begin, seconds) => {
    const dayNumber = Math.floor(seconds / 86_400);
    const key = `${begin.year}:${dayNumber}`;
    let day = days.get(key);
    if (day === undefined) days.set(key, (day = momentText(begin.add({ days: dayNumber })).slice(0, 10)));
    const rest = seconds % 86_400;
    return `${day}T${two(Math.floor(rest / 3600))}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
  };
}
