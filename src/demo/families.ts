/** Families and firms: how they come to the centre, and what kind of payers they are. */
import { DAYS, dayAt, dayOfMonth, workingDayFrom } from './calendar.ts';
import { type BenefitKey, type Centre, deskOn } from './centre.ts';
import { firm } from './firms.ts';
import { CITIES, addressOf, adult, childName, latin, phoneOf, surname } from './names.ts';
import type { Child, Family } from './people.ts';
import { type Random, randomOf } from './random.ts';
import { addContact } from '../clients/contacts.ts';
import { createStudent } from '../clients/students.ts';
import { createClient } from '../clients/write-clients.ts';

/** Half of the clients come in the first two weeks, the others during the year until May. */
export function joiningDay(random: Random): number {
  const day = random.chance(0.55) ? random.whole(0, 12) : random.whole(13, dayOfMonth(8, 20));
  return workingDayFrom(day);
}

export const isFirm = (number: number, clients: number): boolean => number % 25 === 7 || (clients < 8 && number === 1);

/** A client comes: the desk writes him down, with his children and whom to call. */
export async function welcome(centre: Centre, number: number, clients: number, joined: number): Promise<Family> {
  const random = randomOf(centre.seed, number * 2 + 1);
  const family: Family = {
    who: `client ${number}`, random, kind: 'FAMILY', clientId: '', children: [],
    habit: random.weighted({ PROMPT: 55, LATE: 29, TOPUP: 8, DEBTOR: 8 }),
    method: random.weighted({ CARD: 42, CASH: 26, ONLINE: 24, BANK_TRANSFER: 8 }),
    joined, leaves: 0, inSummer: random.chance(0.4), cabinet: undefined, wasRefunded: false, isBeingCorrected: false,
  };
  family.leaves = leavingDay(family);
  const known = isFirm(number, clients)
    ? await welcomeFirm(centre, family, number) : await welcomePeople(centre, family, number);
  centre.families.set(known.clientId, known);
  return known;
}

/** Many leave after some months, most of the others for the summer; who stays is still there at the end. */
function leavingDay({ random, joined, inSummer }: Family): number {
  if (random.chance(0.5)) return joined + random.whole(40, 230);
  return inSummer ? DAYS + 40 : Math.max(joined + 30, dayOfMonth(9, random.whole(1, 20)));
}

async function welcomeFirm(centre: Centre, family: Family, number: number): Promise<Family> {
  const { random } = family;
  const client = await centre.act(deskOn(centre), createClient, {
    ...firm(random, Math.floor(number / 25)), phone: phoneOf(random, number), email: `office${number}@firm.example`,
    city: random.pick(CITIES),
  });
  await centre.act(deskOn(centre), addContact, { id: client.id, name: 'Бухгалтерия', email: `buh${number}@firm.example` });
  return { ...family, kind: 'FIRM', clientId: client.id, habit: 'LATE', method: 'BANK_TRANSFER', leaves: DAYS + 40 };
}

async function welcomePeople(centre: Centre, family: Family, number: number): Promise<Family> {
  const { random } = family;
  const desk = deskOn(centre);
  const name = surname(random);
  const payer = adult(random, name, 0.82);
  const { firstName, middleName, lastName } = payer;
  const mailbox = `${latin(firstName)}.${latin(lastName)}${number}`;
  const client = await centre.act(desk, createClient, {
    kind: 'PERSON', firstName, middleName, lastName, phone: phoneOf(random, number), email: `${mailbox}@post.example`,
    city: random.weighted({ Москва: 60, ...Object.fromEntries(CITIES.slice(1).map((city) => [city, 6])) }),
    ...(random.chance(0.5) && { address: addressOf(random) }),
    ...(random.chance(0.3) && { cardNumber: String(2_000_000 + number) }),
    ...benefitOf(centre, random, family.joined),
  });
  const isAdult = random.chance(0.07);
  const children: Child[] = [];
  const count = isAdult ? 1 : random.pick([1, 1, 1, 1, 1, 2, 2, 2, 2, 3]);
  for (let index = 0; index < count; index += 1) {
    children.push(isAdult
      ? await enrol(centre, random, client.id, { firstName, lastName, number: number * 10 })
      : await enrol(centre, random, client.id, {
        ...childName(random, name), number: number * 10 + index, age: random.whole(3, 14),
      }));
  }
  if (random.chance(0.4)) {
    const other = adult(random, name, payer.gender === 'f' ? 0.2 : 0.9);
    await centre.act(desk, addContact, {
      id: client.id, name: `${other.firstName} ${other.middleName}`, phone: phoneOf(random, number + 50_000),
      relation: other.gender === 'f' ? 'мама' : 'папа',
    });
  }
  const cabinet = random.chance(0.2)
    ? await centre.login({ mailbox, firstName, lastName, role: 'CLIENT', clientId: client.id }) : undefined;
  return { ...family, kind: isAdult ? 'ADULT' : 'FAMILY', clientId: client.id, children, cabinet };
}

type Newcomer = { firstName: string; lastName: string; number: number; age?: number };

async function enrol(centre: Centre, random: Random, clientId: string, newcomer: Newcomer): Promise<Child> {
  const { age, number, ...name } = newcomer;
  const trainer = random.pick(centre.staff.trainers);
  const born = age === undefined
    ? dayAt(-365 * random.whole(24, 60) - random.whole(0, 364)) : dayAt(-365 * age - random.whole(1, 364));
  const { id: studentId } = await centre.act(deskOn(centre), createStudent, {
    clientId, ...name, birthDate: born.toString(), paysSelf: age === undefined, trainerIds: [trainer.userId],
  });
  centre.numbers.set(studentId, number);
  const interests = interestsOf(centre, random);
  return {
    number, studentId, firstName: name.firstName, interests, trainer,
    wantsOnePass: interests.length > 1 && random.chance(0.4), hasTutor: random.chance(0.1),
  };
}

/** Some want one group, some two, and the others come for something else. */
function interestsOf({ subjects }: Centre, random: Random): string[] {
  const first = random.pick(subjects);
  const second = random.pick(subjects);
  if (!random.chance(0.62)) return [];
  return random.chance(0.3) && second !== first ? [first, second] : [first];
}

/** One family in five has a benefit; most bring a document, and some documents end in the middle of the year. */
function benefitOf(centre: Centre, random: Random, joined: number) {
  const kind = random.weighted<BenefitKey | 'none'>({ none: 78, largeFamily: 13, pensioner: 4, disability: 3, employee: 2 });
  if (kind === 'none') return {};
  const benefitCategoryId = centre.benefits[kind];
  if (kind === 'employee') return { benefitCategoryId };
  const until = random.chance(0.3) ? { benefitValidUntil: dayAt(joined + random.whole(60, 300)).toString() } : {};
  return {
    benefitCategoryId, benefitDocumentNumber: `77-${random.whole(10, 99)} № ${random.whole(100_000, 999_999)}`,
    benefitDocumentDate: dayAt(-random.whole(30, 900)).toString(), benefitValidFrom: dayAt(joined).toString(), ...until,
  };
}
