/** The rooms of the centre between its own trainings: firms, birthdays, and those who ring up for the first time. */
import { DAYS, anyTime, dayAt, workingDayFrom } from './calendar.ts';
import { type Centre, deskOn, unlessRefused } from './centre.ts';
import { adult, phoneOf, surname } from './names.ts';
import { willPay } from './paying.ts';
import type { Family } from './people.ts';
import { type Random, randomOf } from './random.ts';
import { cancelRental } from '../rentals/cancel-rental.ts';
import { createRental } from '../rentals/create-rental.ts';

const ROOMS = ['rooms'];
const EVENTS = ['День рождения', 'Мастер-класс', 'Репетиция', 'Родительское собрание', 'Йога'] as const;
/** Hours at which it is worth asking for a room, the wanted one first. */
const ASKED = 4;

/** Firms rent again and again, a family for a birthday. */
export function planRentals(centre: Centre, family: Family): void {
  const { random, who, joined, leaves } = family;
  const isFirm = family.kind === 'FIRM';
  if (!isFirm && !random.chance(0.15)) return;
  const first = joined + random.whole(isFirm ? 1 : 20, isFirm ? 12 : 150);
  const renter = { clientId: family.clientId };
  for (let day = first; day < Math.min(leaves, DAYS); day += isFirm ? random.whole(6, 24) : DAYS) {
    centre.agenda.at(who, workingDayFrom(day), anyTime(random), () => rent(centre, family, renter), ROOMS);
  }
}

/** People whom nobody knows yet: they become clients by their phone. */
export function planStrangers(centre: Centre, clients: number): void {
  for (let number = 0; number < Math.ceil(clients / 20); number += 1) {
    const random = randomOf(centre.seed, 6_000_000 + number);
    const who = `stranger ${number}`;
    const { firstName, lastName } = adult(random, surname(random), 0.7);
    const renter = { clientName: `${lastName} ${firstName}`, clientPhone: phoneOf(random, 70_000 + number) };
    const joined = random.whole(5, DAYS - 20);
    const family: Family = {
      who, random, kind: 'ADULT', clientId: '', children: [], habit: 'PROMPT', method: random.pick(['CARD', 'CASH']),
      joined, leaves: DAYS, inSummer: true, cabinet: undefined, wasRefunded: false, isBeingCorrected: false,
    };
    centre.agenda.at(who, workingDayFrom(joined), anyTime(random), () => rent(centre, family, renter), ROOMS);
  }
}

type Renter = { clientId: string } | { clientName: string; clientPhone: string };

async function rent(centre: Centre, family: Family, renter: Renter): Promise<void> {
  const { random } = family;
  const { agenda } = centre;
  const day = agenda.day + random.whole(1, 12);
  const eventType = random.pick(EVENTS);
  for (let asked = 0; asked < ASKED; asked += 1) {
    const roomId = random.chance(0.7) ? centre.roomIds[0] ?? '' : random.pick(centre.roomIds);
    const made = await unlessRefused(['ROOM_BUSY'], centre.act(deskOn(centre), createRental, {
      ...renter, roomId, date: dayAt(day).toString(), ...hoursOf(random), eventType,
    }));
    if (!made) continue;
    const { rental, invoice } = made;
    family.clientId = rental.clientId;
    centre.families.set(rental.clientId, family);
    if (random.chance(0.1)) return giveUp(centre, family, rental.id);
    if (invoice && invoice.status !== 'PAID') willPay(centre, family, invoice.id);
    return;
  }
}

function hoursOf(random: Random): { startTime: string; endTime: string } {
  const start = random.whole(9 * 4, 19 * 4) * 15;
  const end = start + random.pick([60, 75, 90, 120, 150]);
  const clock = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return { startTime: clock(start), endTime: clock(end) };
}

function giveUp(centre: Centre, { who, random }: Family, id: string): void {
  const { agenda } = centre;
  agenda.at(who, workingDayFrom(agenda.day + 1), anyTime(random), async () => {
    await unlessRefused(['RENTAL_STARTED'], centre.act(deskOn(centre), cancelRental, {
      id, reason: random.pick(['Праздник отменили', 'Нашли другой зал', 'Заболел именинник']),
    }));
  }, ROOMS);
}
