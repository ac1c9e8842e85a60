import type { Money } from '../kernel/money.ts';

export type WhyOpen = 'noCredit' | 'byHand' | 'whole' | 'queue' | 'soon';
type Waiting = { left: Money; credit: Money; mode: 'FIFO_BALANCE' | 'DIRECTED'; isFirst: boolean };

/**
 * EXP-1. Why the client's credit has not closed an invoice: there is none; credit is used only by hand; another invoice
 * is older and goes first; or the credit does not cover the whole of it.
 * ru: Почему аванс не закрыл счёт: аванса нет; аванс расходуют только вручную; раньше стоит другой счёт; аванса не
 * хватает на весь счёт, а закрывается он только целиком.
 * Source: issue 4 (ux B5), C-12, C-13. Examples: WE-88, WE-89.
 */
export function whyOpen({ left, credit, mode, isFirst }: Waiting): WhyOpen {
  if (credit === 0) return 'noCredit';
  if (mode === 'DIRECTED') return 'byHand';
  if (!isFirst) return 'queue';
  return credit < left ? 'whole' : 'soon';
}
