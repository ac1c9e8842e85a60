/** Selling a pass: which kind, for whom, into which group, from when. */
import '../clients/clients.css';
import { Button, Checkbox, Group, Radio, Select, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { type Format, useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useKeys } from '../lib/keys.ts';
import { useAct, useAsk, usePreview } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { type Say, useWords } from '../lib/words.ts';
import { DayField } from '../ui/day-field.tsx';
import { Empty, Failed, Waiting } from '../ui/states.tsx';
import { type Card, Ends, Totals, Whom, firstStudent, useAfterSale } from './sell-parts.tsx';
import { sellWords } from './sell-words.ts';

type Kind = Answer<'subscription-type.list'>['subscriptionTypes'][number];
type GroupRow = Answer<'group.list'>['groups'][number];
type Last = Answer<'subscription.list'>['subscriptions'][number] | undefined;
const FIRST = 5;

export function SellPass({ card, last }: { card: Card; last: Last }): ReactNode {
  const t = useWords(sellWords);
  const go = useGo();
  const kinds = useAsk('subscription-type.list', { active: 'true', sort: 'recent', limit: 100 });
  const groups = useAsk('group.list', { active: 'true', limit: 100 });
  if (kinds.error) return <Failed problem={kinds.error} retry={() => void kinds.refetch()} />;
  if (kinds.data === undefined || groups.isPending) return <Waiting lines={8} />;
  if (kinds.data.subscriptionTypes.length === 0) {
    return <Empty title={t('noKinds')} text={t('noKindsText')}><Button
      onClick={() => go('/settings/passes')}>{t('toKinds')}</Button></Empty>;
  }
  return <Form card={card} last={last} kinds={recommended(kinds.data.subscriptionTypes, last)}
    groups={groups.data?.groups ?? []} />;
}

/** What this client bought last stands first, then what was sold last to anybody. */
const recommended = (kinds: readonly Kind[], last: Last): Kind[] =>
  kinds.toSorted((a, b) => Number(b.id === last?.subscriptionTypeId) - Number(a.id === last?.subscriptionTypeId));

/** The group of the last pass, or the only one that the kind is good for. */
function groupFor(kind: Kind, last: Last): string {
  if (last?.subscriptionTypeId === kind.id && last.groupId !== null
    && (kind.groupIds === null || kind.groupIds.includes(last.groupId))) return last.groupId;
  return kind.groupIds?.length === 1 ? kind.groupIds[0]! : '';
}

const isFull = ({ capacity, activeMembers }: GroupRow): boolean => capacity !== null && activeMembers >= capacity;
function groupText(group: GroupRow, t: Say<keyof (typeof sellWords)['ru']>): string {
  const { name, capacity, activeMembers, waitingMembers } = group;
  if (capacity === null) return t('open', { name });
  return isFull(group) ? t('full', { name, waiting: waitingMembers })
    : t('free', { name, free: capacity - activeMembers, capacity });
}

function termsOf({ price, sessionsPerPeriod, periodMonths }: Kind, t: Say<keyof (typeof sellWords)['ru']>,
  format: Format): string {
  const terms = { sum: format.money(price), months: periodMonths };
  return sessionsPerPeriod === null ? t('termsFree', terms) : t('terms', { ...terms, sessions: sessionsPerPeriod });
}

type FormProps = { card: Card; last: Last; kinds: readonly Kind[]; groups: readonly GroupRow[] };
function Form({ card, last, kinds, groups }: FormProps): ReactNode {
  const t = useWords(sellWords);
  const { today } = useSession();
  const [kind, setKind] = useState(kinds[0]!);
  const [studentId, setStudent] = useState(card.students.some(({ id, isActive }) => isActive && id === last?.studentId)
    ? last!.studentId : firstStudent(card));
  const [groupId, setGroup] = useState(groupFor(kind, last));
  const [start, setStart] = useState<string | undefined>(today);
  const [waits, setWaits] = useState(true);
  const [extra, setExtra] = useState('');
  const group = groups.find(({ id }) => id === groupId);
  // Who is in the group already needs no place in it.
  const isMember = last?.groupId === groupId && last.studentId === studentId && last.status === 'ACTIVE';
  const input: Input<'subscription.sell'> = {
    subscriptionTypeId: kind.id, ...(studentId === '' ? { clientId: card.client.id } : { studentId }),
    ...(groupId === '' ? {} : { groupId }),
    ...(start === undefined ? {} : { startDate: start }),
    ...(group && isFull(group) && waits && !isMember ? { waitingList: true } : {}),
    ...(extra === '' ? {} : { items: [{ serviceId: extra }] }),
  };
  const preview = usePreview('subscription.sell', input);
  const after = useAfterSale();
  const pays = useRef(true);
  const act = useAct('subscription.sell',
    { onDone: ({ invoice, subscription }) => after(invoice, subscription.name, pays.current) });
  const sell = (pay: boolean): void => {
    if (preview.data === undefined || preview.isPlaceholderData) return;
    pays.current = pay;
    void act.run(input, { previewHash: preview.data.previewHash });
  };
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLInputElement>('input[type="radio"]:checked')?.focus(), []);
  useEffect(() => {
    if (act.problem?.code === 'PREVIEW_STALE') void preview.refetch();
    // oxlint-disable-next-line react/exhaustive-deps
  }, [act.problem]);
  useKeys({ 'Ctrl+Enter': { does: t('sellAndPay'), run: () => sell(true) } });
  const why = preview.error?.message ?? (preview.data === undefined ? t('choose') : undefined);
  return (
    <form ref={form} noValidate onSubmit={(event: FormEvent) => {
      event.preventDefault();
      sell(true);
    }}>
      <Stack gap="md">
        <Kinds kinds={kinds} last={last} value={kind.id} onKind={(next) => {
          setKind(next);
          setGroup(groupFor(next, last));
        }} />
        <Whom card={card} value={studentId} onValue={setStudent} />
        <Select label={t('group')} value={groupId} allowDeselect={false} onChange={(id) => setGroup(id ?? '')}
            data={[{ value: '', label: t('noGroup') },
              ...groups.filter(({ id }) => kind.groupIds === null || kind.groupIds.includes(id))
            .map((row) => ({ value: row.id, label: groupText(row, t) }))]} />
        {group && isFull(group) && !isMember && (
          <Checkbox label={t('waitingList')} checked={waits} onChange={(event) => setWaits(event.currentTarget.checked)} />
        )}
        <Group align="flex-start" gap="sm" wrap="nowrap">
          <DayField label={t('start')} value={start} onDay={setStart} w={150} />
          <ExtraService value={extra} onValue={setExtra} />
        </Group>
        <Totals invoice={preview.data?.invoice} busy={preview.isFetching} problem={preview.error}
          ends={preview.data?.subscription.endDate} />
        <Ends onLater={() => sell(false)} pending={act.pending} why={why} problem={act.problem} />
      </Stack>
    </form>
  );
}

