import { readSetup, tellDemo } from './first-visit.ts';

export const demoRoutes = [readSetup, tellDemo];
