/** What a person has chosen for this browser: language, theme, density, single-letter keys. */
import { useSyncExternalStore } from 'react';

export type Language = 'ru' | 'en';
export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'compact' | 'normal';
type Choices = { language: Language; theme: Theme; density: Density; letters: 'on' | 'off'; privacy: 'on' | 'off' };

const first: Choices = { language: 'ru', theme: 'auto', density: 'normal', letters: 'on', privacy: 'off' };
const listeners = new Set<() => void>();

const stored = <K extends keyof Choices>(name: K): Choices[K] =>
  (localStorage.getItem(`saldo.${name}`) as Choices[K] | null) ?? first[name];

/** Changes a choice, here and at the next visit. */
export function choose<K extends keyof Choices>(name: K, value: Choices[K]): void {
  localStorage.setItem(`saldo.${name}`, value);
  if (name === 'language') document.documentElement.lang = value;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** A choice, followed while it changes. */
export const useChoice = <K extends keyof Choices>(name: K): Choices[K] =>
  useSyncExternalStore(subscribe, () => stored(name));

/** The language outside components. */
export const languageNow = (): Language => stored('language');
