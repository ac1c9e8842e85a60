import {
  changeReservation, createReservation, getReservation, listReservations, releaseReservation,
} from './reservations.ts';

export const reservationRoutes = [
  createReservation, listReservations, getReservation, changeReservation, releaseReservation,
];
