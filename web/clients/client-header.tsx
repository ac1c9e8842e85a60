/** One sentence, one equation, and what can be done. */
import { ActionIcon, Badge, Button, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconCash, IconDots, IconFileInvoice, IconReportMoney, IconTicket } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWhy } from '../lib/why.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Amount } from '../ui/figures.tsx';
import { Refused } from '../ui/refused.tsx';
import { Chip } from '../ui/status.tsx';
import { told } from '../ui/undo.tsx';
import { clientWords } from './client-words.ts';
import { phoneText } from './people.ts';
import { personalWords } from './personal-words.ts';

type Client = Answer<'client.get'>;
type Card = Answer<'client.card'>;
type HeaderProps = { client: Client; card: Card | undefined; mayAct: boolean };

export function ClientHeader({ client, card, mayAct }: HeaderProps): ReactNode {
  const t = useWords(clientWords);
  const { id, phone, email, isActive } = client;
  return (
    <section className="card client-head">
      <div style={{ minWidth: 0 }}>
        <Group gap={6} mih={24}>
          {!isActive && <Chip kind="voided">{t('inactive')}</Chip>}
          {card?.students.filter((student) => student.isActive).map((student) => (
            <Badge key={student.id} variant="light" color="gray" c="var(--mantine-color-text)" tt="none" fw={500}>
              {student.age === null ? student.name : t('child', { name: student.name, age: student.age })}
            </Badge>
          ))}
          {card?.benefit && <Benefit benefit={card.benefit} />}
        </Group>
        <Text size="sm" c="dimmed" mt={4}>
          {[phone === null ? undefined : phoneText(phone), email, client.city].filter((part) => part).join(' · ')}
        </Text>
      </div>
      <Sentence client={client} figures={card?.figures} />
      <Actions id={id} isActive={isActive} mayAct={mayAct} owes={(card?.figures.toPay ?? 0) > 0} />
    </section>
  );
}

/** «Нужно доплатить 500,00 ₽ = К оплате 2 000,00 − Аванс 1 500,00». */
function Sentence({ client, figures }: { client: Client; figures: Card['figures'] | undefined }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  const why = useWhy();
  if (figures === undefined) return <div className="client-sum" />;
  const { toPay, credit, due, overdue } = figures;
  const words = toPay > 0 ? t('toPay', { sum: format.money(toPay) }) : credit > due
    ? t('creditLeft', { sum: format.money(credit) }) : t('settled');
  return (
    <div className="client-sum" data-sentence>
      <button type="button" className="plain-why num" data-money onClick={() => why('balance', client.id)}
        aria-keyshortcuts="F9"
        aria-label={`${words}. ${t('why')}`}>{words}</button>
      <Text size="sm" className="num" data-money
        style={{ whiteSpace: 'normal' }}>{t('equation', { due: format.money(due), credit: format.money(credit) })}</Text>
      {overdue > 0 && <Text size="sm" c="var(--saldo-bad)"
        className="num" data-money>{t('overdueOf', { sum: format.money(overdue) })}</Text>}
    </div>
  );
}

function Benefit({ benefit }: { benefit: NonNullable<Card['benefit']> }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  const { name, discountPercent, validUntil, hasDocument, inForce } = benefit;
  const percent = format.percent(discountPercent);
  const words = !inForce ? t('benefitOff', { name }) : validUntil === null ? t('benefit', { name, percent })
    : t('benefitUntil', { name, percent, day: format.day(validUntil) });
  return <Chip kind={inForce ? 'paid' : 'voided'}>{words} · {t(hasDocument ? 'withDocument' : 'noDocument')}</Chip>;
}

type ActionsProps = { id: string; isActive: boolean; mayAct: boolean; owes: boolean };
function Actions({ id, isActive, mayAct, owes }: ActionsProps): ReactNode {
  const t = useWords(clientWords);
  const go = useGo();
  const [, set] = useUrl();
  const off = isActive ? undefined : t('offDisabled');
  return (
    <Group gap="xs" className="noprint client-acts">
      {mayAct && (
        <>
          <ActButton leftSection={<IconCash size={16} aria-hidden />} variant={owes ? 'filled' : 'default'} keys="F4"
            onClick={() => go(`/desk?client=${id}&pay=1`)}>{t('pay')}</ActButton>
          <ActButton leftSection={<IconTicket size={16} aria-hidden />} variant={owes ? 'default' : 'filled'} keys="S"
            why={off}
            onClick={() => set({ sell: id })}>{t('sell')}</ActButton>
          <ActButton leftSection={<IconFileInvoice size={16} aria-hidden />} variant="default" why={off}
            onClick={() => go(`/invoices/new?client=${id}`)}>{t('invoice')}</ActButton>
        </>
      )}
      <Button variant="default" leftSection={<IconReportMoney size={16} aria-hidden />}
        onClick={() => go(`/clients/${id}/statement`)}>{t('statement')}</Button>
      {mayAct && <Further id={id} isActive={isActive} />}
    </Group>
  );
}

function Further({ id, isActive }: { id: string; isActive: boolean }): ReactNode {
  const t = useWords(clientWords);
  const p = useWords(personalWords);
  const { can } = useSession();
  const [, set] = useUrl();
  const act = useAct('client.update', {
    onDone: (client) => told(t(client.isActive ? 'switchedOn' : 'switchedOff'), () =>
      void act.run({ id, isActive: !client.isActive })),
  });
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <Tooltip label={t('more')}>
            <ActionIcon variant="default" size={36} aria-label={t('more')}><IconDots size={18} aria-hidden /></ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => set({ panel: 'edit' })}>{t('edit')}</Menu.Item>
          <Menu.Item onClick={() => set({ panel: 'benefit' })}>{t('changeBenefit')}</Menu.Item>
          <Menu.Item onClick={() => set({ panel: 'child' })}>{t('addChild')}</Menu.Item>
          <Menu.Item onClick={() => set({ panel: 'link' })}>{t('link')}</Menu.Item>
          {can('person.manage') && <Menu.Item onClick={() => set({ panel: 'personal' })}>{p('menu')}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item {...(isActive ? { color: 'red' } : {})} onClick={() => void act.run({ id, isActive: !isActive })}>
            {t(isActive ? 'switchOff' : 'switchOn')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Refused problem={act.problem} />
    </>
  );
}

/** A sum in the side of the page that explains itself. */
export function WhyAmount({ id, value }: { id: string; value: number }): ReactNode {
  const why = useWhy();
  return <Amount value={value} strong onWhy={() => why('invoice', id)} />;
}
