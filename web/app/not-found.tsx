/** An address that leads nowhere, a screen for other roles, and one that broke: what happened and where to go. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useChoice } from '../lib/choices.ts';
import { useAsk } from '../lib/query.ts';
import { type Role, useSession } from '../lib/session.ts';
import { dictionary, useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';
import { homeOf } from './screens.ts';

const words = dictionary({
  title: 'Такой страницы нет', text: 'Адрес устарел или набран с ошибкой, либо эта страница не для вашей роли.', home: 'На главную',
  broken: 'Страница сломалась', brokenText: 'Деньги не изменились. Обновите страницу; если повторится — покажите этот текст администратору: {message}',
  reload: 'Обновить', notYours: 'Нет доступа к этой странице',
  forWhom: '{role, select, ADMIN {Её открывает только директор.} other {Её открывают администратор и директор.}}',
  askThem: 'Помочь может {names}.', ROLE_ADMIN: '{name} (директор)', ROLE_MANAGER: '{name} (администратор)',
}, {
  title: 'There is no such page', text: 'The address is old or mistyped, or this page is not for your role.', home: 'To the start',
  broken: 'The page broke', brokenText: 'No money moved. Reload; if it happens again, show this to an administrator: {message}',
  reload: 'Reload', notYours: 'You have no access to this page',
  forWhom: '{role, select, ADMIN {Only the director opens it.} other {The administrator and the director open it.}}',
  askThem: '{names} can help.', ROLE_ADMIN: '{name} (director)', ROLE_MANAGER: '{name} (administrator)',
});

export function NotFound(): ReactNode {
  const t = useWords(words);
  return (
    <Page name="not-found" title={t('title')}>
      <Empty title="" text={t('text')}><Button component="a" href="/">{t('home')}</Button></Empty>
    </Page>
  );
}

/** As many names as somebody reads before he goes and asks. */
const NAMES = 3;

/** A screen that is made for other roles: for which, and who of them is there. */
export function NotYours({ roles }: { roles: readonly Role[] }): ReactNode {
  const t = useWords(words);
  const language = useChoice('language');
  const { me } = useSession();
  const list = new Intl.ListFormat(language, { type: 'disjunction' });
  // Every role of the office reads reports, so these are its people; the screen's own roles are chosen among them.
  const people = useAsk('access.who-can', { permission: 'report.read' });
  const names = (people.data?.people ?? []).filter(({ role }) => roles.includes(role)).slice(0, NAMES)
    .map(({ firstName, role }) => t(role === 'ADMIN' ? 'ROLE_ADMIN' : 'ROLE_MANAGER', { name: firstName }));
  return (
    <Page name="not-yours" title={t('notYours')} ready={!people.isPending}>
      <Empty title={t('forWhom', { role: roles.includes('MANAGER') ? 'MANAGER' : 'ADMIN' })}
        text={names.length === 0 ? '\u00a0' : t('askThem', { names: list.format(names) })}>
        <Button component="a" href={homeOf[me.user.role]}>{t('home')}</Button>
      </Empty>
    </Page>
  );
}

export function Broken({ error }: { error: unknown }): ReactNode {
  const t = useWords(words);
  useEffect(() => console.error(error), [error]);
  return (
    <Page name="broken" title={t('broken')}>
      <Empty title="" text={t('brokenText', { message: error instanceof Error ? error.message : String(error) })}>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </Empty>
    </Page>
  );
}
