/** Keeps who is signed in, and lets the screens know when that ends. */
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Permission, type Scope } from '../../src/kernel/permissions.ts';
import { call } from '../lib/api.ts';
import { type Me, type Session, SessionContext } from '../lib/session.ts';

/** What is unfinished stays on the screen: an ended session is told, and signing in again goes on at this address. */
export function SessionProvider({ first, children }: { first: Me; children: ReactNode }): ReactNode {
  const [me, setMe] = useState(first);
  const came = useRef(Date.now());
  const reload = useCallback(async () => {
    const next = await call('me.get', {});
    came.current = Date.now();
    setMe(next);
  }, []);
  useEffect(() => {
    const ended = (): void => window.location.reload();
    window.addEventListener('saldo:signed-out', ended);
    return () => window.removeEventListener('saldo:signed-out', ended);
  }, []);
  const session = useMemo<Session>(() => {
    const { organisation, permissions } = me;
    const now = (): string => {
      const passed = organisation.sandbox ? 0 : Date.now() - came.current;
      return new Date(Date.parse(organisation.now) + passed).toISOString();
    };
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: organisation.timeZone });
    return {
      me, reload, now, can: (permission: Permission): Scope | undefined => permissions[permission],
      get today() { return day.format(new Date(now())); },
    };
  }, [me, reload]);
  return <SessionContext value={session}>{children}</SessionContext>;
}
