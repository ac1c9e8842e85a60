/** Those who come without a pass: single visits to a group, and days in the coworking space. */
import { DAYS, anyTime, workingDayFrom } from './calendar.ts';
import { issue } from './billing.ts';
import { type Centre, deskOn, unlessRefused } from './centre.ts';
import { bookVisit } from './joining.ts';
import type { Family } from './people.ts';
import { checkIn } from '../rentals/check-in.ts';

/** Puts down single visits of children who have no group, and what firms and parents want of the coworking space. */
export function planVisits(centre: Centre, family: Family): void {
  const { random, who, joined, leaves } = family;
  const last = Math.min(leaves, DAYS);
  for (const child of family.children.filter(({ interests }) => interests.length === 0)) {
    if (random.chance(0.4)) continue;
    for (let day = joined + random.whole(0, 14); day < last; day += random.whole(8, 50)) {
      const group = random.pick(centre.groups);
      centre.agenda.at(who, workingDayFrom(day), anyTime(random), async () => {
        await bookVisit(centre, child, group, 'REGULAR');
      }, [group.subject]);
    }
  }
  if (!random.chance(family.kind === 'FIRM' ? 0.5 : 0.12)) return;
  for (let day = joined + random.whole(3, 60); day < last; day += random.whole(40, 120)) {
    centre.agenda.at(who, workingDayFrom(day), anyTime(random), () => buyDays(centre, family));
  }
}

/** Some days in advance; each is used as soon as it is paid for, one on a date. */
async function buyDays(centre: Centre, family: Family): Promise<void> {
  const { random, who } = family;
  const days = random.whole(2, 6);
  await issue(centre, family, { items: [{ serviceId: centre.services['coworking'] ?? '', quantity: days }] });
  let day = centre.agenda.day;
  for (let index = 0; index < days; index += 1) {
    day = workingDayFrom(day + random.whole(1, 5));
    centre.agenda.at(who, day, anyTime(random), async () => {
      await unlessRefused(['QUANTITY_SHORT'], centre.act(deskOn(centre), checkIn, { clientId: family.clientId }));
    });
  }
}
