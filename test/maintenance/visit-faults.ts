/** A book of passes, visits and rooms, and a fault for every check of them. */
import { type Book, type Fault, GHOST, sqlOf } from './looking.ts';
import { sealAudit } from '../../src/audit/seal.ts';
import { cancelInvoice } from '../../src/invoices/cancel-invoice.ts';
import { checkIn } from '../../src/rentals/check-in.ts';
import { createRental } from '../../src/rentals/create-rental.ts';
import { createRoom } from '../../src/schedule/rooms.ts';
import { ask, newInvoice, payInvoice } from '../money-fixtures.ts';
import {
  NIGHT, type Person, cancelVisit, cancelWhole, clubWorld, invoicesOf, night, pass, person, training,
} from '../trainings/club.ts';

export type VisitBook = Book & { gleb: Person; fineId: string };

/**
 * Anna has a pass of eight; she, Boris, Vera and Gleb are booked on the morning training, Anna and Boris on the one at
 * noon. The night charges all. Then Vera cancels in time, Anna and Gleb late, and a third training is cancelled, which
 * had the room; a fourth is still to come. The room is rented, and one of five coworking days is used.
 */
export async function newVisitBook(): Promise<VisitBook> {
  const world = await clubWorld();
  const [anna, boris, vera, gleb] = [
    await person(world, 'Анна'), await person(world, 'Борис'), await person(world, 'Вера'), await person(world, 'Глеб'),
  ];
  const card = await pass(world, anna);
  const { id: room } = await ask(world, createRoom, { name: 'Большой зал', hourlyRate: 2000 });
  const morning = await training(world, '2024-01-16T10:00', [anna, boris, vera, gleb], { roomId: room });
  const noon = await training(world, '2024-01-16T12:00', [anna, boris]);
  const off = await training(world, '2024-01-17T10:00', [anna, boris], { roomId: room });
  const later = await training(world, '2024-01-18T10:00', [anna], { roomId: room });
  await world.setClock(NIGHT);
  await night(world);
  await cancelVisit(world, morning, vera);
  await cancelWhole(world, off);
  await world.setClock('2024-01-16T05:00:00Z');
  await cancelVisit(world, morning, anna);
  await cancelVisit(world, morning, gleb);
  const { rental } = await ask(world, createRental, {
    roomId: room, clientId: boris.clientId, date: '2024-01-19', startTime: '14:00', endTime: '18:00',
  });
  const days = await newInvoice(world, vera.clientId, [], { items: [
    { serviceName: 'Коворкинг (5 дней)', serviceType: 'COWORKING', quantity: 5, unitPrice: 500, writeOffTiming: 'ON_USE' },
    { serviceName: 'Пропуск', quantity: 1, unitPrice: 100 },
  ] });
  await payInvoice(world, days.id, 2600);
  await ask(world, checkIn, { clientId: vera.clientId });
  await sealAudit(world.database, world.orgId);
  const [fine] = await invoicesOf(world, gleb);
  const sql = sqlOf(world, {
    org: world.orgId, anna: anna.studentId, boris: boris.studentId, vera: vera.studentId, gleb: gleb.studentId,
    card, room, morning, noon, off, later, rental: rental.id, days: days.id,
  });
  return { world, sql, gleb, fineId: fine!.id };
}

const OF_PASS = `service_type = 'SUBSCRIPTION' and invoice_id in (select id from invoices where subscription_id = :card)`;
const FREED = `'2024-01-16T06:00:00Z'`;
const reversed = `state = 'REVERSED', reversed_at = ${FREED}, reversal_reason = 'x'`;

