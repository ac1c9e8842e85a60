/** One page, whatever it takes: repetitions, smaller pages, and asking for less when the base stops doing more. */
import { optionsOf, pathOf, unitsOf } from './ask.ts';
import { OneCFailure } from './failure.ts';
import { isRefusal } from './probing.ts';
import { REPETITIONS, type Transport, isPassing } from './transport.ts';
import type { Capabilities, OneCRow, Query } from './types.ts';

export type PageRequest = {
  transport: Transport;
  entity: string;
  query: Query;
  /** Is changed when the base turns out to do less. */
  can: Capabilities;
  /** How many rows are asked for; is halved when they are too many for one answer or for its time. */
  size: number;
};
type Units = {
  units: OneCRow[];
  /** The rows stand in another order, or are others, than on the pages before. */
  isOtherOrder: boolean;
};

export async function requestPage(request: PageRequest, skip: number): Promise<Units> {
  const { transport, can } = request;
  for (let attempt = 0; ;) {
    try {
      return { units: await ask(request, can, skip), isOtherOrder: false };
    } catch (failure) {
      if (!(failure instanceof OneCFailure)) throw failure;
      const isSmaller = failure.code === 'TIMEOUT' || failure.code === 'TOO_LARGE' ? halve(request) : false;
      if (failure.code === 'TOO_LARGE' && isSmaller) continue;
      if (isPassing(failure) && attempt < REPETITIONS && !saysWhat(failure)) {
        await transport.pause(attempt);
        attempt += 1;
        continue;
      }
      const less = isRefusal(failure) ? await askForLess(request, skip, failure) : undefined;
      if (less === undefined) throw failure;
      return less;
    }
  }
}

function halve(request: PageRequest): boolean {
  if (request.size <= 1) return false;
  request.size = Math.floor(request.size / 2);
  return true;
}

async function ask({ transport, entity, query, size }: PageRequest, can: Capabilities, skip: number): Promise<OneCRow[]> {
  const options = { ...optionsOf(query, can), $top: String(size), $skip: String(skip) };
  return unitsOf(await transport.json({ path: pathOf(entity, can.form), entity, options }), entity);
}

type Part = 'orderBy' | 'filter' | 'select' | 'form';
/** What bases say when they mean one part of the question. */
const SAYINGS: readonly (readonly [RegExp, Part])[] = [
  [/AUTOORDER|АВТОУПОРЯДОЧИВАНИЕ|УПОРЯДОЧИТЬ|orderby/i, 'orderBy'],
  [/\bГДЕ\b|предложении ГДЕ|\bWHERE\b|\$?filter/i, 'filter'],
  [/Сегмент пути|path segment|select/i, 'select'],
];
const saysWhat = ({ said = '' }: OneCFailure): Part | undefined => SAYINGS.find(([saying]) => saying.test(said))?.[1];

/**
 * Leaves out one part of the question after the other, then all of them, until the base answers; what it does not do is
 * remembered. When even the plain question fails, it was not the question: undefined, and nothing is remembered.
 */
async function askForLess(request: PageRequest, skip: number, failure: OneCFailure): Promise<Units | undefined> {
  const { can, query } = request;
  const options = optionsOf(query, can);
  const parts = ([
    '$orderby' in options && 'orderBy', '$filter' in options && 'filter', '$select' in options && 'select',
    can.form === 'RECORD_TYPE' && 'form',
  ] as const).filter((part) => part !== false);
  for (const without of attemptsOf(parts, failure)) {
    const less = reduced(can, without);
    try {
      const units = await ask(request, less, skip);
      Object.assign(can, less);
      return { units, isOtherOrder: without.some((part) => part !== 'select') };
    } catch (error) {
      if (!isRefusal(error) && !(error instanceof OneCFailure && error.code === 'NOT_PUBLISHED')) throw error;
    }
  }
  return undefined;
}

/** Each part alone, the one that the base complains of first, then all. What took too long may have been the sorting. */
function attemptsOf(parts: readonly Part[], failure: OneCFailure): (readonly Part[])[] {
  if (failure.code === 'TIMEOUT') return parts.includes('orderBy') ? [['orderBy']] : [];
  const first = saysWhat(failure);
  const ordered = parts.toSorted((a, b) => Number(b === first) - Number(a === first));
  return ordered.length > 1 ? [...ordered.map((part) => [part]), ordered] : ordered.map((part) => [part]);
}

function reduced(can: Capabilities, without: readonly Part[]): Capabilities {
  const less = { ...can };
  for (const part of without) {
    if (part === 'form') Object.assign(less, { form: 'RECORD_SET', filter: false, orderBy: false });
    else less[part] = false;
  }
  return less;
}
