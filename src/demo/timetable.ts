/** What the centre teaches: rooms, groups with their trainers and weekly hours, and the passes for them. */
import type { Act, Group, Staff } from './centre.ts';
import { FIRST_DAY } from './calendar.ts';
import { createGroup } from '../schedule/groups.ts';
import { generateSchedule } from '../schedule/generate.ts';
import { createRoom } from '../schedule/rooms.ts';
import { createSlot } from '../schedule/slots.ts';
import { createType } from '../subscriptions/types.ts';

type Subject = { key: string; title: string; price: number; sessions: number | null; months?: number; safeHours?: number };
/** Passes by subject: eight visits in a month, as many as one likes, or a quarter of the year. Prices are in roubles. */
const SUBJECTS: readonly Subject[] = [
  { key: 'painting', title: 'Живопись', price: 5600, sessions: 8 },
  { key: 'dance', title: 'Хореография', price: 6900, sessions: null },
  { key: 'english', title: 'Английский', price: 17_900, sessions: 24, months: 3 },
  { key: 'early', title: 'Раннее развитие', price: 4800, sessions: 8, safeHours: 4 },
  { key: 'vocal', title: 'Вокал', price: 6200, sessions: 8 },
  { key: 'theatre', title: 'Театральная студия', price: 5900, sessions: 9 },
];
const ANY_PASS = { name: 'Абонемент на любые группы, 12 занятий', price: 8900, sessionsPerPeriod: 12 };
const WEEKDAYS = [[1, 3], [2, 4], [5, 6]] as const;
const HOURS = ['15:30', '17:00', '18:20', '10:00'] as const;
const ROOM_NAMES = ['Большой зал', 'Класс с роялем', 'Мастерская', 'Малый зал'] as const;

export type Timetable = {
  roomIds: string[]; groups: Group[]; subjects: string[]; passTypes: Record<string, string>;
};

/** A group for every 25 clients, with places for half of them; all rooms have hours left for those who rent. */
export async function openTimetable(act: Act, staff: Staff, clients: number): Promise<Timetable> {
  const { director } = staff;
  const count = Math.max(3, Math.floor(clients / 25));
  const capacity = Math.min(12, Math.max(3, Math.floor(clients / 2 / count)));
  const roomIds: string[] = [];
  for (let index = 0; index < Math.max(2, Math.ceil(count / 6)); index += 1) {
    const name = ROOM_NAMES[index] ?? `Класс ${index + 1}`;
    const size = index === 0 ? { capacity: 40, hourlyRate: 1500 } : { capacity: 16, hourlyRate: 840 };
    const room = await act(director, createRoom, { name, ...size });
    roomIds.push(room.id);
  }
  const groups: Group[] = [];
  for (let index = 0; index < count; index += 1) {
    groups.push(await openGroup(act, staff, { index, capacity: capacity - (index % 3 === 1 ? 1 : 0), roomIds }));
  }
  await act(director, generateSchedule, {});
  const subjects = SUBJECTS.slice(0, count).map(({ key }) => key);
  return { roomIds, groups, subjects, passTypes: await openPasses(act, staff, groups) };
}

type Place = { index: number; capacity: number; roomIds: readonly string[] };

/** One group, twice a week; no two share a room at one hour. A single visit may find one place more than members have. */
async function openGroup(act: Act, staff: Staff, { index, capacity, roomIds }: Place): Promise<Group> {
  const subject = SUBJECTS[index % SUBJECTS.length]!;
  const trainer = staff.trainers[index % staff.trainers.length]!;
  const turn = Math.floor(index / roomIds.length);
  const { id } = await act(staff.director, createGroup, {
    name: `${subject.title}, группа ${Math.floor(index / SUBJECTS.length) + 1}`, capacity, trainerId: trainer.userId,
    roomId: roomIds[index % roomIds.length], singlePrice: 900, trialPrice: index % 4 === 3 ? null : 400,
    safeHours: subject.safeHours,
  });
  for (const weekday of WEEKDAYS[turn % WEEKDAYS.length]!) {
    const startTime = HOURS[Math.floor(turn / WEEKDAYS.length) % HOURS.length]!;
    const slot = { weekday, startTime, durationMinutes: 60, capacity: capacity + 1, validFrom: FIRST_DAY.toString() };
    await act(staff.director, createSlot, { id, ...slot });
  }
  return { id, subject: subject.key, trainer };
}

async function openPasses(act: Act, { director }: Staff, groups: readonly Group[]): Promise<Record<string, string>> {
  const types: Record<string, string> = { any: (await act(director, createType, ANY_PASS)).id };
  for (const { key, title, price, sessions, months = 1 } of SUBJECTS) {
    const groupIds = groups.filter(({ subject }) => subject === key).map(({ id }) => id);
    if (groupIds.length === 0) continue;
    const words = sessions === null ? 'без ограничений' : `${sessions} занятий`;
    const type = await act(director, createType, {
      name: `Абонемент «${title}», ${words}`, price, sessionsPerPeriod: sessions, periodMonths: months, groupIds,
    });
    types[key] = type.id;
  }
  return types;
}
