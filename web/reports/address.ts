/** Addresses of marks: what the screen shows now, with a change. The page of the rows begins anew. */
import { useLocation } from '@tanstack/react-router';
import { useUrl } from '../lib/url.ts';

export type Change = Readonly<Record<string, string | undefined>>;

/** The address of a screen with these members; what is undefined is left out. */
export function addressOf(path: string, members: Change): string {
  const given = Object.entries(members).filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/** The address of the same screen with a change. */
export function useHref(path: string): (change: Change) => string {
  const [state] = useUrl();
  return (change) => addressOf(path, { ...state, page: undefined, ...change });
}

/** Whether an address is of this very screen, which then stays scrolled where it is. */
export function useStays(): (href: string) => boolean {
  const { pathname } = useLocation();
  return (href) => href.split('?')[0] === pathname;
}

/** An address in the parts that the router's own link takes. */
export function whereTo(href: string): { to: string; search: never } {
  const [to = '/', search = ''] = href.split('?');
  return { to, search: Object.fromEntries(new URLSearchParams(search)) as never };
}
