import { cancelRental } from './cancel-rental.ts';
import { changeRental } from './change-rental.ts';
import { checkIn, listVisits } from './check-in.ts';
import { createRental } from './create-rental.ts';
import { invoiceRental } from './invoice-rental.ts';
import { getRental, listRentals } from './read-rentals.ts';
import { writeOff } from './write-off.ts';

export const rentalRoutes = [
  createRental, listRentals, getRental, changeRental, cancelRental, invoiceRental, checkIn, listVisits, writeOff,
];
