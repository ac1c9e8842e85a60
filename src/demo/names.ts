/** People as a Russian desk writes them down: names that agree in gender, phones, towns. */
import type { Random } from './random.ts';

export type Gender = 'f' | 'm';
type Forms = readonly [male: string, female: string];

const SURNAMES: readonly Forms[] = [
  'Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров',
  'Морозов', 'Волков', 'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов', 'Степанов', 'Николаев',
  'Орлов', 'Андреев', 'Макаров', 'Никитин', 'Захаров', 'Зайцев', 'Соловьёв', 'Борисов', 'Яковлев', 'Григорьев',
  'Романов', 'Воробьёв', 'Сергеев', 'Кузьмин', 'Фролов', 'Александров', 'Дмитриев', 'Королёв', 'Гусев', 'Киселёв',
  'Ильин', 'Максимов', 'Поляков', 'Сорокин', 'Виноградов', 'Ковалёв', 'Белов', 'Медведев', 'Антонов', 'Тарасов',
  'Жуков', 'Баранов', 'Филиппов', 'Комаров', 'Давыдов', 'Беляев', 'Герасимов', 'Богданов', 'Осипов', 'Сидоров',
  'Матвеев', 'Титов', 'Марков', 'Миронов', 'Крылов', 'Куликов', 'Карпов', 'Власов', 'Мельников', 'Денисов',
].map((name): Forms => [name, `${name}а`]);
const OTHER_SURNAMES: readonly Forms[] = [
  ['Островский', 'Островская'], ['Вишневский', 'Вишневская'], ['Успенский', 'Успенская'], ['Горский', 'Горская'],
  ['Шевченко', 'Шевченко'], ['Бондаренко', 'Бондаренко'], ['Ткаченко', 'Ткаченко'], ['Черных', 'Черных'],
  ['Ахметов', 'Ахметова'], ['Галиев', 'Галиева'], ['Саркисян', 'Саркисян'], ['Ким', 'Ким'], ['Мельник', 'Мельник'],
];
const ALL_SURNAMES = [...SURNAMES, ...OTHER_SURNAMES];

const ADULTS: Record<Gender, readonly string[]> = {
  f: [
    'Анна', 'Елена', 'Ольга', 'Наталья', 'Екатерина', 'Татьяна', 'Ирина', 'Мария', 'Светлана', 'Юлия', 'Марина',
    'Дарья', 'Анастасия', 'Ксения', 'Виктория', 'Людмила', 'Галина', 'Алина', 'Оксана', 'Полина', 'Вероника', 'Алёна',
  ],
  m: [
    'Александр', 'Сергей', 'Дмитрий', 'Андрей', 'Алексей', 'Максим', 'Евгений', 'Иван', 'Михаил', 'Николай', 'Павел',
    'Артём', 'Роман', 'Владимир', 'Константин', 'Игорь', 'Олег', 'Денис', 'Антон', 'Виктор',
  ],
};
const CHILDREN: Record<Gender, readonly string[]> = {
  f: [
    'София', 'Анна', 'Мария', 'Ева', 'Виктория', 'Полина', 'Алиса', 'Варвара', 'Василиса', 'Арина', 'Дарья', 'Милана',
    'Ксения', 'Елизавета', 'Вероника', 'Таисия', 'Кира', 'Ульяна', 'Маргарита', 'Злата', 'Агата', 'Стефания',
  ],
  m: [
    'Александр', 'Михаил', 'Максим', 'Артём', 'Марк', 'Лев', 'Матвей', 'Иван', 'Дмитрий', 'Даниил', 'Кирилл', 'Тимофей',
    'Роман', 'Егор', 'Мирон', 'Фёдор', 'Ярослав', 'Илья', 'Платон', 'Савелий', 'Глеб', 'Григорий',
  ],
};
const PATRONYMICS: readonly Forms[] = [
  'Александрович', 'Сергеевич', 'Дмитриевич', 'Андреевич', 'Алексеевич', 'Евгеньевич', 'Иванович', 'Михайлович',
  'Николаевич', 'Павлович', 'Викторович', 'Владимирович', 'Олегович', 'Юрьевич', 'Анатольевич', 'Борисович', 'Петрович',
].map((name): Forms => [name, name.replace(/ич$/, 'на')]);

export const CITIES = ['Москва', 'Химки', 'Мытищи', 'Красногорск', 'Долгопрудный', 'Зеленоград', 'Королёв'] as const;
const STREETS = ['Садовая', 'Лесная', 'Школьная', 'Молодёжная', 'Полевая', 'Парковая', 'Набережная'] as const;

const form = ([male, female]: Forms, gender: Gender): string => (gender === 'f' ? female : male);

export type Surname = { of(gender: Gender): string };
export function surname(random: Random): Surname {
  const forms = random.pick(ALL_SURNAMES);
  return { of: (gender) => form(forms, gender) };
}

export type Adult = { firstName: string; middleName: string; lastName: string; gender: Gender };
export function adult(random: Random, family: Surname, womenShare: number): Adult {
  const gender: Gender = random.chance(womenShare) ? 'f' : 'm';
  return {
    firstName: random.pick(ADULTS[gender]), middleName: form(random.pick(PATRONYMICS), gender),
    lastName: family.of(gender), gender,
  };
}

export function childName(random: Random, family: Surname): { firstName: string; lastName: string } {
  const gender: Gender = random.chance(0.55) ? 'f' : 'm';
  return { firstName: random.pick(CHILDREN[gender]), lastName: family.of(gender) };
}

/** A mobile number of its own for everybody: the number of the person is part of it. */
export const phoneOf = (random: Random, person: number): string =>
  `+7900${String(random.whole(0, 9))}${String(person % 100_000).padStart(5, '0')}${random.whole(0, 9)}`;

export const addressOf = (random: Random): string =>
  `ул. ${random.pick(STREETS)}, д. ${random.whole(1, 92)}, кв. ${random.whole(1, 240)}`;

const LATIN: Record<string, string> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm',
  н: 'n', о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'h', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sch', ъ: '',
  ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};
/** "anna.ivanova": a name as it stands in an address of post. */
export const latin = (text: string): string =>
  text.toLowerCase().replace(/[^a-z0-9]/g, (letter) => LATIN[letter] ?? '.');
