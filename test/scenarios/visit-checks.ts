/** Trainings: who comes, what was charged and under which name, what a cancellation gave back, what a job reports. */
import { expect } from 'vitest';
import { type Fields, STATE, compareList, yesNo } from './lists.ts';
import { type Stage, answerOf, idOf, nameOf, send } from './stage.ts';
import { MARKS, check, moneyText } from './words.ts';
import type { Result } from '../../src/kernel/contract.ts';
import { listDecisions } from '../../src/jobs/read-jobs.ts';
import type { Participant } from '../../src/schedule/training-contract.ts';
import { getTraining } from '../../src/trainings/read-trainings.ts';
import type { cancelParticipation, cancelTraining } from '../../src/trainings/contract.ts';
import { listCharges } from '../../src/trainings/read-charges.ts';

const BOOKINGS = { BOOKED: 'записан', WAITING: 'ждёт места' } as const;
const CANCELLED = { SAFE: 'отменил вовремя', FINE: 'отменил поздно' } as const;
const markText = Object.fromEntries(Object.entries(MARKS).map(([text, mark]) => [mark, text]));
const participantFields: Fields<Participant> = {
  [STATE]: ({ status, cancelLabel }) => (status === 'CANCELLED' ? CANCELLED[cancelLabel ?? 'SAFE'] : BOOKINGS[status]),
  'отметка': ({ mark }) => (mark === null ? 'нет' : markText[mark] ?? mark),
};

const LABELS = { NORMAL: '', ABSENCE: ', пропуск', FINE: ', штраф' } as const;
/** "«А» — занятие с абонемента; «Б» — счёт, штраф": every charge of the training, oldest first within a student. */
async function chargesText(stage: Stage, title: string): Promise<string> {
  const { charges } = await send(stage, listCharges, { trainingId: idOf(stage, 'training', title), limit: 100 });
  return charges.toReversed().map(({ studentId, kind, label, state }) => {
    const what = kind === 'SESSION' ? 'занятие с абонемента' : 'счёт';
    return `«${nameOf(stage, 'student', studentId)}» — ${what}${LABELS[label]}${state === 'ACTIVE' ? '' : ', возвращено'}`;
  }).sort((a, b) => a.slice(0, a.indexOf('»')).localeCompare(b.slice(0, b.indexOf('»')), 'ru')).join('; ');
}

const visitFields: Fields<Result<typeof cancelParticipation>> = {
  [STATE]: ({ label }) => (label === 'SAFE' ? 'вовремя' : 'поздно'),
  'вернулось занятий': ({ sessionsReturned }) => String(sessionsReturned),
  'списано занятий': ({ sessionsCharged }) => String(sessionsCharged),
  'счёт отменён': ({ invoiceCancelled }) => yesNo(invoiceCancelled),
  'вернулось денег': ({ moneyReturned }) => moneyText(moneyReturned),
  'штраф': ({ fineAmount }) => (fineAmount === null ? 'нет' : moneyText(fineAmount)),
  'сказано': ({ sentence }) => `«${sentence.replaceAll('\u00a0', ' ')}»`,
};
const trainingFields: Fields<Result<typeof cancelTraining>> = {
  'вернулось занятий': ({ sessionsReturned }) => String(sessionsReturned),
  'отменено счетов': ({ invoicesCancelled }) => String(invoicesCancelled),
  'вернулось денег': ({ moneyReturned }) => moneyText(moneyReturned),
};

type Metrics = Readonly<Record<string, number>>;
const metric = (name: string) => (metrics: Metrics): string => String(metrics[name] ?? 'нет');
const skipped = (metrics: Metrics): string =>
  String(Object.entries(metrics).reduce((all, [name, count]) => (name.startsWith('skipped.') ? all + count : all), 0));
const jobFields: Fields<Metrics> = {
  'занятий': metric('trainings'),
  'списано с абонементов': metric('sessionsDeducted'),
  'выставлено счетов': metric('invoicesCreated'),
  'пропущено': skipped,
  'ошибок': metric('errors'),
  'просрочено счетов': metric('marked'),
  'напоминаний': metric('reminded'),
  'продлений': metric('issued'),
  'закончилось абонементов': metric('ended'),
  'истекло абонементов': metric('expired'),
  'отчислено учеников': metric('expelled'),
};

const decisionsOf = async (stage: Stage) => {
  const { run } = answerOf(stage, 'job');
  if (!run) throw new Error('Последний шаг сделал не это');
  return (await send(stage, listDecisions, { id: run.id, limit: 100 })).decisions;
};

export const visitChecks = [
  check('ученик {name} на занятии {name}: {rest}', async (stage, student, title, list) => {
    const { participants } = await send(stage, getTraining, { id: idOf(stage, 'training', title) });
    const found = participants.find(({ studentId }) => studentId === idOf(stage, 'student', student));
    if (!found) throw new Error(`На занятии «${title}» нет ученика «${student}»`);
    compareList(stage, found, participantFields, [...Object.values(BOOKINGS), ...Object.values(CANCELLED)], list);
  }),
  check('списания за занятие {name}: {rest}', async (stage, title, list) =>
    expect(await chargesText(stage, title)).toBe(list)),
  check('списаний за занятие {name} нет', async (stage, title) => expect(await chargesText(stage, title)).toBe('')),
  check('отмена записи: {rest}', async (stage, list) =>
    compareList(stage, answerOf(stage, 'cancelledVisit'), visitFields, ['вовремя', 'поздно'], list)),
  check('отмена занятия: {rest}', async (stage, list) =>
    compareList(stage, answerOf(stage, 'cancelledTraining'), trainingFields, [], list)),
  check('итог задания: {rest}', async (stage, list) =>
    compareList(stage, answerOf(stage, 'job').metrics, jobFields, [], list)),
  check('ошибки задания: {rest}', async (stage, list) =>
    expect(answerOf(stage, 'job').errors.map(({ context, message }) => {
      const { title, student } = context ?? {};
      return `${String(title)}, ${String(student).trim()}: ${message}`;
    }).join('; ')).toBe(list)),
  check('ночь решила об ученике {name}: {rest}', async (stage, student, list) => {
    const own = (await decisionsOf(stage)).filter(({ student: { id } }) => id === idOf(stage, 'student', student));
    expect(own.map(({ sentence }) => sentence).join('; ')).toBe(list);
  }),
];
