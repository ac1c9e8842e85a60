import { listTrainers as endpoint } from './contract.ts';
import { listActiveTrainers } from './group-store.ts';
import { reading } from '../kernel/operation.ts';

export const listTrainers = reading(endpoint, async (context) => ({ trainers: await listActiveTrainers(context) }));
