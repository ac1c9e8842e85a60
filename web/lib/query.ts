/** Reading and changing by TanStack Query. The name of the endpoint and its input are the key of what is kept. */
import {
  QueryClient, type UseQueryResult, keepPreviousData, useMutation, useQuery, useQueryClient,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { type Answer, type EndpointName, type Input, type Preview, Problem, call } from './api.ts';
import { newKey } from './keys-of-intent.ts';

export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // Live events say what changed, so nothing is asked again by the clock.
        staleTime: 30_000, gcTime: 600_000, refetchOnWindowFocus: true,
        retry: (count, error) => count < 2 && error instanceof Problem && (error.status === 0 || error.status === 503),
      },
    },
  });

export type Asked<N extends EndpointName> = UseQueryResult<Answer<N>, Problem>;
type AskOptions = { enabled?: boolean; staleTime?: number; keepPrevious?: boolean };

/** What an endpoint answers, kept and refreshed. `undefined` for the input asks nothing yet. */
export function useAsk<N extends EndpointName>(
  name: N, input: Input<N> | undefined, { enabled = true, staleTime, keepPrevious = true }: AskOptions = {},
): Asked<N> {
  return useQuery<Answer<N>, Problem>({
    queryKey: [name, input ?? null],
    queryFn: ({ signal }) => call(name, input!, { signal }),
    enabled: enabled && input !== undefined,
    ...(staleTime === undefined ? {} : { staleTime }),
    placeholderData: keepPrevious ? (keepPreviousData as never) : (undefined as never),
  }) as Asked<N>;
}

/** A dry run as a reading: what an act would do, asked anew whenever its input or the books change. */
export function usePreview<N extends EndpointName>(
  name: N, input: Input<N> | undefined, { enabled = true }: { enabled?: boolean } = {},
): UseQueryResult<Preview<N>, Problem> {
  return useQuery<Preview<N>, Problem>({
    queryKey: [name, 'preview', input ?? null],
    queryFn: async ({ signal }) => (await call(name, input!, { dryRun: true, signal })) as Preview<N>,
    enabled: enabled && input !== undefined,
    retry: false, staleTime: 0,
  });
}

export type Act<N extends EndpointName> = {
  /** Does it. The same input after a failure goes under the same key, so it is never done twice. */
  run: (input: Input<N>, options?: { previewHash?: string }) => Promise<Answer<N> | undefined>;
  pending: boolean;
  problem: Problem | undefined;
  answer: Answer<N> | undefined;
  reset: () => void;
};

/** A change. `run` answers undefined when the server refused; the refusal is in `problem`. */
export function useAct<N extends EndpointName>(
  name: N, { onDone }: { onDone?: (answer: Answer<N>, input: Input<N>) => void } = {},
): Act<N> {
  const client = useQueryClient();
  const intent = useRef<{ text: string; key: string } | undefined>(undefined);
  const running = useRef<Promise<Answer<N>> | undefined>(undefined);
  const mutation = useMutation<Answer<N>, Problem, { input: Input<N>; previewHash?: string }>({
    mutationFn: ({ input, previewHash }) => {
      const text = JSON.stringify([input, previewHash]);
      if (intent.current?.text !== text) intent.current = { text, key: newKey() };
      return call(name, input, { key: intent.current.key, ...(previewHash === undefined ? {} : { previewHash }) });
    },
    onSuccess: () => {
      intent.current = undefined;
      // The preview of what has just been done would only be refused; it is asked anew where it is looked at again.
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'preview' });
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === 'preview', type: 'inactive' });
    },
  });
  const run: Act<N>['run'] = async (input, { previewHash } = {}) => {
    if (running.current) return undefined; // a double Enter is one act
    running.current = mutation.mutateAsync({ input, ...(previewHash === undefined ? {} : { previewHash }) });
    try {
      const answer = await running.current;
      onDone?.(answer, input);
      return answer;
    } catch (error) {
      if (error instanceof Problem) return undefined;
      throw error;
    } finally {
      running.current = undefined;
    }
  };
  return {
    run, pending: mutation.isPending, problem: mutation.error ?? undefined, answer: mutation.data,
    reset: () => mutation.reset(),
  };
}
