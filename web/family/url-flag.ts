import { useCallback, useEffect, useState } from 'react';

const isSet = (name: string): boolean => new URLSearchParams(window.location.search).has(name);

/** A panel whose being open is part of the address, on a page without a router: back closes it. */
export function useUrlFlag(name: string): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => isSet(name));
  useEffect(() => {
    const look = (): void => setOn(isSet(name));
    window.addEventListener('popstate', look);
    return () => window.removeEventListener('popstate', look);
  }, [name]);
  const set = useCallback((next: boolean) => {
    window.history[next ? 'pushState' : 'replaceState'](null, '', window.location.pathname + (next ? `?${name}=1` : ''));
    setOn(next);
  }, [name]);
  return [on, set];
}
