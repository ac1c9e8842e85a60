import { dictionary } from '../lib/words.ts';

export const groupWords = dictionary({
  groups: 'Группы', newGroup: 'Новая группа', edit: 'Изменить группу', add: 'Добавить группу', name: 'Название', capacity: 'Мест', singlePrice: 'Разовое занятие',
  trialPrice: 'Пробное занятие', safeHours: 'Бесплатная отмена за, часов', byPolicy: 'Пусто — как в правилах', trainer: 'Тренер', room: 'Зал', state: 'Состояние',
  active: 'Занимается', inactive: 'Закрыта', members: 'В группе', waiting: 'Ждут места', full: 'Мест нет', save: 'Сохранить',
  noGroups: 'Группа собирает учеников, расписание и цену разового занятия. Создайте первую.', search: 'Название группы', noneYet: 'Групп пока нет',
  schedule: 'Расписание недели', addSlot: 'Добавить строку', weekday: 'День', start: 'Начало', minutes: 'Минут', from: 'С', until: 'По', forever: 'без конца',
  endSlot: 'Закончить', endSlotTitle: 'Закончить строку «{slot}»?', endSlotAct: 'Закончить строку', endSlotAsk: 'Строка закончится сегодня, из расписания {count, plural, one {исчезнет # будущее занятие} few {исчезнут # будущих занятия} many {исчезнет # будущих занятий} other {исчезнет # будущего занятия}}.', validFrom: 'с {from}', validTo: 'с {from} по {to}', keep: 'Не заканчивать', noSlots: 'Строк ещё нет: добавьте день и время, занятия появятся сами.',
  generate: 'Составить занятия', generated: '{count, plural, one {Добавлено # занятие} few {Добавлено # занятия} many {Добавлено # занятий} other {Добавлено # занятия}}', until6: 'На шесть недель вперёд',
  join: 'Записать в группу', student: 'Ученик', findStudent: 'Фамилия ученика', leave: 'Отчислить', joined: 'Записан', left: 'Отчислен из группы', noMembers: 'Учеников пока нет',
  onList: 'Ждёт места', since: 'С', who: 'Ученик', nextTrainings: 'Ближайшие занятия', putOnList: 'Поставить в очередь', openSchedule: 'Открыть расписание', nobody: 'Никого не нашли',
}, {
  groups: 'Groups', newGroup: 'New group', edit: 'Change the group', add: 'Add a group', name: 'Name', capacity: 'Places', singlePrice: 'Single class',
  trialPrice: 'Trial class', safeHours: 'Free cancellation before, hours', byPolicy: 'Empty: by the policy', trainer: 'Trainer', room: 'Room', state: 'State',
  active: 'Active', inactive: 'Closed', members: 'In the group', waiting: 'Waiting', full: 'Full', save: 'Save',
  noGroups: 'A group gathers students, a timetable and the price of a single class. Make the first one.', search: 'Name of the group', noneYet: 'No groups yet',
  schedule: 'Week', addSlot: 'Add a line', weekday: 'Day', start: 'Start', minutes: 'Minutes', from: 'From', until: 'Until', forever: 'no end',
  endSlot: 'End', endSlotTitle: 'End the line “{slot}”?', endSlotAct: 'End the line', endSlotAsk: 'The line ends today; {count, plural, =0 {no coming class goes} one {# coming class goes} other {# coming classes go}}.', validFrom: 'since {from}', validTo: '{from} to {to}', keep: 'Keep it', noSlots: 'No lines yet: add a day and a time, the classes come by themselves.',
  generate: 'Make classes', generated: '{count, plural, one {# class added} other {# classes added}}', until6: 'For six weeks ahead',
  join: 'Take into the group', student: 'Student', findStudent: 'Surname of the student', leave: 'Take out of the group', joined: 'Taken in', left: 'Taken out', noMembers: 'No students yet',
  onList: 'Waits for a place', since: 'Since', who: 'Student', nextTrainings: 'Coming classes', putOnList: 'Put on the waiting list', openSchedule: 'Open the schedule', nobody: 'Nobody found',
});
