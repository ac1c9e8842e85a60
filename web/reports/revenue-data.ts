/** Revenue as the picture shows it: the greatest services by name, what is left of them together. */
import type { Answer } from '../lib/api.ts';
import { sumOf } from '../lib/format.ts';

export type Revenue = Answer<'report.revenue'>;
export type Basis = 'ACCRUED' | 'RECEIVED';
/** One of the series: a service, or all that have none of their own. */
export type Kind = { service: string | undefined; name: string };
export const SHOWN = 4;
/** How the address names the rest. */
export const REST = 'rest';

/** The services of the period, those that brought most first. */
export function servicesOf({ segments }: Revenue): Kind[] {
  const names = new Map(segments.map(({ service, serviceName }) => [service, serviceName]));
  const total = (service: string): number => sumOf(segments.filter((one) => one.service === service).map(({ amount }) => amount));
  return [...names].map(([service, name]) => ({ service, name, total: total(service) }))
    .toSorted((a, b) => b.total - a.total || a.name.localeCompare(b.name)).map(({ service, name }) => ({ service, name }));
}

export function kindsOf(revenue: Revenue, rest: string): Kind[] {
  const all = servicesOf(revenue);
  return all.length <= SHOWN + 1 ? all : [...all.slice(0, SHOWN), { service: undefined, name: rest }];
}

/** What a kind brought in a month. */
export function amountOf({ segments }: Revenue, month: string, { service }: Kind, kinds: readonly Kind[]): number {
  const own = new Set(kinds.flatMap((kind) => kind.service ?? []));
  return sumOf(segments.filter((one) => one.month === month && (service === undefined ? !own.has(one.service) : one.service === service))
    .map(({ amount }) => amount));
}

/** Services of the same name of two types would be one series. */
export const titled = (kinds: readonly Kind[]): string[] =>
  kinds.map(({ name }, index) => (kinds.findIndex((kind) => kind.name === name) === index ? name : `${name} (${index + 1})`));
