import { cancelParticipation } from './cancel-participation.ts';
import { cancelTraining } from './cancel-training.ts';
import { chargeTraining } from './charge-training.ts';
import { deleteMark, markAll, markAttendance } from './mark-attendance.ts';
import { listCharges } from './read-charges.ts';
import { getTraining, listTrainings } from './read-trainings.ts';

export const trainingRoutes = [
  cancelTraining, cancelParticipation, chargeTraining, markAttendance, markAll, deleteMark, listCharges,
  listTrainings, getTraining,
];
