/** Goes to an address of the product, with or without a search part; with `stay` the page is not scrolled. */
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export function useGo(): (to: string, options?: { replace?: boolean; stay?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback((to, { replace = false, stay = false } = {}) => {
    const [path = '/', search = ''] = to.split('?');
    void navigate({ to: path, search: Object.fromEntries(new URLSearchParams(search)), replace, resetScroll: !stay } as never);
  }, [navigate]);
}
