/** Goes to an address of the product, with or without a search part. */
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

export function useGo(): (to: string, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return useCallback((to, { replace = false } = {}) => {
    const [path = '/', search = ''] = to.split('?');
    void navigate({ to: path, search: Object.fromEntries(new URLSearchParams(search)), replace } as never);
  }, [navigate]);
}
