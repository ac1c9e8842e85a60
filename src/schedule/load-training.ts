import { type ParticipantRow, loadParticipants } from './participant-store.ts';
import { hoursOf } from './rules.ts';
import type { Participant, Training } from './training-contract.ts';
import { type TrainingRow, loadTraining } from './training-store.ts';
import { decimalText } from '../kernel/money.ts';
import type { Context } from '../kernel/operation.ts';
import { refuseUnless } from '../kernel/refusal.ts';

/** The training as the outside sees it. */
export function presentTraining(row: TrainingRow): Training {
  const { slotDate: _, safeMinutes, groupPrice: __, groupTrialPrice: ___, groupSafeMinutes: ____, ...training } = row;
  return { ...training, safeHours: hoursOf(safeMinutes) };
}

export function presentParticipant(row: ParticipantRow): Participant {
  const { chargeKind: kind, chargeLabel: label, subscriptionId, invoiceId, ...participant } = row;
  return {
    ...participant, charge: kind === null || label === null ? null : { kind, label, subscriptionId, invoiceId },
  };
}

/** A training that the actor may see. */
export async function requireTraining(context: Context, id: string): Promise<TrainingRow> {
  const training = await loadTraining(context, id);
  refuseUnless(training, 'NOT_FOUND');
  return training;
}

/** The training with everyone on its list. */
export async function trainingWithParticipants(context: Context, id: string) {
  const [training, rows] = await Promise.all([requireTraining(context, id), loadParticipants(context, id)]);
  return { ...presentTraining(training), participants: rows.map(presentParticipant) };
}

/** What an audit record says of a training. */
export const trainingFacts = (row: TrainingRow) => {
  const { title, groupId, date, startsAt, endsAt, roomId, trainerId, capacity, price, safeMinutes } = row;
  return {
    title, groupId, date, startsAt, endsAt, roomId, trainerId, capacity, safeMinutes,
    price: price === null ? null : decimalText(price),
  };
};
