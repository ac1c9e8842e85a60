import { moveClock } from './clock.ts';
import { getRun, listDecisions, listJobs, listRuns } from './read-jobs.ts';
import { runJobByHand } from './run-by-hand.ts';

export const jobRoutes = [listJobs, runJobByHand, listRuns, getRun, listDecisions, moveClock];
