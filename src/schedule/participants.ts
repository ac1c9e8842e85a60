import { presentParticipant, requireTraining } from './load-training.ts';
import { loadBookable } from './member-store.ts';
import { type ParticipantRow, loadParticipant, putParticipants } from './participant-store.ts';
import { placeFor } from './rules.ts';
import { trainingEndpoints } from './training-contract.ts';
import { lockTrainings } from './training-store.ts';
import { operation } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

const factsOf = ({ studentId, kind, status }: ParticipantRow) => ({ studentId, kind, status });

/** Books a student, also one who cancelled before (C-48), and also after the end: staff notes who came unannounced. */
export const bookParticipant = operation(trainingEndpoints.book, async (context, input) => {
  const { id, studentId, kind, waitingList = false } = input;
  await lockTrainings(context, [id]);
  const [training, [student], before] = await Promise.all([
    requireTraining(context, id), loadBookable(context, [studentId]), loadParticipant(context, id, studentId),
  ]);
  refuseUnless(student, 'NOT_FOUND');
  refuseUnless(training.status === 'PLANNED', 'TRAINING_CANCELLED');
  refuseUnless(student.isActive, 'STUDENT_INACTIVE');
  refuseUnless(before?.status !== 'BOOKED', 'ALREADY_BOOKED');
  const status = placeFor({ places: training.places, taken: training.booked, waitingList }, 'BOOKED', 'TRAINING_FULL');
  refuseUnless(before?.status !== 'WAITING' || status === 'BOOKED', 'ALREADY_BOOKED');
  await putParticipants(context, id, [studentId], kind, status);
  const participant = await loadParticipant(context, id, studentId);
  refuseUnless(participant, 'NOT_FOUND');
  return {
    result: presentParticipant(participant),
    audit: {
      entityType: 'training', entityId: id, clientId: student.clientId, before: before && factsOf(before),
      after: factsOf(participant),
    },
  };
});
