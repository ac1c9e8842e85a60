import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Amount, DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { firstNameOf, phoneText } from './people.ts';
import { listWords } from './words.ts';

export type ClientRow = Answer<'client.list'>['clients'][number];

/** The columns of the file. On the screen the benefit stands beneath the name: ten columns are more than a desk has. */
export function useClientColumns(): readonly Column<ClientRow>[] {
  const t = useWords(listWords);
  const format = useFormat();
  const why = useWhy();
  return useMemo<readonly Column<ClientRow>[]>(() => [
    { key: 'name', title: t('name'), sort: 'name', value: ({ name }) => name,
      cell: ({ id, name, isActive, benefitCategory }) => (
        <>
          <To to={`/clients/${id}`} fw={500} style={{ whiteSpace: 'nowrap' }}>{name}</To>
          {!isActive && <Text span size="xs" c="dimmed"> · {t('inactive')}</Text>}
          {benefitCategory !== null && <Text size="xs" c="dimmed">{benefitCategory.name} −{format.percent(benefitCategory.discountPercent)}</Text>}
        </>
      ) },
    { key: 'students', title: t('students'), value: ({ students }) => students.map(({ name }) => name).join(', '),
      second: true,
      cell: ({ students }) => <span
        title={students.map(({ name }) => name).join(', ')}>{students.map(({ name }) =>
        firstNameOf(name)).join(', ')}</span> },
    { key: 'phone', title: t('phone'), value: ({ phone }) => phone, cell: ({ phone }) =>
      <span className="num">{phone === null ? t('noPhone') : phoneText(phone)}</span> },
    { key: 'city', title: t('cityColumn'), second: true, value: ({ city }) => city,
      cell: ({ city }) => (city === null ? null : <span className="one-line" style={{ maxWidth: '6.5rem' }} title={city}>{city}</span>) },
    { key: 'toPay', title: t('toPay'), sort: 'toPay', align: 'right', value: ({ toPay }) => toPay,
      cell: ({ id, toPay }) => <Amount value={toPay} strong={toPay > 0} tone={toPay > 0 ? undefined : 'dimmed'}
        onWhy={() => why('balance', id)} /> },
    { key: 'overdue', title: t('overdue'), sort: 'overdue', align: 'right', value: ({ overdue }) => overdue, second: true,
      cell: ({ overdue }) => <Amount value={overdue} tone={overdue > 0 ? 'bad' : 'dimmed'} /> },
    { key: 'credit', title: t('credit'), align: 'right', value: ({ credit }) => credit, second: true,
      cell: ({ credit }) => <Amount value={credit} tone={credit > 0 ? undefined : 'dimmed'} /> },
    { key: 'passes', title: t('passes'), second: true, value: ({ activePasses }) => activePasses,
      cell: ({ activePasses }) => <span className="num">{activePasses}</span> },
    { key: 'lastVisit', title: t('lastVisit'), sort: 'lastVisit', second: true, value: ({ lastVisit }) =>
      (lastVisit === null ? null : format.day(lastVisit)),
      cell: ({ lastVisit }) => (lastVisit === null ? <Text span size="sm" c="dimmed">{t('never')}</Text>
        : <DayText value={lastVisit} />) },
    { key: 'benefit', title: t('benefit'), second: true, value: ({ benefitCategory }) => benefitCategory?.name ?? null,
      cell: () => null },
  ], [t, format, why]);
}
