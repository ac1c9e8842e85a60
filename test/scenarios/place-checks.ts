/** Rentals and coworking: their state, time and price, and what is left. */
import { expect } from 'vitest';
import { type Fields, STATE, compareList, yesNo } from './lists.ts';
import { answerOf, idOf, nameOf, send } from './stage.ts';
import { RENTAL_STATES, WRITE_OFF, check, dayText, moneyText } from './words.ts';
import type { Result } from '../../src/kernel/contract.ts';
import { listVisits } from '../../src/rentals/check-in.ts';
import type { Rental } from '../../src/rentals/contract.ts';
import { getRental } from '../../src/rentals/read-rentals.ts';
import type { coworkingEndpoints } from '../../src/rentals/write-off-contract.ts';

const quantityText = (quantity: number): string => (quantity % 100 === 0 ? String(quantity / 100) : moneyText(quantity));

const rentalFields: Fields<Rental> = {
  [STATE]: ({ status }) => RENTAL_STATES[status],
  'клиент': ({ clientId }, stage) => `«${nameOf(stage, 'client', clientId)}»`,
  'телефон': ({ clientPhone }) => String(clientPhone),
  'день': ({ date }) => dayText(date),
  'время': ({ startTime, endTime }) => `${startTime}–${endTime}`,
  'минут': ({ minutes }) => String(minutes),
  'часов': ({ durationHours }) => quantityText(durationHours),
  'цена часа': ({ hourlyRate }) => moneyText(hourlyRate),
  'итого': ({ totalPrice }) => moneyText(totalPrice),
};

const visitFields: Fields<Result<typeof coworkingEndpoints.checkIn>> = {
  'осталось': ({ remainingQuantity }) => quantityText(remainingQuantity),
  'использование': ({ writeOffStatus }) => WRITE_OFF[writeOffStatus],
  'пометка': ({ visit }) => `«${visit.notes}»`,
  'повторно': ({ repeated }) => yesNo(repeated),
};

export const placeChecks = [
  check('аренда {name}: {rest}', async (stage, name, list) => {
    const rental = await send(stage, getRental, { id: idOf(stage, 'rental', name) });
    compareList(stage, rental, rentalFields, Object.values(RENTAL_STATES), list);
  }),
  check('посещение коворкинга: {rest}', async (stage, list) =>
    compareList(stage, answerOf(stage, 'visit'), visitFields, [], list)),
  check('посещений коворкинга у клиента {name}: {count}', async (stage, client, count) => {
    const { pagination } = await send(stage, listVisits, { clientId: idOf(stage, 'client', client) });
    expect(pagination.total).toBe(count);
  }),
];
