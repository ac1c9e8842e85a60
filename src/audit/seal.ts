import type { Database } from '../kernel/db.ts';
import { inTransaction } from '../kernel/db.ts';
import { sha256 } from '../kernel/token.ts';
import { GENESIS, type Seal, insertSeals, loadHead, lockChain, takeUnsealed } from './store.ts';

const BATCH = 1000;

/**
 * Chains the records that wait: each hash covers the hash before it and the record. Runs right after the operations,
 * in transactions of its own, so that payments of one organisation never queue for the head of the chain.
 * Returns how many records were sealed.
 */
export async function sealAudit(database: Database, orgId: string): Promise<number> {
  for (let total = 0; ;) {
    const sealed = await inTransaction(database, orgId, 'write', async (tx) => {
      await lockChain(tx, orgId);
      const head = await loadHead(tx, orgId);
      const records = await takeUnsealed(tx, orgId, BATCH);
      let { sequence, hash: previousHash } = head ?? { sequence: 0, hash: GENESIS };
      const seals: Seal[] = records.map((record) => {
        sequence += 1;
        const seal = { sequence, auditId: record.id, previousHash, hash: sha256(previousHash + record.digest) };
        previousHash = seal.hash;
        return seal;
      });
      if (seals.length > 0) await insertSeals(tx, orgId, seals);
      return seals.length;
    });
    total += sealed;
    if (sealed < BATCH) return total;
  }
}

/** Seals every organisation that has records waiting. */
export async function sealAll(database: Database): Promise<void> {
  const { rows } = await database.owner.query<{ org_id: string }>('select distinct org_id from audit_unsealed');
  for (const { org_id: orgId } of rows) await sealAudit(database, orgId);
}
