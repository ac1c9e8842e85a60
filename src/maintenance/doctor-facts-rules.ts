/** What is known about the installation when it is judged. */
export type Night = {
  name: string; status: 'RUNNING' | 'DONE' | 'FAILED' | 'MISSED' | null; date: string | null;
  /** Days since the newest night, or since the organisation began without one. */
  daysAgo: number | null;
};

export type Facts = {
  node: string; saldo: string; server: number;
  appRises: boolean; appOwns: boolean;
  /** The database is a server of one's own. */
  external: boolean; secretGiven: boolean;
  /** Whether the secret opens what was sealed; null when nothing was. */
  secretOpens: boolean | null;
  mailSet: boolean; wantMail: readonly string[];
  unknownZones: readonly { name: string; timeZone: string }[];
  disks: readonly { what: 'data' | 'backups'; folder: string; free: number; total: number }[];
  /** This machine's clock less the database's; the newest record less the database's now. */
  skewSeconds: number; aheadSeconds: number;
  queue: { waiting: number; oldestSeconds: number; failed: number; stuck: number } | undefined;
  deliveries: { waiting: number; oldestSeconds: number };
  hasOrganisations: boolean;
  backup: { hours: number; verdict: 'VERIFIED' | 'FAILED' | 'UNVERIFIED'; reason: string | null } | undefined;
  nights: readonly Night[];
  bundles: { folder: string; old: number; partial: number };
  stuckSyncs: readonly { name: string; minutes: number }[];
};
