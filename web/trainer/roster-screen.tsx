import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { useKept } from './kept.ts';
import { Roster } from './roster.tsx';
import { trainerWords } from './words.ts';

/** One training; somebody else's is answered with who leads it. */
export default function RosterScreen(): ReactNode {
  const { id = '' } = useParams({ strict: false });
  return <RosterPage name="roster" id={id} />;
}

export function RosterPage({ name, id, children }: { name: string; id: string; children?: ReactNode }): ReactNode {
  const t = useWords(trainerWords);
  const { data, error, refetch } = useKept('training.get', { id });
  const back = <To to="/today" style={{ display: 'inline-block', paddingBlock: 12 }}>{t('backToDay')}</To>;
  if (data) return <Page name={name} title={data.title}><Roster roster={data} />{children ?? back}</Page>;
  if (!error) return <Page name={name} title={t('today')} ready={false}><Waiting lines={8} height={56} /></Page>;
  if (error.status === 0) {
    return <Page name={name} title={t('notKept')}><Empty title="" text={t('notKeptText')}>{back}</Empty></Page>;
  }
  if (error.status === 404) {
    return <Page name={name} title={error.message}><Empty title="" text={error.hint ?? ''}>{back}</Empty></Page>;
  }
  return <Page name={name} title={t('today')}><Failed problem={error} retry={() => void refetch()} />{back}</Page>;
}
