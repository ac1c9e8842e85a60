/** Live: what others do is seen here within a second. An event says only what changed; the screen asks anew. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/** Many changes in a row are one look. */
const GATHER_MS = 150;

/** Listens while the component is there; the browser reconnects by itself. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries();
      }, GATHER_MS);
    };
    const source = new EventSource('/api/events');
    source.addEventListener('message', refresh);
    source.addEventListener('reset', refresh);
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client]);
}
