/** Rentals: bookings of rooms, booking one, and what became of it. */
import { Group, SegmentedControl, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { type Answer, call } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useKeys } from '../lib/keys.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { OpenName } from '../settings/entity.tsx';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { ExportButton } from '../ui/export.tsx';
import { Amount } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Page } from '../ui/page.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { type Field, NothingFound } from '../ui/filters.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { common } from '../ui/words.ts';
import { BookRental } from './book-rental.tsx';
import { RENTAL_CHIPS, RentalCard } from './rental-card.tsx';
import { rentalWords } from './words.ts';

const STATES = ['PLANNED', 'CONFIRMED', 'CANCELLED'] as const;
type Rental = Answer<'rental.list'>['rentals'][number];

export default function RentalsScreen(): ReactNode {
  const t = useWords(rentalWords);
  const c = useWords(common);
  const format = useFormat();
  const { can } = useSession();
  const [{ page, status, roomId, from, to, clientId, panel }, set] = useUrl();
  const filter = { status, roomId, from, to, clientId };
  const rentals = useAsk('rental.list', { ...filter, page: page ?? 1, limit: 50 } as never);
  const rooms = useAsk('room.list', { limit: 100 });
  const mayBook = can('rental.manage') !== undefined;
  const close = (): void => set({ panel: undefined, date: undefined, start: undefined });
  useKeys(mayBook ? { KeyC: { does: t('book'), run: () => set({ panel: 'new' }) } } : {});
  const columns: Column<Rental>[] = [
    { key: 'date', title: t('date'), cell: ({ id, date }) => <OpenName name={format.weekday(date)} onOpen={() => set({ panel: id })} />, value: ({ date }) => format.day(date) },
    { key: 'time', title: t('time'), cell: ({ startTime, endTime }) => <span className="num">{startTime}–{endTime}</span>, value: ({ startTime, endTime }) => `${startTime}–${endTime}` },
    { key: 'room', title: t('room'), cell: ({ roomName }) => roomName, value: ({ roomName }) => roomName },
    { key: 'renter', title: t('renter'), cell: (rental) => <To to={`/clients/${rental.clientId}`}>{rental.clientName}</To>, value: ({ clientName }) => clientName },
    { key: 'what', title: t('what'), second: true, cell: ({ eventType }) => eventType ?? '', value: ({ eventType }) => eventType },
    { key: 'hours', title: t('hours'), align: 'right', second: true, cell: ({ durationHours }) => format.number(durationHours), value: ({ durationHours }) => durationHours },
    { key: 'sum', title: t('sum'), align: 'right', cell: ({ totalPrice }) => <Amount value={totalPrice} />, value: ({ totalPrice }) => totalPrice },
    { key: 'state', title: t('state'), cell: (rental) => <Chip kind={RENTAL_CHIPS[rental.status]}>{t(rental.status)}</Chip>, value: (rental) => t(rental.status) },
  ];
  // What is asked for, in the words of the house; the fields themselves stand above the list.
  const fields: readonly Field[] = [
    { kind: 'choice', label: t('state'), key: 'status', options: STATES.map((value) => ({ value, label: t(value) })) },
    { kind: 'choice', label: t('room'), key: 'roomId',
      options: (rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name })) },
    { kind: 'days', label: t('date'), from: 'from', to: 'to' }, { kind: 'client', label: t('renter'), key: 'clientId' },
  ];
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const bookButton = <ActButton why={mayBook ? undefined : t('mayBook')} keys="C" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ panel: 'new' })}>{t('book')}</ActButton>;
  return (
    <Page name="rentals" title={t('rentals')} ready={rentals.isSuccess} actions={
      <>
        <ExportButton file="rentals" columns={columns} fetchPage={async (number, limit) => {
          const answer = await call('rental.list', { ...filter, page: number, limit } as never);
          return { rows: answer.rentals, total: answer.pagination.total };
        }} />
        {bookButton}
      </>}>
      <Group gap="xs" mb="sm" align="flex-end">
        <SegmentedControl value={status ?? 'ALL'} aria-label={t('state')} onChange={(value) => set({ status: value === 'ALL' ? undefined : value })}
          data={[{ value: 'ALL', label: t('all') }, ...STATES.map((value) => ({ value, label: t(value) }))]} />
        <Select aria-label={t('room')} placeholder={t('allRooms')} clearable clearButtonProps={{ 'aria-label': `${c('reset')}: ${t('room')}` }} value={roomId ?? null} w={180} onChange={(value) => set({ roomId: value ?? undefined })}
          data={(rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        <DayField aria-label={t('from')} placeholder={t('from')} value={from} w={140} onDay={(day) => set({ from: day })} />
        <DayField aria-label={t('to')} placeholder={t('to')} value={to} w={140} onDay={(day) => set({ to: day })} />
      </Group>
      <Loaded query={rentals} lines={14}>{(data) => (
        <List label={t('rentals')} rows={data.rentals} columns={columns} rowKey={({ id }) => id} pagination={data.pagination} busy={rentals.isPlaceholderData}
          empty={filtered ? <NothingFound fields={fields} />
            : <Empty title={t('none')} text={t('first')}>{bookButton}</Empty>} />
      )}</Loaded>
      <Sheet title={t('book')} opened={panel === 'new' && mayBook} onClose={close}><BookRental onDone={(id) => set({ panel: id })} onClose={close} /></Sheet>
      <Sheet title={t('card')} opened={panel !== undefined && panel !== 'new'} onClose={close}>{panel !== undefined && <RentalCard id={panel} />}</Sheet>
    </Page>
  );
}

