/** Looks at everything that must hold and can be looked at: the database's shape, and the books of every organisation. */
import type { Finding } from './doctor-rules.ts';
import { serverVersion } from './store.ts';
import { type OrganisationRow, listOrganisations } from '../access/store.ts';
import type { Proof } from '../audit/contract.ts';
import type { z } from 'zod';
import type { Database } from '../kernel/db.ts';
import { type MigrationState, migrationState } from '../kernel/migrate.ts';
import { refuseUnless } from '../kernel/refusal.ts';

type ProofResult = z.output<typeof Proof>;
export type Examined = {
  orgId: string; name: string; ok: boolean; checks: ProofResult['checks'];
  /** Why the books could not be looked at. */
  failure?: string;
};
export type Health = {
  ok: boolean;
  database: string;
  /** Everything around the books. */
  findings: Finding[];
  migrations: { ok: boolean } & MigrationState;
  organisations: Examined[];
};

/** How the books of one organisation are sealed and proven. */
export type Tools = {
  seal: (orgId: string) => Promise<unknown>;
  prove: (orgId: string) => Promise<Pick<ProofResult, 'ok' | 'checks'>>;
  /** Looks at the machine and the settings. */
  around?: () => Promise<Finding[]>;
};

/** Examines one organisation or all of them. Books in a shape that is not ours cannot be judged, so they wait. */
export async function examine(database: Database, tools: Tools, only?: string): Promise<Health> {
  const version = await serverVersion(database);
  const state = await migrationState(database);
  const migrations = { ok: state.problem === undefined && state.missing.length === 0, ...state };
  const organisations: Examined[] = [];
  let findings: Finding[] = [];
  if (migrations.ok) {
    findings = await tools.around?.() ?? [];
    for (const organisation of await chosen(database, only)) organisations.push(await examineOne(organisation, tools));
  }
  const ok = migrations.ok && organisations.every((organisation) => organisation.ok)
    && findings.every(({ severity }) => severity !== 'FAIL');
  return { ok, database: version, findings, migrations, organisations };
}

async function chosen(database: Database, only: string | undefined): Promise<OrganisationRow[]> {
  const all = await listOrganisations(database);
  if (only === undefined) return all;
  const found = all.filter(({ id }) => id === only.toLowerCase());
  refuseUnless(found.length > 0, 'NOT_FOUND');
  return found;
}

async function examineOne({ id: orgId, name }: OrganisationRow, { seal, prove }: Tools): Promise<Examined> {
  try {
    await seal(orgId);
    return { orgId, name, ...(await prove(orgId)) };
  } catch (error) {
    return { orgId, name, ok: false, checks: [], failure: error instanceof Error ? error.message : String(error) };
  }
}

/** 0: all is well; 1: something is wrong, or with `strict` only doubtful; 2: something could not be looked at. */
export function exitCodeOf({ ok, organisations, findings }: Health, strict = false): 0 | 1 | 2 {
  if (organisations.some(({ failure }) => failure !== undefined)) return 2;
  const doubtful = strict && findings.some(({ severity }) => severity === 'WARN');
  return ok && !doubtful ? 0 : 1;
}
