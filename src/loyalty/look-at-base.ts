/** Asks a base what it publishes and what it can do. */
import { type CheckFacts, type EntityFacts, fieldsOf } from './connection-check-rules.ts';
import { PURPOSES, type Purpose } from './connection-contract.ts';
import { refusalCodeOf } from './failures.ts';
import type { LoadedConnection } from './load-connection.ts';
import {
  type EntityMetadata, type Filter, type Metadata, type OneC, OneCFailure, openOneC,
} from '../integrations/onec/client.ts';

/** Somebody is waiting for the answer: a base that needs longer for one row will not do for a million. */
const PATIENCE = { timeoutMs: 20_000, pauseMs: 300 };

export async function lookAtBase(connection: LoadedConnection): Promise<CheckFacts> {
  try {
    const onec = openOneC({ ...PATIENCE, ...connection.settings });
    const metadata = await onec.metadata();
    const entities: EntityFacts[] = [];
    for (const purpose of PURPOSES) entities.push(await lookAt(onec, connection, purpose, metadata));
    return { problem: null, entities };
  } catch (error) {
    if (!(error instanceof OneCFailure)) throw error;
    return { problem: refusalCodeOf(error), entities: [] };
  }
}

async function lookAt(onec: OneC, connection: LoadedConnection, purpose: Purpose, metadata: Metadata): Promise<EntityFacts> {
  const { entity } = connection.mapping[purpose];
  const nothing: EntityFacts = {
    purpose, entity, status: 'NOT_PUBLISHED', missing: [], rows: null, capabilities: null, problem: null,
  };
  const fields = fieldsIn(metadata, entity);
  if (fields === undefined) return nothing;
  const missing = fieldsOf(connection.mapping, purpose).filter(({ field }) => !fields.has(field));
  try {
    const capabilities = await onec.probe(entity, questionOf(connection, purpose, fields));
    const rows = capabilities.count ? await onec.count(entity) ?? null : null;
    return { ...nothing, status: missing.length > 0 ? 'FIELDS_MISSING' : 'OK', missing, rows, capabilities };
  } catch (error) {
    // What concerns the whole base is said once; what concerns this entity does not stop the look at the others.
    if (!(error instanceof OneCFailure) || ['UNAUTHORISED', 'UNREACHABLE', 'TIMEOUT'].includes(error.code)) throw error;
    const status = error.code === 'NOT_PUBLISHED' || error.code === 'NO_RIGHTS' ? error.code : 'FAILED';
    return { ...nothing, status, missing, problem: refusalCodeOf(error) };
  }
}

/** The fields of a catalog or of a register's rows, whichever form it is published in; undefined when it is not. */
function fieldsIn(metadata: Metadata, entity: string): ReadonlySet<string> | undefined {
  const rows = metadata.get(`${entity}_RecordType`);
  const plain: EntityMetadata | undefined = metadata.get(entity);
  if (rows === undefined && plain === undefined) return undefined;
  const fields = new Set([...rows?.fields ?? [], ...plain?.fields ?? [], ...plain?.parts.get('RecordSet') ?? []]);
  // A register that only one kind of document writes names no kind: the client says `Recorder` for it.
  if (fields.has('Recorder_Key')) for (const field of ['Recorder', 'Recorder_Type']) fields.add(field);
  return fields;
}

/** What the synchronisation will ask, as far as the fields are there. */
function questionOf({ mapping }: LoadedConnection, purpose: Purpose, fields: ReadonlySet<string>) {
  const select = fieldsOf(mapping, purpose).map(({ field }) => field).filter((field) => fields.has(field));
  const at = purpose === 'purchases' || purpose === 'points' ? mapping[purpose].at : undefined;
  if (at === undefined) return { select, orderBy: ['Ref_Key'] };
  if (!fields.has(at)) return { select };
  const filter: Filter = { field: at, is: 'ge', value: { at: Temporal.PlainDateTime.from('2000-01-01T00:00:00') } };
  return { select, filter, orderBy: [at] };
}
