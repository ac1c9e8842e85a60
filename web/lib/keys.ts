/**
 * Keys by their place on the keyboard (`event.code`), so that they work in a Russian layout, too. F-keys and keys
 * with Ctrl work everywhere; single letters are silent inside fields and can be switched off (WCAG 2.1.4).
 */
import { useEffect, useRef } from 'react';
import { useChoice } from './choices.ts';

/** `F4`, `KeyS`, `Ctrl+KeyK` (⌘ on a Mac), `Ctrl+Enter`, `KeyG KeyD` (one after the other), `Shift+Slash`. */
export type Chord = string;
export type KeyMap = Readonly<Record<Chord, { does: string; run: (event: KeyboardEvent) => void } | undefined>>;

type Layer = { current: KeyMap };
const layers: Layer[] = [];
let pending: { code: string; at: number } | undefined;
let lettersOn = true;

const chordOf = (event: KeyboardEvent): Chord =>
  [event.ctrlKey || event.metaKey ? 'Ctrl+' : '', event.altKey ? 'Alt+' : '', event.shiftKey ? 'Shift+' : '', event.code].join('');

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !['checkbox', 'radio', 'button', 'range'].includes((target as HTMLInputElement).type);

const isQuiet = (chord: Chord): boolean => !/^(F\d+|Ctrl\+|Alt\+|Escape)/.test(chord);

function find(chord: Chord): KeyMap[Chord] {
  for (const layer of layers.toReversed()) {
    const found = layer.current[chord];
    if (found) return found;
  }
  return undefined;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = chordOf(event);
  const inField = isField(event.target);
  const activates = event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"]') !== null;
  if (isQuiet(chord) && (inField || (activates && /Enter|Space/.test(event.code)))) return;
  const letter = isQuiet(chord) && /(Key|Digit|Slash)/.test(chord);
  if (letter && !lettersOn) return;
  const sequence = pending && performance.now() - pending.at < 1200 ? `${pending.code} ${chord}` : undefined;
  pending = letter ? { code: chord, at: performance.now() } : undefined;
  const found = (sequence === undefined ? undefined : find(sequence)) ?? find(chord);
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/** Binds keys while the component is there; those bound later win. The frame's own lie under those of every screen. */
export function useKeys(map: KeyMap, { under = false }: { under?: boolean } = {}): void {
  const layer = useRef(map);
  layer.current = map;
  const letters = useChoice('letters');
  useEffect(() => {
    lettersOn = letters === 'on';
  }, [letters]);
  useEffect(() => {
    if (layers.length === 0) window.addEventListener('keydown', onKey);
    // Effects of a child run before those of its parent, so the order of binding alone would let the frame win.
    if (under) layers.unshift(layer);
    else layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener('keydown', onKey);
    };
  }, [under]);
}

/** Every key that works now, for the help: the topmost meaning of each. */
export function keysNow(): { chord: Chord; does: string }[] {
  const all = new Map<Chord, string>();
  for (const layer of layers) {
    for (const [chord, entry] of Object.entries(layer.current)) if (entry) all.set(chord, entry.does);
  }
  return [...all].map(([chord, does]) => ({ chord, does }));
}

const RUSSIAN: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('QWERTYUIOPASDFGHJKLZXCVBNM', (latin, index) => [latin, 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'[index]!]));

/** A chord in words, with both letters of the key: `S / Ы`, `Ctrl + K / Л`. */
export const chordText = (chord: Chord): string =>
  chord.split(' ').map((part) => part.replaceAll('+', ' + ').replace(/Key([A-Z])/, (_all, letter: string) =>
    `${letter} / ${RUSSIAN[letter]}`).replace('Slash', '/')).join(' → ');
