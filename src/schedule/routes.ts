import { changeTraining } from './change-training.ts';
import { generateSchedule } from './generate.ts';
import { changeGroup, createGroup, getGroup, listGroups } from './groups.ts';
import { joinGroup, leaveGroup, listMembers } from './members.ts';
import { bookParticipant } from './participants.ts';
import { changeRoom, createRoom, listRooms } from './rooms.ts';
import { createSlot, endSlot, listSlots } from './slots.ts';
import { listTrainers } from './trainers.ts';
import { createTraining, removeTraining } from './trainings.ts';

export const scheduleRoutes = [
  listTrainers, listRooms, createRoom, changeRoom,
  listGroups, createGroup, getGroup, changeGroup, listMembers, joinGroup, leaveGroup,
  listSlots, createSlot, endSlot, generateSchedule,
  createTraining, changeTraining, removeTraining, bookParticipant,
];
