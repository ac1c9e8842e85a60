/** What should be in order before a period is closed: each line leads to its rows. */
import { Stack, Text, Title } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { periodWords } from './period-words.ts';

export function Checklist({ through }: { through: string | undefined }): ReactNode {
  const t = useWords(periodWords);
  const until = through === undefined ? {} : { toDate: through };
  const shifts = useAsk('shift.list', { open: 'true', limit: 1 } as never);
  const partial = useAsk('invoice.list', { status: 'PARTIALLY_PAID', limit: 1, ...until });
  const drafts = useAsk('invoice.list', { status: 'DRAFT', limit: 1, ...until });
  const proof = useAsk('proof.get', {});
  const toDate = through === undefined ? '' : `&toDate=${through}`;
  const broken = proof.data?.checks.filter(({ ok }) => !ok).length;
  const counted = (count: number | undefined, words: 'shifts' | 'partial' | 'drafts', to: string) =>
    count === undefined ? undefined : { ok: count === 0, text: t(words, { count }), to };
  const lines = [
    counted(shifts.data?.pagination.total, 'shifts', '/shift'),
    counted(partial.data?.pagination.total, 'partial', `/invoices?status=PARTIALLY_PAID${toDate}`),
    counted(drafts.data?.pagination.total, 'drafts', `/invoices?status=DRAFT${toDate}`),
    broken === undefined ? undefined : { ok: broken === 0, text: broken === 0 ? t('proofOk') : t('proofBad', { count: broken }), to: '/proof' },
  ];
  return (
    <div>
      <Title order={3} mb={4}>{t('checklist')}</Title>
      <Stack gap={0} mih={128} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
        {lines.map((line, index) => (
          <li key={index} style={{ display: 'flex', gap: 8, alignItems: 'center', minHeight: 32 }}>
            {line && (
              <>
                {line.ok ? <IconCircleCheck size={18} color="var(--saldo-good)" aria-label={t('ok')} role="img" />
                  : <IconAlertCircle size={18} color="var(--saldo-bad)" aria-label={t('attention')} role="img" />}
                <To to={line.to} c="inherit">{line.text}</To>
              </>
            )}
          </li>
        ))}
      </Stack>
      <Text size="xs" c="dimmed">{t('advice')}</Text>
    </div>
  );
}
