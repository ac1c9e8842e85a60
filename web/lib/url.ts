/** The state of a screen lives in its address: filters, sorting, page, the open panel. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

export type UrlState = Readonly<Record<string, string | undefined>>;

/**
 * The search part of the address and a way to change it. A new filter starts at the first page, unless the change
 * names the page itself. What is `undefined` or empty leaves the address.
 */
export function useUrl(): [UrlState, (change: UrlState, options?: { replace?: boolean }) => void] {
  const state = useSearch({ strict: false }) as UrlState;
  const navigate = useNavigate();
  const set = useCallback((change: UrlState, { replace = false }: { replace?: boolean } = {}) => {
    const paged = 'page' in change || 'panel' in change ? change : { ...change, page: undefined };
    void navigate({
      to: '.', replace, resetScroll: false,
      search: (old: UrlState) => Object.fromEntries(
        Object.entries({ ...old, ...paged }).filter(([, value]) => value !== undefined && value !== '')),
    } as never);
  }, [navigate]);
  return [state, set];
}

/** Plain texts on both sides: `?q=123` stays text and is readable in a chat. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));
export function stringifySearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}
