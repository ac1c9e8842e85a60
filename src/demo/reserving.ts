/** Services held for a child in a school period to come: most are bought, some given back, some forgotten. */
import { type Offer, TERMS } from './opening.ts';
import { anyTime, dayNumber, workingDayFrom } from './calendar.ts';
import { issue } from './billing.ts';
import { type Centre, deskOn, unlessRefused } from './centre.ts';
import type { Child, Family } from './people.ts';
import { changeReservation, createReservation, releaseReservation } from '../reservations/reservations.ts';
import { parseDay } from '../kernel/day.ts';

const HELD: readonly Offer['key'][] = ['camp', 'camp', 'textbook', 'costume'];

export function planReservations(centre: Centre, family: Family): void {
  const { random, who, joined, leaves } = family;
  for (const child of family.children) {
    if (!random.chance(0.15)) continue;
    const key = random.pick(HELD);
    const term = key === 'camp' ? TERMS.at(-1) : random.pick(TERMS.slice(1, -1));
    if (term === undefined) continue;
    const day = workingDayFrom(dayNumber(parseDay(term.startDate)) - random.whole(8, 40));
    if (day <= joined || day >= leaves) continue;
    centre.agenda.at(who, day, anyTime(random), () => reserve(centre, family, child, { key, term: term.name }));
  }
}

async function reserve(
  centre: Centre, family: Family, { studentId }: Child, { key, term }: { key: string; term: string },
): Promise<void> {
  const { random, who } = family;
  const items = [{ serviceId: centre.services[key] ?? '', quantity: 1 }];
  const termId = centre.terms[term] ?? '';
  const { id } = await centre.act(deskOn(centre), createReservation, { studentId, termId, items });
  const fate = random.weighted({ buy: 65, release: 15, forget: 20 });
  if (fate === 'forget') return;
  centre.agenda.at(who, workingDayFrom(centre.agenda.day + random.whole(2, 7)), anyTime(random), async () => {
    const desk = deskOn(centre);
    if (fate === 'release') return void (await centre.act(desk, releaseReservation, { id }));
    const invoiceId = await issue(centre, family, { studentId, items });
    await unlessRefused(['RESERVATION_CLOSED'], centre.act(desk, changeReservation, { id, invoiceId }));
  });
}
