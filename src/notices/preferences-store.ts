import { LANGUAGES, type Preferences } from './contract.ts';
import type { Context } from '../kernel/operation.ts';
import { bool, nullable, oneOf, select, sql, text } from '../kernel/sql.ts';

const PreferenceColumns = {
  language: oneOf(...LANGUAGES), email: bool, sms: bool, telegram: bool, quietFrom: nullable(text),
  quietUntil: nullable(text),
};

/** What the client has said about being told; undefined when nothing. */
export const loadPreferences = ({ tx, orgId }: Context, clientId: string): Promise<Preferences | undefined> =>
  tx.maybe(PreferenceColumns, sql`
    select ${select(PreferenceColumns)} from notice_preferences where org_id = ${orgId} and client_id = ${clientId}`);

export const upsertPreferences = ({ tx, orgId }: Context, clientId: string, row: Preferences): Promise<number> =>
  tx.run(sql`
    insert into notice_preferences (org_id, client_id, ${select(PreferenceColumns)})
    values (${orgId}, ${clientId}, ${row.language}, ${row.email}, ${row.sms}, ${row.telegram}, ${row.quietFrom},
            ${row.quietUntil})
        on conflict (org_id, client_id) do update
       set language = excluded.language, email = excluded.email, sms = excluded.sms, telegram = excluded.telegram,
           quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until`);
