import type { TestProject } from 'vitest/node';
import { startRun } from './run.ts';

/** Vitest calls this once for the run: the browser, the built web and the year of life are there before any test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...run } = await startRun();
  project.provide('webRun', run);
  return stop;
}