export const VISIT_FAULTS: readonly Fault<VisitBook>[] = [
  ['I-09', 'a session too many on a pass', 'ученик Анна, абонемент', ({ sql }) => sql(`
    update subscriptions set sessions_left = sessions_left + 1 where id = :card`)],
  ['I-09-ITEM', 'an item that lost a session', 'остаток позиции 5, выдано и не использовано 6', ({ sql }) => sql(`
    update invoice_items set remaining_quantity = remaining_quantity - 100 where ${OF_PASS}`)],
  ['I-09-ITEM', 'half a day that nobody used', 'остаток позиции 3,50, выдано и не использовано 4', ({ sql }) => sql(`
    update invoice_items set remaining_quantity = remaining_quantity - 50 where service_type = 'COWORKING'`)],
  ['I-10', 'a visit that cost a session and an invoice', 'занятие Йога, ученик Анна, повторов 2', ({ sql }) => sql(`
    drop index training_charges_one_active;
    update invoices set student_id = :anna where training_id = :noon and student_id = :boris;
    update training_charges set student_id = :anna where training_id = :noon and student_id = :boris`)],
  ['I-10', 'a visit that cost two sessions of one pass', 'занятие Йога, ученик Анна, повторов 2', ({ sql }) => sql(`
    drop index training_charges_one_active;
    update session_movements set training_id = :noon where training_id = :morning;
    update training_charges set training_id = :noon where training_id = :morning and student_id = :anna;
    update training_participants set cancel_label = 'SAFE' where training_id = :morning and student_id = :anna`)],
  ['I-10-CHARGE', 'a charge taken back, its invoice not', 'занятий или счетов 1, действующих списаний 0', ({ sql }) => sql(`
    update training_charges set ${reversed} where training_id = :noon and student_id = :boris`)],
  ['I-10-CHARGE', 'a session taken for nothing', 'ученик Анна, абонемент', ({ sql }) => sql(`
    insert into session_movements (org_id, subscription_id, item_id, training_id, student_id, kind, delta, reason,
                                   operation_id, created_by, created_at)
    select org_id, subscription_id, item_id, t.id, student_id, kind, t.delta, 'x', operation_id, created_by, created_at
      from session_movements m, (values (:later::uuid, -1), (null, 1)) as t (id, delta)
     where m.training_id = :noon and m.kind = 'CHARGE'`)],
  ['I-10-CHARGE', 'a fine whose invoice is an ordinary one', 'ученик Глеб, счёт INV-2024-', ({ sql }) => sql(`
    update invoices set purpose = 'TRAINING' where training_id = :morning and student_id = :gleb`)],
  ['I-11', 'a cancelled training that is still charged', 'занятие Йога, ученик', ({ sql }) => sql(`
    update trainings set status = 'CANCELLED', cancelled_at = ${FREED} where id = :noon`)],
  ['I-12', 'a booking cancelled in time that is still charged', 'ученик Борис, способ списания INVOICE', ({ sql }) => sql(`
    update training_participants set status = 'CANCELLED', cancel_label = 'SAFE'
     where training_id = :noon and student_id = :boris`)],
  ['I-13', 'a late cancellation charged as a visit', 'способ списания SESSION, вид списания NORMAL', ({ sql }) => sql(`
    update training_charges set label = 'NORMAL' where training_id = :morning and student_id = :anna`)],
  ['I-13', 'a fine that was taken back', 'ученик Глеб, списание снято 2024-01-16', async ({ world, fineId, sql }) => {
    await ask(world, cancelInvoice, { id: fineId, reason: 'Ошибка' });
    await sql(`update training_charges set ${reversed} where training_id = :morning and student_id = :gleb`);
  }],
  ['I-23', 'a used pass as if it were untouched', 'списание позиции PENDING, остаток позиции 6', ({ sql }) => sql(`
    update invoice_items set write_off_status = 'PENDING' where ${OF_PASS}`)],
  ['I-23', 'an item of a void invoice that still waits', 'состояние CANCELLED, списание позиции PENDING', ({ sql }) => sql(`
    update invoice_items set write_off_status = 'PENDING'
     where invoice_id in (select id from invoices where training_id = :morning and student_id = :vera)`)],
  ['I-23', 'something sold and paid that is not given', 'позиция Пропуск', ({ sql }) => sql(`
    update invoice_items set write_off_status = 'IN_PROGRESS' where invoice_id = :days and service_name = 'Пропуск'`)],
  ['I-40', 'a rental with no room', 'ошибка помещение не занято, арендатор Борис, помещение Большой зал', ({ sql }) => sql(`
    delete from room_bookings where rental_id = :rental`)],
  ['I-40', 'a cancelled training that keeps its room', 'ошибка помещение всё ещё занято, занятие Йога', ({ sql }) => sql(`
    insert into room_bookings (org_id, id, room_id, training_id, starts_at, ends_at)
    select org_id, ${GHOST}, room_id, id, starts_at, ends_at from trainings where id = :off`)],
  ['I-40', 'a room booked for another time', 'ошибка занято другое помещение или время', ({ sql }) => sql(`
    update room_bookings set ends_at = ends_at + interval '1 hour' where training_id = :later`)],
  ['I-40', 'a room given to two', 'ошибка помещение занято дважды', ({ sql }) => sql(`
    alter table room_bookings drop constraint room_bookings_no_overlap;
    with early as (select * from trainings where id = :later),
    moved as (update rentals r set starts_at = e.starts_at + interval '59 minutes', ends_at = e.ends_at + interval '3 hours'
                from early e where r.id = :rental)
    update room_bookings b set starts_at = e.starts_at + interval '59 minutes', ends_at = e.ends_at + interval '3 hours'
      from early e where b.rental_id = :rental`)],
  ['I-40', 'a rental billed twice', 'ошибка аренда выставлена дважды, арендатор Борис', ({ sql }) => sql(`
    drop index invoices_one_per_rental;
    update invoices set purpose = 'RENTAL', rental_id = :rental where id = :days`)],
];
