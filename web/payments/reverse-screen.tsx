import { Button, Group, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { methodWords } from '../ui/words.ts';
import { FixForm } from './fix-form.tsx';
import { ReverseForm } from './reverse-form.tsx';
import { ReverseResult } from './reverse-result.tsx';
import { reverseWords } from './reverse-words.ts';
import './reverse.css';

type Payment = Answer<'payment.get'>['payment'];
export type Done = { reversal: Answer<'payment.reverse'>; taken?: Answer<'payment.register'> };

export default function ReverseScreen(): ReactNode {
  const t = useWords(reverseWords);
  const format = useFormat();
  const { can } = useSession();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const [{ fix }] = useUrl();
  const payment = useAsk('payment.get', { id }, { keepPrevious: false });
  const [done, setDone] = useState<Done | undefined>(undefined);
  const sum = format.money(payment.data?.payment.amount ?? 0);
  const isFix = fix === '1' && can('payment.register') !== undefined;
  const title = done ? t(done.taken ? 'fixDone' : 'done', { sum }) : t(isFix ? 'fixTitle' : 'title', { sum });
  return (
    <Page name="reverse" title={title} ready={payment.data !== undefined}>
      <Loaded query={payment} lines={8} height={48}>
        {({ payment: found }) => (done ? <ReverseResult done={done} /> : (
          <>
            <About payment={found} />
            <Body payment={found} isFix={isFix} onDone={setDone} />
          </>
        ))}
      </Loaded>
    </Page>
  );
}

function About({ payment }: { payment: Payment }): ReactNode {
  const t = useWords(reverseWords);
  const method = useWords(methodWords);
  const format = useFormat();
  return (
    <Text mb="md" c="dimmed">
      {t('accepted', { method: method(payment.method), at: format.moment(payment.createdAt), who: payment.receivedBy })}
      {' · '}<To to={`/clients/${payment.clientId}`} underline="always">{payment.clientName}</To>
    </Text>
  );
}

function Body({ payment, isFix, onDone }: { payment: Payment; isFix: boolean; onDone: (done: Done) => void }): ReactNode {
  const t = useWords(reverseWords);
  const { can } = useSession();
  const go = useGo();
  if (!can('payment.reverse')) return <WhoCan />;
  if (payment.status === 'REVERSED') {
    return (
      <Empty title={t('already')}>
        <Button variant="default" onClick={() => go(`/payments/${payment.id}`)}>{t('toPayment')}</Button>
      </Empty>
    );
  }
  return isFix ? <FixForm payment={payment} onDone={onDone} /> : <ReverseForm payment={payment} onDone={onDone} />;
}

/** Whoever may not is told who may, by name. */
export function WhoCan(): ReactNode {
  const t = useWords(reverseWords);
  const { language } = useFormat();
  const who = useAsk('access.who-can', { permission: 'payment.reverse' });
  return (
    <Loaded query={who} lines={1}>
      {({ people }) => {
        const names = people.map(({ firstName, role }) => t(`ROLE_${role}` as 'ROLE_ADMIN', { name: firstName }));
        const list = new Intl.ListFormat(language, { type: 'disjunction' }).format(names);
        return (
          <Group gap="xs" data-who-can>
            <Empty title={t('whoCan', { count: people.length, names: list })} text={t('ask')} />
          </Group>
        );
      }}
    </Loaded>
  );
}
