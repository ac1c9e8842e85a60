/** A student, his payer and how to reach him: the same in every list of people. */
import { Anchor } from '@mantine/core';
import { phoneText } from '../clients/people.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import type { Column } from '../ui/list.tsx';
import { reportWords } from './words.ts';

type Person = { studentName: string; clientId: string; clientName: string; phone: string | null };

export function usePersonColumns(): Column<Person>[] {
  const t = useWords(reportWords);
  return [
    { key: 'student', title: t('student'), value: (row) => row.studentName, cell: (row) => row.studentName },
    { key: 'client', title: t('client'), value: (row) => row.clientName, cell: (row) => <To to={`/clients/${row.clientId}`} c="inherit">{row.clientName}</To> },
    { key: 'phone', title: t('phone'), value: (row) => row.phone,
      cell: (row) => (row.phone === null ? '—' : <Anchor className="num" href={`tel:${row.phone}`}>{phoneText(row.phone)}</Anchor>) },
  ];
}
