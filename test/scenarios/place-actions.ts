/** Rooms that are rented out, coworking, and services that are written off by hand. */
import { type Stage, allOf, idOf, remember, send } from './stage.ts';
import { action, roubles } from './words.ts';
import { getInvoice } from '../../src/invoices/read-invoices.ts';
import { checkIn } from '../../src/rentals/check-in.ts';
import { createRental } from '../../src/rentals/create-rental.ts';
import { invoiceRental } from '../../src/rentals/invoice-rental.ts';
import { writeOff } from '../../src/rentals/write-off.ts';
import { createRoom } from '../../src/schedule/rooms.ts';

/** A renter who was not in the base is a client from now on. */
function rememberRenter(stage: Stage, name: string, id: string): void {
  if (!allOf(stage, 'client').some((client) => client.id === id)) remember(stage, 'client', name, id);
}

export const placeActions = [
  action('помещение {name}, {sum} в час', async (stage, name, rate) => {
    remember(stage, 'room', name, (await send(stage, createRoom, { name, hourlyRate: roubles(rate) })).id);
  }),
  action('{who} сдаёт помещение {name} арендатору {name} с телефоном {name} под {name}: {day} с {time} до {time}',
    async (stage, who, room, clientName, clientPhone, eventType, date, startTime, endTime) => {
      const fields = { roomId: idOf(stage, 'room', room), clientName, clientPhone, eventType, date, startTime, endTime };
      const { rental } = await send(stage, createRental, fields, who);
      remember(stage, 'rental', eventType, rental.id);
      rememberRenter(stage, clientName, rental.clientId);
    }),
  action('{who} выставляет счёт {name} за аренду {name}', async (stage, who, name, rental) => {
    const { id } = await send(stage, invoiceRental, { rentalId: idOf(stage, 'rental', rental) }, who);
    remember(stage, 'invoice', name, id);
  }),
  action('{who} отмечает коворкинг клиента {name} за {day}', async (stage, who, client, date) => {
    stage.answers.visit = await send(stage, checkIn, { clientId: idOf(stage, 'client', client), date }, who);
  }),
  action('{who} списывает по счёту {name} позицию {name}: {count}', async (stage, who, name, item, quantity) => {
    const id = idOf(stage, 'invoice', name);
    const found = (await send(stage, getInvoice, { id })).items.find(({ serviceName }) => serviceName === item);
    if (!found) throw new Error(`В счёте нет позиции «${item}»`);
    await send(stage, writeOff, { id, itemId: found.id, quantity }, who);
  }),
];
