import type { TestProject } from 'vitest/node';
import { startTestServer } from './database.ts';

/** Vitest calls this once for the run: it starts the database server and tells every test where it is. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...server } = await startTestServer();
  project.provide('testServer', server);
  return stop;
}
