/**
 * Does a task again and again, with a pause between the beginnings, until stopped; a failure is reported and the task
 * is tried again. The function that stops it waits for what is under way.
 */
export function repeat(
  pauseMs: number, task: () => Promise<unknown>, onError: (error: unknown) => void,
): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const begin = (): void => {
    if (busy) return;
    busy = true;
    running = task().catch(onError).finally(() => {
      busy = false;
    });
  };
  const timer = setInterval(begin, pauseMs);
  begin();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
