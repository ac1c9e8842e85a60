/** Work that runs side by side where it may, and in order where two pieces touch the same thing. */
export type Lane = {
  /** What the work touches: two pieces that share a name run one after the other, in the order of the list. */
  touches: readonly string[];
  run: () => Promise<void>;
};

/** Does it all, so many at a time; after the first failure nothing more is begun. */
export async function sideBySide(lanes: readonly Lane[], width: number): Promise<void> {
  const last = new Map<string, Promise<void>>();
  const place = places(width);
  let failed = false;
  const all = lanes.map(({ touches, run }) => {
    const before = [...new Set(touches.flatMap((name) => last.get(name) ?? []))];
    const mine = Promise.all(before).then(() => place(async () => {
      if (failed) return;
      await run().catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }));
    for (const name of touches) last.set(name, mine);
    return mine;
  });
  await Promise.allSettled(all);
  await Promise.all(all);
}

/** So many places to work at; whoever finds none free waits for his turn. */
function places(count: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
