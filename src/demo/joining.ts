/** How a child comes into a group: a visit to try it, a pass, or the waiting list. */
import { MOMENTS, anyTime, dayAt, dayNumber, workingDayFrom } from './calendar.ts';
import { attend } from './attending.ts';
import { type Centre, type Group, deskOn, unlessRefused } from './centre.ts';
import type { Child, Family } from './people.ts';
import { joinGroup, leaveGroup, listMembers } from '../schedule/members.ts';
import { bookParticipant } from '../schedule/participants.ts';
import { listTrainings } from '../trainings/read-trainings.ts';
import { sellSubscription } from '../subscriptions/sell-pass.ts';

/** Puts down when each child begins with what it wants to learn. */
export function planInterests(centre: Centre, family: Family): void {
  const { random, who, joined } = family;
  for (const child of family.children) {
    if (child.wantsOnePass) {
      centre.agenda.at(who, joined, anyTime(random), () => buyOnePass(centre, family, child), child.interests);
      continue;
    }
    for (const [index, subject] of child.interests.entries()) {
      const day = workingDayFrom(joined + (index === 0 ? 0 : random.whole(3, 25)));
      centre.agenda.at(who, day, anyTime(random), () => begin(centre, family, child, subject), [subject]);
    }
  }
}

async function begin(centre: Centre, family: Family, child: Child, subject: string): Promise<void> {
  const { random, who } = family;
  const kind = random.weighted({ REGULAR: 56, TRIAL: 30, FREE: 14 });
  const visit = kind === 'REGULAR' ? undefined : await bookVisit(centre, child, preferred(centre, child, subject)[0], kind);
  if (visit === undefined) return enter(centre, family, child, subject);
  if (random.chance(0.15)) return; // they did not like it
  const day = workingDayFrom(visit + random.whole(1, 3));
  centre.agenda.at(who, day, anyTime(random), () => enter(centre, family, child, subject), [subject]);
}

/** The groups of a subject; not everybody asks for the same first. */
const preferred = ({ groups }: Centre, { number }: Child, subject: string): Group[] => {
  const all = groups.filter((group) => group.subject === subject);
  const first = number % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
};

type Kind = 'REGULAR' | 'TRIAL' | 'FREE';
/** Books the first training of the group in the next days that has a place; gives its day. */
export async function bookVisit(
  centre: Centre, child: Child, group: Group | undefined, kind: Kind,
): Promise<number | undefined> {
  if (group === undefined) return undefined;
  const desk = deskOn(centre);
  const { day } = centre.agenda;
  const { trainings } = await centre.act(desk, listTrainings, {
    groupId: group.id, from: dayAt(day + 1).toString(), to: dayAt(day + 9).toString(), limit: 3,
  });
  for (const { id, date, status } of trainings) {
    if (status === 'CANCELLED') continue;
    // Whoever comes for a single visit waits for a place; whoever only tries asks for another day.
    const waitingList = kind === 'REGULAR' && queueIsFree(centre, group);
    const booked = await unlessRefused(['TRAINING_FULL', 'ALREADY_BOOKED'], centre.act(desk, bookParticipant, {
      id, studentId: child.studentId, kind, waitingList,
    }));
    if (booked?.status === 'WAITING') takeTurn(centre, group);
    if (booked) return dayNumber(date);
  }
  return undefined;
}

async function enter(centre: Centre, family: Family, child: Child, subject: string): Promise<void> {
  if (centre.agenda.day >= family.leaves) return;
  const groups = preferred(centre, child, subject);
  for (const group of groups) if (await buyPass(centre, family, child, group)) return;
  const [group] = groups;
  if (group === undefined) return;
  if (!queueIsFree(centre, group)) {
    return centre.agenda.soon(family.who, () => enter(centre, family, child, subject), [subject]);
  }
  if (family.random.chance(0.2)) return;
  takeTurn(centre, group);
  const { status } = await centre.act(deskOn(centre), joinGroup, {
    id: group.id, studentId: child.studentId, waitingList: true,
  });
  if (status === 'WAITING') wait(centre, family, child, { group, until: centre.agenda.day + 70 });
}

const momentOf = ({ agenda }: Centre): number => agenda.day * MOMENTS + agenda.moment;
/** Of those who ask at one moment one is put on the waiting list: so it is never the ids that say who waits longer. */
const queueIsFree = (centre: Centre, { id }: Group): boolean => centre.queuedAt.get(id) !== momentOf(centre);
const takeTurn = (centre: Centre, { id }: Group): void => void centre.queuedAt.set(id, momentOf(centre));

/** Sells the pass of the group's subject; false when the group is full. */
async function buyPass(centre: Centre, family: Family, child: Child, group: Group): Promise<boolean> {
  const sale = await unlessRefused(['GROUP_FULL'], centre.act(deskOn(centre), sellSubscription, {
    studentId: child.studentId, subscriptionTypeId: centre.passTypes[group.subject] ?? '', groupId: group.id,
  }));
  if (sale) attend(centre, family, { child, groups: [group], ...sale });
  return sale !== undefined;
}

/** Asks from time to time whether there is a place now, and gives up in the end. */
function wait(centre: Centre, family: Family, child: Child, queue: { group: Group; until: number }): void {
  const { agenda } = centre;
  const { random, who, leaves } = family;
  const { group, until } = queue;
  const { studentId } = child;
  agenda.at(who, workingDayFrom(agenda.day + random.whole(4, 9)), anyTime(random), async () => {
    const desk = deskOn(centre);
    const { members } = await centre.act(desk, listMembers, { id: group.id, status: 'ACTIVE', limit: 100 });
    if (members.some((member) => member.studentId === studentId)) await buyPass(centre, family, child, group);
    else if (agenda.day < Math.min(until, leaves)) wait(centre, family, child, queue);
    else await unlessRefused(['NOT_A_MEMBER'], centre.act(desk, leaveGroup, { id: group.id, studentId }));
  }, [group.subject]);
}

/** One pass for several groups, as far as they have places. */
async function buyOnePass(centre: Centre, family: Family, child: Child): Promise<void> {
  const desk = deskOn(centre);
  const joined: Group[] = [];
  for (const subject of child.interests) {
    for (const group of preferred(centre, child, subject)) {
      const joining = centre.act(desk, joinGroup, { id: group.id, studentId: child.studentId });
      if (!await unlessRefused(['GROUP_FULL'], joining)) continue;
      joined.push(group);
      break;
    }
  }
  if (joined.length === 0) return;
  const sale = await centre.act(desk, sellSubscription, {
    studentId: child.studentId, subscriptionTypeId: centre.passTypes['any'] ?? '',
  });
  attend(centre, family, { child, groups: joined, ...sale });
}
