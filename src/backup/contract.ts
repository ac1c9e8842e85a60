import { z } from 'zod';

/**
 * VERIFIED: restored into a scratch database, compared row by row and proven. FAILED: that was tried, and something is
 * wrong. UNVERIFIED: it could not be tried, or the operator did not want it.
 */
export const VERDICTS = ['VERIFIED', 'FAILED', 'UNVERIFIED'] as const;
export type Verdict = (typeof VERDICTS)[number];

const Name = z.string().min(1).max(100);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().min(0);

/** One table: its rows in the order of the primary key as PostgreSQL's COPY writes them, and the sum of that text. */
export const TableCopy = z.strictObject({
  name: z.string().regex(/^[a-z_][a-z0-9_]*$/), columns: z.array(Name).min(1), rows: Count, sha256: Sha256,
});
export type TableCopy = z.output<typeof TableCopy>;

/** What was found when the copy was restored into a scratch database. */
export const Verification = z.strictObject({
  verdict: z.enum(VERDICTS),
  at: z.iso.datetime(),
  /** Why it is not verified. */
  reason: z.string().nullable(),
  /** The invariants that did not hold, as "organisation: id title". */
  broken: z.array(z.string()),
});
export type Verification = z.output<typeof Verification>;

/** The file manifest.json: what the copy holds and what became of its verification. */
export const Manifest = z.strictObject({
  format: z.literal('saldo-backup-1'),
  program: z.string(),
  server: z.string(),
  database: z.string(),
  madeAt: z.iso.datetime(),
  migrations: z.array(z.strictObject({ name: z.string(), sha256: Sha256 })).min(1),
  organisations: z.array(z.string()),
  tables: z.array(TableCopy).min(1),
  sequences: z.array(z.strictObject({ name: Name, value: Count })),
  secret: z.strictObject({
    /** Tells one secret from another without giving it away; null when none was known. */
    fingerprint: z.string().nullable(),
    /** Whether the secret itself is in the copy, as the file `secret`. */
    carried: z.boolean(),
    /** Whether it opens what is sealed; null when nothing is. */
    opens: z.boolean().nullable(),
    /** Logins with a second factor: they need this secret. */
    logins: Count,
  }),
  verification: Verification,
});
export type Manifest = z.output<typeof Manifest>;
