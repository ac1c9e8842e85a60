import { dictionary } from '../lib/words.ts';

export const rentalWords = dictionary({
  rentals: 'Аренда', mayBook: 'Бронирует и отменяет администратор', edit: 'Изменить', onSchedule: 'В расписании', book: 'Забронировать зал', room: 'Зал', renter: 'Арендатор', date: 'День', time: 'Время', hours: 'Часов', sum: 'Сумма', state: 'Состояние',
  what: 'Мероприятие', PLANNED: 'Ждёт оплаты', CONFIRMED: 'Оплачена', CANCELLED: 'Отменена', all: 'Все', allRooms: 'Все залы', from: 'С', to: 'По',
  none: 'Броней пока нет', first: 'Здесь будут брони залов: кто, когда, сколько часов и оплачено ли. Два события в одном зале не встретятся.', start: 'Начало', end: 'Конец',
  nextDay: 'До следующего дня', known: 'Из базы', stranger: 'Впервые у нас', name: 'Имя или организация', phone: 'Телефон', find: 'Фамилия или телефон',
  notes: 'Заметка', invoiceNow: 'Выставить счёт сразу', price: '{hours} ч × {rate} = {total}', benefit: 'Льгота {sum}', fill: 'Заполните зал, день, время и арендатора — здесь появится цена',
  card: 'Бронь', invoices: 'Счета', noInvoice: 'Счёта ещё нет', makeInvoice: 'Выставить счёт', pay: 'Принять оплату', cancel: 'Отменить аренду', keep: 'Не отменять',
  cancelTitle: 'Отменить аренду?', freed: 'Зал освободится. Аннулируется счетов: {count}, в аванс вернётся {sum}.', reasonReady1: 'Отказ арендатора', reasonReady2: 'Зал нужен центру',
  other: 'Другое', cancelled: 'Отменена {day}: {reason}', booked: 'Зал забронирован', nobody: 'Никого не нашли', totalOf: 'Всего {sum}',
}, {
  rentals: 'Rentals', mayBook: 'The front desk books and cancels', edit: 'Change', onSchedule: 'On the schedule', book: 'Book a room', room: 'Room', renter: 'Renter', date: 'Day', time: 'Time', hours: 'Hours', sum: 'Sum', state: 'State',
  what: 'Event', PLANNED: 'Awaits payment', CONFIRMED: 'Paid', CANCELLED: 'Cancelled', all: 'All', allRooms: 'All rooms', from: 'From', to: 'To',
  none: 'No bookings yet', first: 'Here will be bookings of rooms: who, when, how long and whether it is paid. Two events never meet in one room.', start: 'Start', end: 'End',
  nextDay: 'Until the next day', known: 'Known to us', stranger: 'New to us', name: 'Name or organisation', phone: 'Phone', find: 'Surname or phone',
  notes: 'Note', invoiceNow: 'Issue the invoice at once', price: '{hours} h × {rate} = {total}', benefit: 'Benefit {sum}', fill: 'Give a room, a day, a time and a renter: the price appears here',
  card: 'Booking', invoices: 'Invoices', noInvoice: 'No invoice yet', makeInvoice: 'Issue an invoice', pay: 'Take payment', cancel: 'Cancel the rental', keep: 'Keep it',
  cancelTitle: 'Cancel the rental?', freed: 'The room is free again. Invoices voided: {count}, {sum} goes back to the credit.', reasonReady1: 'The renter withdrew', reasonReady2: 'The centre needs the room',
  other: 'Other', cancelled: 'Cancelled {day}: {reason}', booked: 'The room is booked', nobody: 'Nobody found', totalOf: '{sum} in all',
});
