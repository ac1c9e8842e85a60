/** Every amount explains itself: the explanation is a panel whose being open is part of the address. */
import { useCallback } from 'react';
import { useUrl } from './url.ts';

export type WhyKind = 'balance' | 'invoice' | 'payment' | 'subscription' | 'charge';

/** Opens the explanation of one number. */
export function useWhy(): (kind: WhyKind, id: string) => void {
  const [, set] = useUrl();
  return useCallback((kind, id) => set({ why: `${kind}:${id}`, panel: undefined }), [set]);
}
