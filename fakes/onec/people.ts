/** The customers of the fake: the reference customer, and others who show what real bases hold. */
import { NO_REFERENCE } from './shapes.ts';
import type { Row } from './filter.ts';

export type Person = Readonly<{
  name: string;
  /** What the field of the barcode holds. */
  phone: string;
  /** ОсновныеСведения; without it the field is missing. */
  about?: string;
  contacts?: readonly Row[];
  isDeleted?: true;
  hasNoOwner?: true;
  /** The second card of the person before. */
  isSecondCard?: true;
}>;

const SPACE = 'http://www.v8.1c.ru/ssl/contactinfo';
const addressXml = (fields: string): string =>
  `<КонтактнаяИнформация xmlns="${SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" Представление="Адрес">`
  + `<Состав xsi:type="Адрес" Страна="РОССИЯ"><Состав xsi:type="АдресРФ">${fields}</Состав></Состав></КонтактнаяИнформация>`;
const phoneXml = `<КонтактнаяИнформация xmlns="${SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`
  + '<Состав xsi:type="НомерТелефона" КодСтраны="7" КодГорода="978" Номер="0000001"/></КонтактнаяИнформация>';

const contact = (line: number, kind: string, fields: Row): Row => ({
  LineNumber: String(line), Тип: kind, Вид_Key: NO_REFERENCE, Представление: '', ЗначенияПолей: '', Значение: '',
  Страна: '', Регион: '', Город: '', АдресЭП: '', НомерТелефона: '', ...fields,
});
export const xmlAddress = (fields: string): Row[] => [
  contact(1, 'Телефон', { Представление: '+7 (978) 000-00-01', ЗначенияПолей: phoneXml }),
  contact(2, 'Адрес', { Представление: 'РОССИЯ', ЗначенияПолей: addressXml(fields) }),
];
const jsonAddress = (fields: Row): Row[] => {
  const value = JSON.stringify({ type: 'Адрес', country: 'РОССИЯ', ...fields });
  return [contact(1, 'Адрес', { Представление: 'РОССИЯ', Значение: value })];
};

export const REFERENCE_PHONE = '79788451364';
/** S1: what the check report says of her. */
export const REFERENCE = {
  name: 'Царькова Анна Андреевна', phone: REFERENCE_PHONE, city: 'Симферополь', initial: '232360.00', purchases: '132694.00',
  total: '365054.00', points: 4806,
} as const;

export const PEOPLE: readonly Person[] = [
  { name: REFERENCE.name, phone: REFERENCE_PHONE, about: 'Царькова А. А.\n+7 978 845-13-64\nСимферополь' },
  {
    name: 'Иванов Пётр Сергеевич', phone: '79780000002', about: 'Иванов П. С.\n+7 978 000-00-02',
    contacts: xmlAddress('<СубъектРФ>Крым Респ</СубъектРФ><Город></Город><НаселПункт/><Улица>Ялта</Улица>'),
  },
  { name: 'Орлова Вера Ильинична', phone: '79780000003', about: 'Орлова В. И.\n+7 978 000-00-03\n  г. Севастополь  ' },
  { name: 'Без Сведений', phone: '79780000004' },
  { name: 'Удалённая Карта', phone: '79780000005', about: 'Удалённая\n-\nКерчь', isDeleted: true },
  { name: 'Ничья карта', phone: '79780000006', hasNoOwner: true },
  { name: 'Восьмёркина Ольга', phone: '89780000007', about: 'Восьмёркина О.\n8 978 000-00-07\nЕвпатория' },
  { name: 'Плохой Номер', phone: '12345', about: 'Плохой Н.\n12345\nСаки' },
  { name: 'Пустой Номер', phone: '', about: 'Пустой Н.\n\nСаки' },
  {
    name: 'Скобкин Илья', phone: '+7 (978) 000-00-10',
    about: 'Скобкин И.\r\n+7 978 000-00-10\r\nФеодосия\r\nСтрока четыре',
  },
  {
    name: 'Городской Адрес', phone: '79780000011', about: '',
    contacts: xmlAddress('<СубъектРФ>Крым Респ</СубъектРФ><Город>Судак г</Город><Улица></Улица>'),
  },
  {
    name: 'Новая Библиотека', phone: '79780000012', about: 'Новая Б.',
    contacts: jsonAddress({ city: 'Алушта', cityType: 'г', street: '' }),
  },
  { name: 'Две Карты', phone: '79780000013', about: 'Две К.\n+7 978 000-00-13\nДжанкой' },
  { name: 'Две Карты', phone: '+79780000013', isSecondCard: true },
  { name: "О'Нил <script>alert(1)</script>", phone: '79780000015', about: "О'Нил\n+7 978 000-00-15\n=1+1" },
];
