/** How things are written in an address of OData 3 as 1C reads it. */
import { OneCFailure } from './failure.ts';
import type { Filter, Literal } from './types.ts';

const INTERFACE = '/odata/standard.odata';

/** «https://host/base» → «https://host/base/odata/standard.odata», also when it already ends so. */
export function rootOf(baseUrl: string): string {
  if (!/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) throw new OneCFailure('ADDRESS');
  const url = new URL(baseUrl);
  if (url.username || url.password || url.search || url.hash) throw new OneCFailure('ADDRESS');
  const path = url.pathname.replace(/\/+$/, '').replace(/\/odata(\/standard\.odata)?$/i, '');
  return `${url.origin}${path}${INTERFACE}`;
}

/** UTF-8 is percent-encoded and a blank is %20: whether 1C takes a plus for one is not known. */
export function addressOf(root: string, path: string, options: Readonly<Record<string, string>>): string {
  const encodedPath = path.split('/').map(encodeURIComponent).join('/').replaceAll('%24', '$');
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${root}/${encodedPath}${query === '' ? '' : `?${query}`}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A moment as rows and filters write it: to the second and without a zone. */
export const momentText = (at: Temporal.PlainDateTime): string => at.toString({ smallestUnit: 'second' });

function literalText(value: Literal): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  return 'guid' in value ? `guid'${value.guid}'` : `datetime'${momentText(value.at)}'`;
}

export function filterText(filter: Filter): string {
  if ('all' in filter) return joined(filter.all, ' and ', 'true');
  if ('any' in filter) return joined(filter.any, ' or ', 'false');
  if ('not' in filter) return `not (${filterText(filter.not)})`;
  if (filter.is === 'of-type') return `isof(${filter.field},${quoted(filter.type)})`;
  if (filter.is === 'ref') return `${filter.field} eq cast(guid'${filter.guid}',${quoted(filter.type)})`;
  if (filter.is === 'contains') return `substringof(${quoted(filter.text)},${filter.field})`;
  return `${filter.field} ${filter.is} ${literalText(filter.value)}`;
}

function joined(filters: readonly Filter[], word: string, none: string): string {
  if (filters.length === 0) return none;
  const [only] = filters;
  if (filters.length === 1 && only !== undefined) return filterText(only);
  return filters.map((part) => `(${filterText(part)})`).join(word);
}
