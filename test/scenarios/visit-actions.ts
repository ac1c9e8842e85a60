/** Trainings, bookings and marks, their cancellation, and the jobs that run by themselves or on somebody's word. */
import { namesIn } from './lists.ts';
import { type Stage, idOf, remember, send, worldOf } from './stage.ts';
import { JOBS, MARKS, action, roubles } from './words.ts';
import { moveClock } from '../../src/jobs/clock.ts';
import { runJobByHand } from '../../src/jobs/run-by-hand.ts';
import { bookParticipant } from '../../src/schedule/participants.ts';
import { createTraining } from '../../src/schedule/trainings.ts';
import { cancelParticipation } from '../../src/trainings/cancel-participation.ts';
import { cancelTraining } from '../../src/trainings/cancel-training.ts';
import { markAttendance } from '../../src/trainings/mark-attendance.ts';

/** A training of one hour. */
async function enterTraining(stage: Stage, title: string, startsAt: string, more: Record<string, unknown>): Promise<void> {
  const endsAt = Temporal.Instant.from(startsAt).add({ hours: 1 }).toString();
  remember(stage, 'training', title, (await send(stage, createTraining, { title, startsAt, endsAt, ...more })).id);
}
const idsOf = (stage: Stage, list: string): string[] => namesIn(list).map((name) => idOf(stage, 'student', name));

const trainings = [
  action('занятие {name} {moment}, записаны {rest}', (stage, title, startsAt, students) =>
    enterTraining(stage, title, startsAt, { studentIds: idsOf(stage, students) })),
  action('занятие {name} {moment}, цена {sum}, записаны {rest}', (stage, title, startsAt, price, students) =>
    enterTraining(stage, title, startsAt, { price: roubles(price), studentIds: idsOf(stage, students) })),
  action('занятие {name} группы {name} {moment}', (stage, title, group, startsAt) =>
    enterTraining(stage, title, startsAt, { groupId: idOf(stage, 'group', group) })),
  action('{who} записывает ученика {name} на занятие {name}', async (stage, who, student, title) => {
    await send(stage, bookParticipant, { id: idOf(stage, 'training', title), studentId: idOf(stage, 'student', student) }, who);
  }),
  action('{who} отменяет занятие {name} по причине {name}', async (stage, who, title, reason) => {
    stage.answers.cancelledTraining = await send(stage, cancelTraining, { id: idOf(stage, 'training', title), reason }, who);
  }),
  action('{who} отменяет запись ученика {name} на занятие {name}', async (stage, who, student, title) => {
    const fields = { id: idOf(stage, 'training', title), studentId: idOf(stage, 'student', student) };
    stage.answers.cancelledVisit = await send(stage, cancelParticipation, fields, who);
  }),
];

const marks = [
  action('{who} отмечает, что ученик {name} {mark} на занятии {name}', async (stage, who, student, mark, title) => {
    const fields = { trainingId: idOf(stage, 'training', title), studentId: idOf(stage, 'student', student) };
    await send(stage, markAttendance, { ...fields, status: MARKS[mark] }, who);
  }),
  action('{who} отмечает, что клиент {name} был на занятии {name} {day}', async (stage, who, client, title, date) => {
    const fields = { scheduleId: idOf(stage, 'training', title), clientId: idOf(stage, 'client', client), date };
    await send(stage, markAttendance, fields, who);
  }),
];

/** Makes every charge of a student fail in the database, as something that nobody foresaw. */
async function breakCharges(stage: Stage, student: string, message: string): Promise<void> {
  const { owner } = worldOf(stage).database;
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  await owner.query(`
    create function fail_charge() returns trigger language plpgsql as $$
    begin raise exception using message = ${quoted(message)}; end $$`);
  await owner.query(`
    create trigger fail_charge before insert on training_charges for each row
      when (new.student_id = ${quoted(idOf(stage, 'student', student))}) execute function fail_charge()`);
}

const jobs = [
  action('выполняется задание {job}', async (stage, job) => {
    const answer = await send(stage, runJobByHand, { name: JOBS[job] });
    if (answer.status !== 'DONE') throw new Error(`Задание «${job}» не выполнено: ${JSON.stringify(answer.errors)}`);
    stage.answers.job = answer;
  }),
  action('время идёт до {moment}, и всё происходит само', async (stage, now) => {
    const { runs } = await send(stage, moveClock, { now });
    const failed = runs.filter(({ status }) => status !== 'DONE');
    if (failed.length > 0) throw new Error(`Задания не выполнены: ${failed.map(({ job }) => job).join(', ')}`);
  }),
  action('списание с ученика {name} в базе кончается ошибкой {name}', breakCharges),
  action('ошибка в базе исправлена', async (stage) => {
    await worldOf(stage).database.owner.query('drop function fail_charge cascade');
  }),
];

export const visitActions = [...trainings, ...marks, ...jobs];
