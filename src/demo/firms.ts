/** Legal entities that rent rooms: their requisites pass the same control digits as real ones. */
import type { Random } from './random.ts';
import {
  isValidBankAccount, isValidCorrespondentAccount, isValidInn, isValidOgrn,
} from '../kernel/requisites.ts';

const FIRMS = [
  'Академия танца', 'Театральная мастерская', 'Музыка детям', 'Йога-студия «Лотос»', 'Северное сияние', 'Кругозор',
  'Праздник каждый день', 'Логопед и Ко', 'Языковой клуб', 'Шахматный дом', 'Синяя птица', 'Лаборатория роботов',
  'Керамика', 'Город мастеров', 'Вокальная студия', 'Арт-пространство',
] as const;
const OWNERS = [
  'Соболева Ирина Петровна', 'Крюков Денис Олегович', 'Антипова Вера Юрьевна', 'Лапин Игорь Сергеевич',
] as const;
const BANKS = [
  { bankName: 'ПАО СБЕРБАНК', bik: '044525225' },
  { bankName: 'АО «АЛЬФА-БАНК»', bik: '044525593' },
  { bankName: 'АО «ТБАНК»', bik: '044525974' },
] as const;

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.whole(0, 9)).join('');

/** The number whose last digits are control digits: of all that there can be, the one that is valid. */
function completed(start: string, controlDigits: number, isValid: (number: string) => boolean): string {
  for (let tail = 0; tail < 10 ** controlDigits; tail += 1) {
    const number = start + String(tail).padStart(controlDigits, '0');
    if (isValid(number)) return number;
  }
  throw new TypeError(`No control digits make ${start} valid`);
}

/** An account of the kind with the control digit on its ninth place. */
function account(kind: string, tail: string, isValid: (account: string) => boolean): string {
  const found = Array.from({ length: 10 }, (_, key) => `${kind}${key}${tail}`).find(isValid);
  if (found === undefined) throw new TypeError(`No key makes ${kind} valid`);
  return found;
}

/** What is written down about the firm with this number; every third one is a sole trader. */
export function firm(random: Random, number: number) {
  const { bankName, bik } = random.pick(BANKS);
  const isTrader = number % 3 === 2;
  const name = isTrader
    ? `ИП ${OWNERS[Math.floor(number / 3) % OWNERS.length]}`
    : `ООО «${(FIRMS[number % FIRMS.length] ?? '').replace(/«(.+)»/, '„$1“')}»`;
  const region = random.pick(['7701', '7714', '7728', '5047', '5029']);
  const inn = isTrader
    ? completed(region + digits(random, 6), 2, (text) => isValidInn(text, 'PERSON'))
    : completed(region + digits(random, 5), 1, (text) => isValidInn(text, 'LEGAL'));
  const year = random.whole(12, 24);
  const ogrn = completed(`${isTrader ? 3 : 1}${year}77${digits(random, isTrader ? 9 : 7)}`, 1, isValidOgrn);
  return {
    kind: 'LEGAL' as const, name, inn, ogrn, ...(isTrader ? {} : { kpp: `${region}01001` }), bankName, bik,
    bankAccount: account(isTrader ? '40802810' : '40702810', digits(random, 11), (text) => isValidBankAccount(text, bik)),
    correspondentAccount: account('30101810', `${digits(random, 8)}${bik.slice(-3)}`,
      (text) => isValidCorrespondentAccount(text, bik)),
  };
}
