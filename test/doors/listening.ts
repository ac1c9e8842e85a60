/** A reader of server-sent events over a real connection. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';

export type Heard = { id: string; data: Record<string, unknown> };
export type Stream = {
  /** The changes and ticks so far. */
  all(): Heard[];
  /** Waits until what was heard is enough. */
  heard(enough: (all: Heard[]) => boolean): Promise<Heard[]>;
  resets(): number;
  text(): string;
  /** Waits for the end; gives the name of the last event before it, nothing when there was none of that kind. */
  end(): Promise<string>;
  close(): void;
};

/** Opens a stream and waits for its greeting; it ends with the test. */
export async function listen(app: FastifyInstance, key: string, lastEventId?: string): Promise<Stream> {
  const { port } = app.addresses()[0] as { port: number };
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const response = await fetch(`http://127.0.0.1:${port}/api/events`, {
    signal: ending.signal,
    headers: { authorization: `Bearer ${key}`, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
  });
  if (response.status !== 200) throw new Error(((await response.json()) as { code: string }).code);
  let text = '';
  let over = false;
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) text += chunk;
  })().catch(() => undefined).finally(() => {
    over = true;
  });
  const frames = () => text.split('\n\n').slice(0, -1).map((frame) =>
    Object.fromEntries(frame.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)])));
  const all = (): Heard[] => frames().filter((frame) => frame['data'] !== undefined && frame['event'] === undefined)
    .map(({ id = '', data = '' }) => ({ id, data: JSON.parse(data) as Record<string, unknown> }));
  const named = (name: string): number => frames().filter(({ event }) => event === name).length;
  while (named('hello') === 0 && !over) await sleep(5);
  return {
    all,
    heard: async (enough) => {
      for (const until = performance.now() + 10_000; performance.now() < until && !over; await sleep(10)) {
        if (enough(all())) return all();
      }
      throw new Error(`Heard only: ${text}`);
    },
    resets: () => named('reset'),
    text: () => text,
    end: async () => {
      await reading;
      return named('end') > 0 ? 'end' : '';
    },
    close: () => ending.abort(),
  };
}
