import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { makeRouter } from '../app/router.tsx';
import { familyScreens, homeOf } from '../app/screens.ts';
import { useLive } from '../lib/live.ts';
import { useSession } from '../lib/session.ts';
import { Shell } from './shell.tsx';

export default function FamilyApp(): ReactNode {
  const { me } = useSession();
  useLive();
  const router = useMemo(() => makeRouter(familyScreens, Shell, homeOf[me.user.role]), [me.user.role]);
  return <RouterProvider router={router} />;
}
