/** What of the desk is in its address: the client, whether money is being taken, what was just paid, the search. */
import { useMediaQuery } from '@mantine/hooks';
import { useUrl } from '../lib/url.ts';

export const SEARCH_ID = 'desk-search';
export const PANEL_ID = 'desk-client';
export const AMOUNT_ID = 'desk-amount';
export const NEXT_ID = 'desk-next';

type DeskUrl = {
  client: string | undefined; pay: string | undefined; paid: string | undefined; invoice: string | undefined;
  q: string | undefined; panel: string | undefined;
};

export function useDeskUrl(): DeskUrl & { set: ReturnType<typeof useUrl>[1] } {
  const [{ client, pay, paid, invoice, q, panel }, set] = useUrl();
  return { client, pay, paid, invoice, q, panel, set };
}

/** Below this width the desk is one column, and money is taken in a sheet from below. */
export const useNarrow = (): boolean => useMediaQuery('(max-width: 1099px)', false, { getInitialValueInEffect: false });

/** Moves the keyboard to an element once it is there; what is not there yet takes it itself when it comes. */
export const focusOn = (id: string): void => {
  const element = document.getElementById(id);
  element?.focus();
  if (element instanceof HTMLInputElement) element.select();
};
