/** Booking a room: the price is shown by a dry run of the booking itself, so it is what will be asked. */
import { Alert, Button, Group, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text, TextInput, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk, usePreview } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayField } from '../ui/day-field.tsx';
import { Refused } from '../ui/refused.tsx';
import { TimeField } from '../ui/time-field.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import { timeAfter } from '../schedule/local.ts';
import { rentalWords } from './words.ts';

type Fields = {
  roomId: string; date: string; startTime: string; endTime: string; nextDay: boolean; clientId: string; clientName: string; clientPhone: string;
  eventType: string; notes: string; invoice: boolean;
};

/** What the server takes, once enough is said for a price. */
function inputOf(fields: Fields, known: boolean): Input<'rental.create'> | undefined {
  const { roomId, date, startTime, endTime, nextDay, clientId, clientName, clientPhone, eventType, notes, invoice } = fields;
  if ([roomId, date, startTime, endTime, known ? clientId : clientName].some((value) => value === '')) return undefined;
  return {
    roomId, date, startTime, endTime, nextDay, autoCreateInvoice: invoice, ...(eventType === '' ? {} : { eventType }), ...(notes === '' ? {} : { notes }),
    ...(known ? { clientId } : { clientName, ...(clientPhone === '' ? {} : { clientPhone }) }),
  };
}

export function BookRental({ onDone, onClose }: { onDone: (id: string) => void; onClose: () => void }): ReactNode {
  const t = useWords(rentalWords);
  const c = useWords(common);
  const { today } = useSession();
  const [{ roomId, date, start }] = useUrl();
  const [known, setKnown] = useState(true);
  const [fields, setFields] = useState<Fields>({
    roomId: roomId ?? '', date: date ?? today, startTime: start ?? '', endTime: start === undefined ? '' : timeAfter(start, 60), nextDay: false, clientId: '', clientName: '', clientPhone: '',
    eventType: '', notes: '', invoice: true,
  });
  const rooms = useAsk('room.list', { active: 'true', limit: 100 });
  const set = (change: Partial<Fields>): void => setFields((old) => ({ ...old, ...change }));
  const input = inputOf(fields, known);
  const [asked] = useDebouncedValue(input, 200);
  const preview = usePreview('rental.create', asked);
  const book = useAct('rental.create', { onDone: ({ rental }) => {
    told(t('booked'));
    onDone(rental.id);
  } });
  const problem = book.problem ?? preview.error;
  const text = (name: 'clientName' | 'clientPhone' | 'eventType') => ({
    value: fields[name], error: problem?.of(name), onChange: (event: { currentTarget: { value: string } }) => set({ [name]: event.currentTarget.value }),
  });
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (input) void book.run(input);
    }}>
      <Stack gap="sm">
        <Select label={t('room')} required value={fields.roomId === '' ? null : fields.roomId} onChange={(value) => set({ roomId: value ?? '' })}
          data={(rooms.data?.rooms ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        <DayField label={t('date')} required clearable={false} value={fields.date} onDay={(day) => set({ date: day ?? '' })} />
        <SimpleGrid cols={2}>
          <TimeField label={t('start')} required value={fields.startTime} error={problem?.of('startTime')} onTime={(startTime) => set({ startTime })} />
          <TimeField label={t('end')} required value={fields.endTime} error={problem?.of('endTime')} onTime={(endTime) => set({ endTime })} />
        </SimpleGrid>
        <Switch label={t('nextDay')} checked={fields.nextDay} onChange={(event) => set({ nextDay: event.currentTarget.checked })} />
        <SegmentedControl value={known ? 'known' : 'stranger'} aria-label={t('renter')} onChange={(value) => setKnown(value === 'known')}
          data={[{ value: 'known', label: t('known') }, { value: 'stranger', label: t('stranger') }]} />
        {known ? <Renter value={fields.clientId} onValue={(clientId) => set({ clientId })} /> : (
          <SimpleGrid cols={2}>
            <TextInput label={t('name')} required {...text('clientName')} />
            <TextInput label={t('phone')} type="tel" {...text('clientPhone')} />
          </SimpleGrid>
        )}
        <TextInput label={t('what')} {...text('eventType')} />
        <Textarea label={t('notes')} autosize value={fields.notes} onChange={(event) => set({ notes: event.currentTarget.value })} />
        <Switch label={t('invoiceNow')} checked={fields.invoice} onChange={(event) => set({ invoice: event.currentTarget.checked })} />
        <Price rental={input && preview.data?.rental} />
        <Refused problem={problem} />
        <Group gap="xs">
          <ActButton type="submit" pending={book.pending} doing={c('saving')} why={input ? preview.error?.message : t('fill')}>{t('book')}</ActButton>
          <Button variant="default" onClick={onClose}>{c('cancel')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Price({ rental }: { rental: Answer<'rental.create'>['rental'] | undefined }): ReactNode {
  const t = useWords(rentalWords);
  const format = useFormat();
  return (
    <Alert variant="outline" aria-live="polite" style={{ minHeight: 62 }}>
      {rental ? (
        <>
          <Text fw={600} className="num">{t('price', { hours: format.number(rental.durationHours), rate: format.money(rental.hourlyRate), total: format.money(rental.price) })}</Text>
          {rental.discountAmount > 0 && <Text size="sm" className="num">{t('benefit', { sum: format.money(-rental.discountAmount) })}. {t('totalOf', { sum: format.money(rental.totalPrice) })}</Text>}
        </>
      ) : <Text size="sm" c="dimmed">{t('fill')}</Text>}
    </Alert>
  );
}

function Renter({ value, onValue }: { value: string; onValue: (id: string) => void }): ReactNode {
  const t = useWords(rentalWords);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 200);
  const clients = useAsk('client.list', { ...(q === '' ? {} : { q }), active: 'true', limit: 20 } as never);
  return (
    <Select label={t('renter')} required searchable placeholder={t('find')} value={value === '' ? null : value} searchValue={text} onSearchChange={setText}
      onChange={(id) => onValue(id ?? '')} filter={({ options }) => options} nothingFoundMessage={t('nobody')}
      data={(clients.data?.clients ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
  );
}
