/** The product of the office: administrator, accountant, owner. */
import '@mantine/dates/styles.css';
import 'dayjs/locale/ru';
import { DatesProvider } from '@mantine/dates';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { makeRouter } from '../app/router.tsx';
import { homeOf, officeScreens } from '../app/screens.ts';
import { useChoice } from '../lib/choices.ts';
import { useSession } from '../lib/session.ts';
import { Shell } from './shell.tsx';

export default function OfficeApp(): ReactNode {
  const { me } = useSession();
  const language = useChoice('language');
  const router = useMemo(() => makeRouter(officeScreens, Shell, homeOf[me.user.role]), [me.user.role]);
  return (
    <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [0, 6] }}>
      <RouterProvider router={router} />
    </DatesProvider>
  );
}
