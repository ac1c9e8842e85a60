/** The whole year, put down before it begins: what the centre does by the calendar, and when each client comes. */
import { planBilling } from './billing.ts';
import { DAYS, anyTime, workingDayFrom } from './calendar.ts';
import type { Centre } from './centre.ts';
import { planDecisions } from './director.ts';
import { isFirm, joiningDay, welcome } from './families.ts';
import { planInterests } from './joining.ts';
import { sayGoodbye } from './paying.ts';
import { planPost } from './post.ts';
import { randomOf } from './random.ts';
import { planRentals, planStrangers } from './renting.ts';
import { planReservations } from './reserving.ts';
import { planTeaching } from './teaching.ts';
import { planTill } from './till.ts';
import { planVisits } from './visits.ts';
import { changeClient } from '../clients/write-clients.ts';

export function planYear(centre: Centre, clients: number): void {
  planTill(centre);
  planPost(centre);
  planDecisions(centre);
  planTeaching(centre);
  planStrangers(centre, clients);
  for (let number = 0; number < clients; number += 1) planClient(centre, number, clients);
}

function planClient(centre: Centre, number: number, clients: number): void {
  const { agenda } = centre;
  const random = randomOf(centre.seed, number * 2);
  const joined = isFirm(number, clients) ? workingDayFrom(random.whole(0, 40)) : joiningDay(random);
  agenda.at(`client ${number}`, joined, anyTime(random), async () => {
    const family = await welcome(centre, number, clients, joined);
    planInterests(centre, family);
    planVisits(centre, family);
    planBilling(centre, family);
    planRentals(centre, family);
    planReservations(centre, family);
    const { who, clientId, leaves } = family;
    if (leaves < DAYS) agenda.at(who, workingDayFrom(leaves + 1), anyTime(random), () => sayGoodbye(centre, family));
    if (random.chance(0.06)) planNote(centre, who, clientId, joined + random.whole(20, 200));
  });
}

function planNote(centre: Centre, who: string, id: string, day: number): void {
  centre.agenda.at(who, workingDayFrom(day), 2, async () => {
    await centre.act(centre.staff.desk[0], changeClient, { id, notes: 'Просят звонить после 18:00' });
  });
}
