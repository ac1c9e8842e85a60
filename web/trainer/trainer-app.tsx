import { useQueryClient } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo } from 'react';
import { makeRouter } from '../app/router.tsx';
import { homeOf, trainerScreens } from '../app/screens.ts';
import { useLive } from '../lib/live.ts';
import { useSession } from '../lib/session.ts';
import { forgetOtherDays } from './kept.ts';
import { keepMe } from './offline-me.ts';
import { patchRoster } from './patch.ts';
import { startQueue } from './queue.ts';
import { Shell } from './shell.tsx';
import { keepShell } from './worker.ts';

export default function TrainerApp(): ReactNode {
  const { me, now, today } = useSession();
  const client = useQueryClient();
  useLive();
  useEffect(() => {
    // Where nothing can be kept, the product works as long as there is a network.
    void keepMe(me).then(() => forgetOtherDays(today)).catch(() => undefined);
  }, [me, today]);
  useEffect(() => void keepShell(), []);
  useEffect(() => startQueue({
    userId: me.user.id, now, onSent: (sent) => patchRoster(client, sent, today), onEmpty: () => void client.invalidateQueries(),
  }), [client, me.user.id, now, today]);
  const router = useMemo(() => makeRouter(trainerScreens, Shell, homeOf[me.user.role]), [me.user.role]);
  return <RouterProvider router={router} />;
}
