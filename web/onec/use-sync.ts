/** One synchronisation as it goes: told by the server while it runs, asked for once a second where it cannot tell. */
import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Answer, type Problem, call } from '../lib/api.ts';

export type Sync = Answer<'onec.sync.get'>;
const EVERY_MS = 1000;

type Following = { query: UseQueryResult<Sync, Problem>; isTold: boolean };

export function useSync(id: string | undefined): Following {
  const client = useQueryClient();
  const [isTold, setTold] = useState(false);
  const query = useQuery<Sync, Problem>({
    queryKey: ['onec.sync.get', { id: id ?? null }], enabled: id !== undefined,
    queryFn: ({ signal }) => call('onec.sync.get', { id: id! }, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.status === 'RUNNING' && !isTold ? EVERY_MS : false),
  });
  const isRunning = query.data?.status === 'RUNNING';
  useEffect(() => {
    if (id === undefined || !isRunning) return undefined;
    const isList = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[0] === 'onec.sync.list' };
    // It may have been begun by somebody else, and then the list does not know of it.
    void client.invalidateQueries(isList);
    const source = new EventSource(`/api/admin/onec/customers/sync/${id}/events`);
    // What is heard says only that something is new: there is one shape of an answer, that of the reading.
    const look = (): void => {
      setTold(true);
      void client.invalidateQueries({ queryKey: ['onec.sync.get', { id }] });
    };
    const lost = (): void => setTold(false);
    for (const event of EVENTS) source.addEventListener(event, look);
    source.addEventListener('error', lost);
    return () => {
      source.close();
      setTold(false);
      // The list shows how it ended, and customers what came in.
      void client.invalidateQueries(isList);
    };
  }, [id, isRunning, client]);
  return { query, isTold };
}

const EVENTS = ['message', 'progress', 'end'] as const;
