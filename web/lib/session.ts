/** Who sits here, in which organisation, and what he may do. */
import { createContext, useContext } from 'react';
import type { Permission, Scope } from '../../src/kernel/permissions.ts';
import type { Answer } from './api.ts';

export type Me = Answer<'me.get'>;
export type Role = Me['user']['role'];
export type Session = {
  me: Me;
  /** What the role may reach under a permission; undefined: nothing, and the server would refuse. */
  can: (permission: Permission) => Scope | undefined;
  /** The organisation's day, `2026-03-05`: a sandbox has a clock of its own. */
  today: string;
  /** The organisation's present moment as ISO text. */
  now: () => string;
  reload: () => Promise<void>;
};

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside a session');
  return session;
}

/** The organisation's time zone; Moscow before anybody has signed in. */
export const useTimeZone = (): string => useContext(SessionContext)?.me.organisation.timeZone ?? 'Europe/Moscow';
