import { type Role, scopeOf } from '../kernel/permissions.ts';

/** One change of the organisation, as the audit trail has it. */
export type Change = {
  operation: string; entityType: string; entityId: string | null; clientId: string | null; actorId: string; at: string;
};
/** What one reader is told of it: all of it, that something changed (a bare tick), or nothing. */
export type Told = { [K in keyof Change]: Change[K] | null } | 'tick' | undefined;
export type Reader = { userId: string; role: Role; clientId?: string };

/**
 * LIV-1. Whoever may read the audit trail is told what was done to what and by whom. All others are told of what is
 * their own or what they did themselves, without the ids of others; a family hears nothing of other clients, and of
 * everything else only that something changed.
 * ru: Кому открыт журнал, узнаёт, что, с чем и кем сделано. Остальные узнают о своём и о сделанном ими самими, без чужих
 * идентификаторов; о других клиентах семья не узнаёт ничего, обо всём прочем — только что что-то изменилось.
 * Source: 3.9, S3-002, ux A2, issue 4.
 */
export function toldTo(reader: Reader, change: Change): Told {
  if (scopeOf('audit.read', reader.role, false) === 'all') return change;
  const isMine = change.clientId !== null && change.clientId === reader.clientId;
  const byMe = change.actorId === reader.userId;
  if (isMine || byMe) {
    return { ...change, clientId: isMine ? change.clientId : null, actorId: byMe ? change.actorId : null };
  }
  return reader.role === 'CLIENT' && change.clientId !== null ? undefined : 'tick';
}
