/** The connection to 1C as the work needs it: settings for `openOneC` and what things are called there. */
import type { Mapping, PointsStrategy } from './connection-contract.ts';
import { type ConnectionRow, findConnection } from './connection-store.ts';
import type { OneCSettings } from '../integrations/onec/client.ts';
import { loadConfig } from '../kernel/config.ts';
import type { Instant } from '../kernel/day.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';
import { openText } from '../kernel/sealed.ts';

export type LoadedConnection = {
  settings: OneCSettings;
  mapping: Mapping;
  /** The zone that 1C writes its moments in. */
  timeZone: string;
  pointsStrategy: PointsStrategy;
  packagingWords: readonly string[];
  pageSize: number;
  updatedAt: Instant;
};

/** Refuses with ONEC_NOT_CONNECTED. The settings hold the password: they are never logged and never kept. */
export async function loadConnection(context: Pick<Context, 'tx' | 'orgId' | 'secret'>): Promise<LoadedConnection> {
  const row = await findConnection(context);
  refuseUnless(row, 'ONEC_NOT_CONNECTED');
  return openedConnection(row, context.secret);
}

function openedConnection(row: ConnectionRow, secret: string): LoadedConnection {
  const { mapping, timeZone, pointsStrategy, packagingWords, pageSize, updatedAt, username } = row;
  const settings: OneCSettings = {
    baseUrl: loadConfig().onecBaseUrl ?? row.baseUrl, username, password: openText(secret, row.passwordSealed),
  };
  return { settings, mapping, timeZone, pointsStrategy, packagingWords, pageSize, updatedAt };
}
