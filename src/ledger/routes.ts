import { changeSettings } from './change-settings.ts';

export const ledgerRoutes = [changeSettings];
