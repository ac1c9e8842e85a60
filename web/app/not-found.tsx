/** An address that leads nowhere, and a screen that broke: what happened and where to go. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { dictionary, useWords } from '../lib/words.ts';
import { Page } from '../ui/page.tsx';
import { Empty } from '../ui/states.tsx';

const words = dictionary({
  title: 'Такой страницы нет', text: 'Адрес устарел или набран с ошибкой, либо эта страница не для вашей роли.', home: 'На главную',
  broken: 'Страница сломалась', brokenText: 'Деньги не изменились. Обновите страницу; если повторится — покажите этот текст администратору: {message}',
  reload: 'Обновить',
}, {
  title: 'There is no such page', text: 'The address is old or mistyped, or this page is not for your role.', home: 'To the start',
  broken: 'The page broke', brokenText: 'No money moved. Reload; if it happens again, show this to an administrator: {message}',
  reload: 'Reload',
});

export function NotFound(): ReactNode {
  const t = useWords(words);
  return (
    <Page name="not-found" title={t('title')}>
      <Empty title="" text={t('text')}><Button component="a" href="/">{t('home')}</Button></Empty>
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
