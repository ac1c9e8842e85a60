import { type CheckedEntity, type ConnectionCheck, type Mapping, PURPOSES, type Purpose } from './connection-contract.ts';
import type { Instant } from '../kernel/day.ts';
import { type Language, Refusal } from '../kernel/refusal.ts';
import type { RefusalCode } from '../kernel/refusals.ts';

/** What a check found, without words: they are said in the reader's language. */
export type EntityFacts = {
  purpose: Purpose;
  entity: string;
  status: CheckedEntity['status'];
  /** The names in the mapping whose fields the base does not have. */
  missing: { name: string; field: string }[];
  rows: number | null;
  capabilities: CheckedEntity['capabilities'];
  /** Why it failed, when it did. */
  problem: RefusalCode | null;
};
export type CheckFacts = { problem: RefusalCode | null; entities: EntityFacts[] };

/** What the mapping cannot do without. Cards without owners lose the city, goods their names: no more than that. */
const REQUIRED: Readonly<Record<Purpose, readonly string[]>> = {
  cards: ['entity', 'key', 'phone'],
  owners: [],
  goods: [],
  purchases: ['entity', 'at', 'document', 'line', 'card', 'amount'],
  points: ['entity', 'at', 'card', 'accrued', 'spent'],
};
/** Names of the mapping that are not fields of the entity. */
const NOT_FIELDS = new Set(['entity', 'openingDocument']);

export const fieldsOf = (mapping: Mapping, purpose: Purpose): { name: string; field: string }[] =>
  Object.entries(mapping[purpose]).filter(([name]) => !NOT_FIELDS.has(name)).map(([name, field]) => ({ name, field }));

export const isRequired = (purpose: Purpose, name: string): boolean => REQUIRED[purpose].includes(name);

/**
 * ONEC-4. The synchronisation can start when the base answers and publishes the cards, the purchases and the points with
 * the fields that say whose, when and how much. Without the rest it goes on with less: no city, no names of goods.
 * ru: Синхронизация возможна, когда база отвечает и публикует карты, продажи и баллы с полями «чьё», «когда» и
 * «сколько». Без остального она идёт, но города или названия товаров остаются пустыми.
 * Source: S1-033, S1-034.
 */
export function canStart({ problem, entities }: CheckFacts): boolean {
  return problem === null && PURPOSES.every((purpose) => {
    const found = entities.find((entity) => entity.purpose === purpose);
    if (!isRequired(purpose, 'entity')) return true;
    if (found?.status === 'FIELDS_MISSING') return found.missing.every(({ name }) => !isRequired(purpose, name));
    return found?.status === 'OK';
  });
}

/** The check in the words of one language. */
export function describeCheck(facts: CheckFacts, checkedAt: Instant, username: string, language: Language): ConnectionCheck {
  return {
    checkedAt, ok: canStart(facts), reachable: facts.problem === null,
    problem: facts.problem === null ? null : inWords(facts.problem, '', language),
    entities: facts.entities.map((entity) => describeEntity(entity, username, language)),
  };
}

function inWords(code: RefusalCode, entity: string, language: Language): NonNullable<ConnectionCheck['problem']> {
  const refusal = new Refusal(code, { entity: entity || 'none' });
  return { code, sentence: refusal.sentence(language), advice: refusal.hint(language) ?? null };
}

const KINDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  Catalog: ['Справочник', 'Справочники'],
  Document: ['Документ', 'Документы'],
  AccumulationRegister: ['РегистрНакопления', 'РегистрыНакопления'],
  InformationRegister: ['РегистрСведений', 'РегистрыСведений'],
};
/** «Catalog_ДисконтныеКарты» → ["Справочник.ДисконтныеКарты", "Метаданные.Справочники.ДисконтныеКарты"]. */
function namesInOneC(entity: string): [name: string, path: string] {
  const [prefix = '', ...rest] = entity.split('_');
  const [one, many] = KINDS[prefix] ?? [prefix, prefix];
  return [`${one}.${rest.join('_')}`, `Метаданные.${many}.${rest.join('_')}`];
}

const WITHOUT: Readonly<Record<Purpose, Readonly<Record<Language, string>>>> = {
  cards: { ru: 'Без него нет покупателей.', en: 'Without it there are no customers.' },
  owners: { ru: 'Без него у покупателей не будет города.', en: 'Without it customers have no city.' },
  goods: { ru: 'Без него у покупок не будет названий товаров.', en: 'Without it purchases have no names of goods.' },
  purchases: { ru: 'Без него нет покупок.', en: 'Without it there are no purchases.' },
  points: { ru: 'Без него нет баллов.', en: 'Without it there are no points.' },
};

function describeEntity(facts: EntityFacts, username: string, language: Language): CheckedEntity {
  const { purpose, entity, status, rows, capabilities } = facts;
  const [name, path] = namesInOneC(entity);
  const say = (ru: string, en: string): string => (language === 'ru' ? ru : en);
  const missing = facts.missing.map(({ name: meaning, field }) => ({
    name: meaning, field, required: isRequired(purpose, meaning),
    sentence: say(`В объекте ${name} нет поля «${field}»`, `${entity} has no field “${field}”`),
  }));
  const without = WITHOUT[purpose][language];
  const words: Record<CheckedEntity['status'], [sentence: string, advice: string | null]> = {
    OK: [say(`${name}: всё на месте`, `${entity}: everything is there`), null],
    NOT_PUBLISHED: [
      say(`База не публикует ${name}. ${without}`, `The base does not publish ${entity}. ${without}`),
      say(
        'Откройте в 1С настройку стандартного интерфейса OData («Администрирование» → «Синхронизация данных») и отметьте '
        + 'этот объект, или выполните под администратором: Состав = ПолучитьСоставСтандартногоИнтерфейсаOData(); '
        + `Состав.Добавить(${path}); УстановитьСоставСтандартногоИнтерфейсаOData(Состав);`,
        'In 1C open the settings of the standard OData interface and tick this object, or run as an administrator: '
        + `Состав = ПолучитьСоставСтандартногоИнтерфейсаOData(); Состав.Добавить(${path}); `
        + 'УстановитьСоставСтандартногоИнтерфейсаOData(Состав);',
      ),
    ],
    NO_RIGHTS: [
      say(
        `Пользователь «${username}» не может читать ${name}. ${without}`,
        `User “${username}” may not read ${entity}. ${without}`,
      ),
      say(
        `Дайте пользователю «${username}» роль с правом «Чтение» на ${name} без ограничений на уровне записей (RLS).`,
        `Give user “${username}” a role that may read ${name} without restrictions of records (RLS).`,
      ),
    ],
    FIELDS_MISSING: [
      missing.map(({ sentence }) => sentence).join('; '),
      say(
        'Посмотрите в конфигураторе, как называется это поле в вашей базе, и укажите его в соответствии полей.',
        'See in the configurator what the field is called in your base, and put that name into the mapping.',
      ),
    ],
    FAILED: [
      say(`${name} прочитать не удалось: `, `${entity} could not be read: `)
        + inWords(facts.problem ?? 'ONEC_SERVER', entity, language).sentence,
      inWords(facts.problem ?? 'ONEC_SERVER', entity, language).advice,
    ],
  };
  const [sentence, advice] = words[status];
  return { purpose, entity, status, sentence, advice, missing, rows, capabilities };
}
