/** Rooms: what a schedule and a rental need to know of them. */
import type { ReactNode } from 'react';
import type { Answer, Input } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { Amount } from '../ui/figures.tsx';
import { type Column, List } from '../ui/list.tsx';
import { Empty, Loaded } from '../ui/states.tsx';
import { Chip } from '../ui/status.tsx';
import { EntitySheet, OpenName, useEntity } from './entity.tsx';
import { type Field, Form, type Values } from './form.tsx';
import { SettingsPage } from './frame.tsx';
import { settingsWords } from './words.ts';

type Room = Answer<'room.list'>['rooms'][number];

export default function RoomsScreen(): ReactNode {
  const t = useWords(settingsWords);
  const { can } = useSession();
  const [{ page }] = useUrl();
  const rooms = useAsk('room.list', { page: page ?? 1, limit: 50 });
  const mayChange = can('schedule.manage') !== undefined;
  const { panel, open, close, addButton } = useEntity(mayChange);
  const chosen = rooms.data?.rooms.find(({ id }) => id === panel);
  const columns: Column<Room>[] = [
    { key: 'name', title: t('name'), cell: ({ id, name }) => <OpenName name={name} onOpen={() => open(id)} disabled={!mayChange} /> },
    { key: 'capacity', title: t('capacity'), align: 'right', cell: ({ capacity }) => (capacity === null ? '—' : t('places', { count: capacity })) },
    { key: 'rate', title: t('rate'), align: 'right', cell: ({ hourlyRate }) => <span className="num"><Amount value={hourlyRate} /> {t('anHour')}</span> },
    { key: 'state', title: t('state'), cell: ({ isActive }) =>
      <Chip kind={isActive ? 'paid' : 'voided'}>{isActive ? t('active') : t('inactive')}</Chip> },
  ];
  return (
    <SettingsPage name="rooms" title={t('rooms')} ready={rooms.isSuccess} actions={addButton}>
      <Loaded query={rooms}>{(data) => (
        <List label={t('rooms')} rows={data.rooms} columns={columns} rowKey={({ id }) => id} pagination={data.pagination}
          empty={<Empty title={t('rooms')} text={t('noRooms')}>{addButton}</Empty>} />
      )}</Loaded>
      <EntitySheet title={chosen ? t('edit', { name: chosen.name }) : t('newRoom')} panel={mayChange ? panel : undefined} onClose={close}
        loaded={rooms.isSuccess} found={chosen !== undefined}>
        <RoomForm key={panel} room={chosen} onDone={close} />
      </EntitySheet>
    </SettingsPage>
  );
}

function RoomForm({ room, onDone }: { room: Room | undefined; onDone: () => void }): ReactNode {
  const t = useWords(settingsWords);
  const create = useAct('room.create', { onDone });
  const update = useAct('room.update', { onDone });
  const act = room ? update : create;
  const fields: Field[] = [
    { name: 'name', label: t('name'), kind: 'text', required: true },
    { name: 'capacity', label: t('capacity'), kind: 'whole', min: 1 },
    { name: 'hourlyRate', label: t('rate'), kind: 'money', required: true },
    { name: 'autoCreateInvoice', label: t('autoInvoice'), kind: 'choice', choices: [
      { value: 'policy', label: t('byPolicy') }, { value: 'yes', label: t('yes') }, { value: 'no', label: t('no') }] },
    ...(room ? [{ name: 'isActive', label: t('active'), kind: 'switch' } as const] : []),
  ];
  const auto = room?.autoCreateInvoice;
  const values: Values = {
    name: room?.name, capacity: room?.capacity, hourlyRate: room?.hourlyRate ?? 0, isActive: room?.isActive ?? true,
    autoCreateInvoice: auto === undefined || auto === null ? 'policy' : auto ? 'yes' : 'no',
  };
  // On the wire "as in the policies" and "no limit" are null.
  const wire = ({ autoCreateInvoice: chosen, capacity, ...rest }: Values, all: Values): object => ({
    ...rest, ...('capacity' in all ? { capacity: capacity ?? null } : {}),
    ...(chosen === undefined ? {} : { autoCreateInvoice: chosen === 'policy' ? null : chosen === 'yes' }),
  });
  const send = ({ isActive: _active, ...all }: Values, changed: Values): void => {
    if (!room) void create.run(wire(all, all) as Input<'room.create'>);
    else if (Object.keys(changed).length === 0) onDone();
    else void update.run({ ...wire(changed, changed), id: room.id } as Input<'room.update'>);
  };
  return <Form fields={fields} values={values} submit={t('save')} pending={act.pending} problem={act.problem} onSubmit={send} onClose={onDone}
    {...(room ? {} : { leave: t('notAdd') })} />;
}
