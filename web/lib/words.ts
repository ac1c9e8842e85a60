/** Texts of the interface. Russian is written first and gives the keys; English must have exactly the same ones. */
import { IntlMessageFormat } from 'intl-messageformat';
import { useCallback } from 'react';
import { type Language, languageNow, useChoice } from './choices.ts';

export type Dictionary<K extends string = string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;
type Values = Readonly<Record<string, string | number>>;

/** A dictionary of one part of the interface, in ICU message syntax: plurals by the language's own rules. */
export const dictionary = <K extends string>(
  ru: Readonly<Record<K, string>>, en: Readonly<Record<NoInfer<K>, string>>,
): Dictionary<K> => ({ ru, en });

const formats = new Map<string, IntlMessageFormat>();

/** Fills a message; one without braces is shown as it is. */
export function fill(message: string, values: Values | undefined, language: Language): string {
  if (!message.includes('{')) return message;
  const key = `${language} ${message}`;
  let format = formats.get(key);
  if (!format) {
    format = new IntlMessageFormat(message, language === 'ru' ? 'ru-RU' : 'en-GB', undefined, { ignoreTag: true });
    formats.set(key, format);
  }
  return String(format.format(values));
}

export type Say<K extends string> = (key: K, values?: Values) => string;

/** The texts of a dictionary in the language chosen. */
export function useWords<K extends string>(words: Dictionary<K>): Say<K> {
  const language = useChoice('language');
  return useCallback((key, values) => fill(words[language][key], values, language), [words, language]);
}

/** The same outside components. */
export const say = <K extends string>(words: Dictionary<K>, key: K, values?: Values): string =>
  fill(words[languageNow()][key], values, languageNow());
