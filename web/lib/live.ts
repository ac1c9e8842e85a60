/** Live: what others do is seen here within a second. An event says only what changed; the screen asks anew. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useSession } from './session.ts';

/** Many changes in a row are one look. */
const GATHER_MS = 150;
/** After an answer that is no stream (a server that starts anew) the browser gives up by itself. */
const OPEN_AGAIN_MS = 3000;

/**
 * The areas that only certain operations change, by the first word of both: prices are not asked for again after a
 * payment. Every other answer may depend on anything, and is asked for again after every change.
 */
const CHANGED_BY: Readonly<Record<string, readonly string[]>> = {
  settings: ['settings'], service: ['service'], 'subscription-type': ['subscription-type'], room: ['room'], benefit: ['benefit'],
  organisation: ['organisation', 'period', 'sandbox'], branch: ['branch'], term: ['term'],
  'notice-template': ['notice-template'], user: ['user', 'client-access', 'me'], 'api-key': ['api-key'],
  // The proof goes over everything there is; it is made anew when somebody asks for it.
  proof: [],
};
/** What nothing but the journal shows. */
const QUIET = new Set(['session', 'me', 'api-key']);
/** After these the person may do something else than before. */
const OF_SESSION = new Set(['settings', 'organisation', 'user', 'sandbox', 'period']);

const areaOf = (name: string): string => name.split('.')[0] ?? name;

/** Whether an answer may be another one after these operations; `undefined` is one that nobody told the name of. */
export function mayHaveChanged(endpoint: string, operations: ReadonlySet<string | undefined>): boolean {
  const area = areaOf(endpoint);
  const only = CHANGED_BY[area];
  return [...operations].some((operation) => {
    if (operation === undefined) return area !== 'proof';
    const by = areaOf(operation);
    if (only) return only.includes(by);
    return !QUIET.has(by) || area === 'audit';
  });
}

/** Listens while the component is there; the browser reconnects by itself and is told what it missed. */
export function useLive(): void {
  const client = useQueryClient();
  const { reload } = useSession();
  const onSession = useRef(reload);
  onSession.current = reload;
  useEffect(() => follow(client, () => void onSession.current().catch(() => undefined)), [client]);
}

function follow(client: QueryClient, onSession: () => void): () => void {
  const heard = new Set<string | undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;
  let greeted = false;
  const look = (): void => {
    timer = undefined;
    const operations = new Set(heard);
    heard.clear();
    void client.invalidateQueries({ predicate: ({ queryKey }) => mayHaveChanged(String(queryKey[0]), operations) });
    if ([...operations].some((operation) => operation !== undefined && OF_SESSION.has(areaOf(operation)))) onSession();
  };
  const hear = (operation: string | undefined): void => {
    heard.add(operation);
    timer ??= setTimeout(look, GATHER_MS);
  };
  const open = (): void => {
    const stream = new EventSource('/api/events');
    source = stream;
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const { operation } = JSON.parse(data) as { operation?: string | null };
      hear(operation ?? undefined);
    });
    stream.addEventListener('reset', () => hear(undefined));
    // What was answered before the stream was there may have changed in between; later gaps the server fills itself.
    stream.addEventListener('hello', () => {
      if (!greeted) {
        void client.invalidateQueries({ predicate: ({ queryKey, state }) => state.fetchStatus === 'idle' && queryKey[0] !== 'proof.get' });
      }
      greeted = true;
    });
    stream.addEventListener('end', () => {
      stream.close();
      window.dispatchEvent(new Event('saldo:signed-out'));
    });
    stream.addEventListener('error', () => {
      if (stream.readyState !== EventSource.CLOSED) return;
      greeted = false;
      again = setTimeout(open, OPEN_AGAIN_MS);
    });
  };
  open();
  return () => {
    source?.close();
    clearTimeout(timer);
    clearTimeout(again);
  };
}