type KindsProps = { kinds: readonly Kind[]; last: Last; value: string; onKind: (kind: Kind) => void };
function Kinds({ kinds, last, value, onKind }: KindsProps): ReactNode {
  const t = useWords(sellWords);
  const format = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? kinds : kinds.slice(0, FIRST);
  return (
    <div>
      <Radio.Group label={t('kind')} value={value} onChange={(id) => {
        const kind = kinds.find((each) => each.id === id);
        if (kind) onKind(kind);
      }}>
        <Stack gap={8} mt={4}>
          {shown.map((kind) => (
            <Radio key={kind.id} value={kind.id} label={kind.name}
              description={`${termsOf(kind, t, format)}${kind.id === last?.subscriptionTypeId ? ` · ${t('again')}` : ''}`} />
          ))}
        </Stack>
      </Radio.Group>
      {!all && kinds.length > FIRST && (
        <Button variant="subtle" size="xs" mt="xs"
          onClick={() => setAll(true)}>{t('more', { count: kinds.length - FIRST })}</Button>
      )}
    </div>
  );
}

/** Something else on the same invoice. */
function ExtraService({ value, onValue }: { value: string; onValue: (id: string) => void }): ReactNode {
  const t = useWords(sellWords);
  const format = useFormat();
  const list = useAsk('service.list', { active: 'true', limit: 100 });
  const services = (list.data?.services ?? []).filter(({ serviceType, priceWithVat }) => serviceType !== 'SUBSCRIPTION'
    && priceWithVat !== null);
  if (services.length === 0) return null;
  return (
    <Select label={t('extra')} value={value} style={{ flex: 1 }} allowDeselect={false} searchable
      onChange={(id) => onValue(id ?? '')}
      data={[{ value: '', label: t('extraNone') },
        ...services.map(({ id, name, priceWithVat }) =>
        ({ value: id, label: `${name} · ${format.money(priceWithVat ?? 0)}` }))]} />
  );
}
