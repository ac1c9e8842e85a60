/** Money in, summed as the picture and its table need it. */
import type { Answer } from '../lib/api.ts';
import { sumOf } from '../lib/format.ts';

export type MoneyIn = Answer<'report.money-in'>;
export const METHODS = ['CASH', 'CARD', 'ONLINE', 'BANK_TRANSFER'] as const;

type Line = MoneyIn['lines'][number];
/** What came in, went back or was left, in the month, by one method or by all. */
export const sumIn = ({ lines }: MoneyIn, key: 'received' | 'reversed' | 'refunded' | 'net', month?: string, method?: Line['method']): number =>
  sumOf(lines.filter((line) => (month === undefined || line.month === month) && (method === undefined || line.method === method)).map((line) => line[key]));
