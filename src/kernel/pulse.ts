/** The worker's heart: it beats while the work beside the requests goes on, and whoever asks is told how long ago. */
export type Pulse = {
  beat(): void;
  /** Seconds since the last beat; undefined before the first. */
  age(): number | undefined;
};

export function newPulse(): Pulse {
  let last: number | undefined;
  return {
    beat: () => {
      last = performance.now();
    },
    age: () => (last === undefined ? undefined : (performance.now() - last) / 1000),
  };
}

/** How the server is watched from outside. */
export type Watch = {
  /** The worker inside this server; undefined where none is to run. */
  pulse?: Pulse | undefined;
  /** The metrics as Prometheus reads them. */
  metrics(): Promise<string>;
  /** Who shows it may read them from another machine. */
  metricsToken?: string | undefined;
};
