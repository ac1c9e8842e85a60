import { createBenefitCategory } from '../../src/clients/benefit-categories.ts';
import { changeClient } from '../../src/clients/write-clients.ts';
import { createRental } from '../../src/rentals/create-rental.ts';
import { getRental } from '../../src/rentals/read-rentals.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { ask } from '../money-fixtures.ts';
import type { CallOptions, World } from '../world.ts';

type Wire = Record<string, unknown>;

export const newRoom = async (world: World, wire: Wire = {}): Promise<string> =>
  (await ask(world, createRoom, { name: 'Большой зал', hourlyRate: 2000, ...wire })).id;

export const evening = { date: '2025-02-15', startTime: '14:00', endTime: '18:00' };
export const romashka = { clientName: 'ООО Ромашка', clientPhone: '+7 900 123-45-67' };

export const rent = (world: World, wire: Wire, options?: CallOptions) =>
  ask(world, createRental, { ...evening, ...wire }, options);

export const rentalOf = (world: World, id: string) => ask(world, getRental, { id });

/** Gives the client a new benefit of so many percent. */
export async function benefitOf(world: World, clientId: string, discountPercent: number): Promise<void> {
  const { id } = await ask(world, createBenefitCategory, { name: `Льгота ${discountPercent}`, discountPercent });
  await ask(world, changeClient, { id: clientId, benefitCategoryId: id });
}

/** The rows of a table, as the database has them. */
export async function rowsOf(world: World, query: string): Promise<Wire[]> {
  return (await world.database.owner.query<Wire>(query)).rows;
}
