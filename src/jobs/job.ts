import type { z } from 'zod';
import type { Decision, JobError } from './contract.ts';
import type { JobName } from './rules.ts';
import type { Day } from '../kernel/day.ts';
import type { Database } from '../kernel/db.ts';
import type { Call } from '../kernel/operation.ts';
import type { Policy } from '../kernel/policy.ts';
import type { NewNotice } from '../notices/store.ts';

/** What a job has to work with. It is not one transaction: it runs operations, as the system's user. */
export type JobContext = Readonly<{
  database: Database;
  call: Call;
  /** The local date that the run is for. */
  date: Day;
  runId: string;
  policy: Policy;
  onProgress?: (done: number, all: number) => void;
}>;

export type JobOutcome = Readonly<{
  metrics: Readonly<Record<string, number>>;
  errors: readonly JobError[];
  /** What somebody has to be told; written together with the end of the run. */
  notices?: readonly NewNotice[];
}>;
export type JobPreview = JobOutcome & Readonly<{ decisions?: readonly z.output<typeof Decision>[] }>;

/** One job: its names for people and what it does. */
export type Job = Readonly<{
  name: JobName;
  ru: string;
  en: string;
  /** Whether it can have anything to do under the policy. */
  appliesTo(policy: Policy): boolean;
  run(job: JobContext): Promise<JobOutcome>;
  /** What it would do, without doing it. */
  preview?(job: Omit<JobContext, 'runId'>): Promise<JobPreview>;
  /** It only looks at how things are, so on the way of a sandbox clock its last run says all. */
  looksOnly?: true;
}>;
