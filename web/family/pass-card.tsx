/** A pass as tickets: what is left is seen before it is read. */
import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useSession } from '../lib/session.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { Initial } from './booking-row.tsx';
import type { Child, Pass } from './family.ts';
import { familyWords } from './words.ts';

const MOST_TICKETS = 24;

export function PassCard({ pass, child, several }: { pass: Pass; child: Child | undefined; several: boolean }): ReactNode {
  const t = useWords(familyWords);
  const format = useFormat();
  const { can } = useSession();
  const why = useWhy();
  const { name, sessionsLeft, sessionsTotal, endDate, startDate, status, isFrozen, freezeEnd } = pass;
  const counted = sessionsLeft !== null && sessionsTotal !== null;
  const left = counted ? t('left', { left: sessionsLeft, total: sessionsTotal }) : t('unlimited');
  const state = status === 'PENDING' ? t('notPaid') : isFrozen && freezeEnd !== null ? t('frozenTill', { day: format.day(freezeEnd) }) : undefined;
  const dates = status === 'PENDING' ? t('fromDay', { day: format.day(startDate) }) : t('tillDay', { day: format.day(endDate) });
  return (
    <li data-pass={pass.id} style={{ display: 'flex', gap: 12, paddingBlock: 10 }}>
      {several && child && <Initial child={child} />}
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600}>{name}{several && child ? ` · ${child.name}` : ''}</Text>
        <Text className="num" style={{ whiteSpace: 'normal' }}>
          {counted && can('explain.read') !== undefined ? (
            <UnstyledButton fz="md" mih={24} td="underline dotted" style={{ textUnderlineOffset: 3 }} aria-label={`${left}. ${t('why')}`}
              onClick={() => why('subscription', pass.id)}>{left}</UnstyledButton>
          ) : left} · {dates}
        </Text>
        {state !== undefined && <Text size="sm" c="dimmed">{state}</Text>}
        {counted && sessionsTotal > 0 && sessionsTotal <= MOST_TICKETS && status === 'ACTIVE' && <Tickets left={sessionsLeft} total={sessionsTotal} />}
      </div>
    </li>
  );
}

function Tickets({ left, total }: { left: number; total: number }): ReactNode {
  return (
    <div aria-hidden style={{ display: 'flex', flexWrap: 'wrap', gap: 4, marginTop: 6 }}>
      {Array.from({ length: total }, (_none, index) => (
        <span key={index} style={{
          width: 16, height: 16, borderRadius: 4, border: '1.5px solid var(--mantine-color-anchor)',
          background: index < left ? 'var(--mantine-color-anchor)' : 'transparent', opacity: index < left ? 1 : 0.45,
        }} />
      ))}
    </div>
  );
}
