import { dictionary } from '../lib/words.ts';

export const reportWords = dictionary({
  period: 'Период', preset_months_year: '13 месяцев', preset_months_half: 'Полгода', preset_months_calendarYear: 'С января',
  preset_days_month: 'Этот месяц', preset_days_lastMonth: 'Прошлый', preset_days_weeks: '4 недели', preset_days_quarter: '3 месяца', preset_days_year: '13 месяцев',
  rows: 'Строки за этим числом', noRows: 'За этим числом нет строк', month: 'Месяц', total: 'Итого', rest: 'Прочее', all: 'Все услуги',
  same: 'столько же', more: 'на {percent} % больше', less: 'на {percent} % меньше', basis: 'Что считать',
  ACCRUED: 'Начислено', RECEIVED: 'Получено', noYearAgo: 'Год назад данных нет', yearAgo: 'Год назад {sum}',
  invoice: 'Счёт', client: 'Клиент', issued: 'Выставлен', amount: 'Сумма',
  revenue: 'Выручка', revenueQuestion: 'Растём ли и на чём? Контур — год назад', together: 'Все вместе', apart: 'Каждая услуга отдельно',
  revenueNone: 'Первый месяц: покажем после первых платежей. Сейчас 0', noRevenue: 'В этом месяце счетов ещё нет',
  revenueOne: '{month}: {what} {sum}', revenueThan: '{month}: {what} {sum} — {than}, чем месяцем раньше',
  revenueYear: '{month}: {what} {sum} — {than}, чем месяцем раньше, и {year}, чем год назад',
  revenueRows: '{month} · {name}: {count, plural, one {# счёт} few {# счёта} many {# счетов} other {# счёта}} на {sum}',
  fileRevenue: 'Выручка {month} {name}', oneService: '{name}. {month}: {sum}',
}, {
  period: 'Period', preset_months_year: '13 months', preset_months_half: 'Half a year', preset_months_calendarYear: 'Since January',
  preset_days_month: 'This month', preset_days_lastMonth: 'Last', preset_days_weeks: '4 weeks', preset_days_quarter: '3 months', preset_days_year: '13 months',
  rows: 'The rows behind this figure', noRows: 'There are no rows behind this figure', month: 'Month', total: 'Total', rest: 'Others', all: 'All services',
  same: 'the same', more: '{percent}% more', less: '{percent}% less', basis: 'What to count',
  ACCRUED: 'Accrued', RECEIVED: 'Received', noYearAgo: 'No data a year ago', yearAgo: 'A year ago {sum}',
  invoice: 'Invoice', client: 'Client', issued: 'Issued', amount: 'Sum',
  revenue: 'Revenue', revenueQuestion: 'Do we grow, and by what? The outline is a year ago', together: 'All together', apart: 'Each service by itself',
  revenueNone: 'The first month: shown after the first payments. Now 0', noRevenue: 'There are no invoices in this month yet',
  revenueOne: '{month}: {what} {sum}', revenueThan: '{month}: {what} {sum}, {than} than the month before',
  revenueYear: '{month}: {what} {sum}, {than} than the month before and {year} than a year ago',
  revenueRows: '{month} · {name}: {count, plural, one {# invoice} other {# invoices}} of {sum}',
  fileRevenue: 'Revenue {month} {name}', oneService: '{name}. {month}: {sum}',
});
