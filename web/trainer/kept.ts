/** Readings that are there without the network: the last answer is kept on the phone and shown when none comes. */
import { type QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type Answer, type EndpointName, type Input, Problem, call } from '../lib/api.ts';
import { useSession } from '../lib/session.ts';
import { forget, keysNow, read, write } from './store.ts';

type Kept<T> = { day: string; answer: T };
const keyOf = (name: string, input: unknown): string => `answer ${name} ${JSON.stringify(input)}`;
const isUnreachable = (error: unknown): boolean => error instanceof Problem && (error.status === 0 || error.status >= 500);

async function ask<N extends EndpointName>(name: N, input: Input<N>, day: string, signal?: AbortSignal): Promise<Answer<N>> {
  try {
    const answer = await call(name, input, signal === undefined ? {} : { signal });
    void keep(name, input, answer, day);
    return answer;
  } catch (error) {
    const kept = isUnreachable(error) ? await keptAnswer(name, input) : undefined;
    if (kept) return kept;
    throw error;
  }
}

/** Without a place to keep it the screen works as long as there is a network. */
export const keep = <N extends EndpointName>(name: N, input: Input<N>, answer: Answer<N>, day: string): Promise<void> =>
  write(keyOf(name, input), { day, answer } satisfies Kept<Answer<N>>).catch(() => undefined);

export const keptAnswer = async <N extends EndpointName>(name: N, input: Input<N>): Promise<Answer<N> | undefined> =>
  (await read<Kept<Answer<N>>>(keyOf(name, input)).catch(() => undefined))?.answer;

/** Yesterday's rosters are of no use any more. */
export async function forgetOtherDays(day: string): Promise<void> {
  const answers = (await keysNow()).filter((key) => key.startsWith('answer '));
  await Promise.all(answers.map(async (key) => {
    if ((await read<Kept<unknown>>(key))?.day !== day) await forget(key);
  }));
}

const optionsOf = <N extends EndpointName>(name: N, input: Input<N>, day: string) => ({
  queryKey: [name, input] as const, retry: false, networkMode: 'always' as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => ask(name, input, day, signal),
});

export function useKept<N extends EndpointName>(name: N, input: Input<N>): UseQueryResult<Answer<N>, Problem> {
  const { today } = useSession();
  return useQuery<Answer<N>, Problem>(optionsOf(name, input, today) as never);
}

/** Fetches what will be needed without the network. */
export const keepReady = <N extends EndpointName>(client: QueryClient, name: N, input: Input<N>, day: string): Promise<void> =>
  client.prefetchQuery(optionsOf(name, input, day) as never);
