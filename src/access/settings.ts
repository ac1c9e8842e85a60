import { settingsEndpoints } from './contract.ts';
import { reading } from '../kernel/operation.ts';

export const readSettings = reading(settingsEndpoints.get, async (context) => context.policy);
