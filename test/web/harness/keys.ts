/**
 * Keys as a keyboard sends them. With the Russian layout the key K says `л`, and only its place, `KeyK`, is the same
 * in every layout: this is what a shortcut has to go by. Playwright's own keyboard knows the American layout only.
 */
import type { CDPSession, Page } from 'playwright-core';

export type Layout = 'ru' | 'en';
export type Modifiers = { ctrl?: boolean; shift?: boolean; alt?: boolean; meta?: boolean; layout?: Layout };

const LETTERS: Record<Layout, readonly string[]> = {
  en: Array.from("qwertyuiop[]asdfghjkl;'zxcvbnm,./`"),
  ru: Array.from('йцукенгшщзхъфывапролджэячсмитьбю.ё'),
};
const PUNCTUATION: Record<string, readonly [code: string, virtual: number]> = {
  '[': ['BracketLeft', 219], ']': ['BracketRight', 221], ';': ['Semicolon', 186], "'": ['Quote', 222],
  ',': ['Comma', 188], '.': ['Period', 190], '/': ['Slash', 191], '`': ['Backquote', 192],
};
const NAMED: Record<string, readonly [virtual: number, text?: string]> = {
  Enter: [13, '\r'], Space: [32, ' '], Tab: [9], Escape: [27], Backspace: [8], Delete: [46], ArrowLeft: [37],
  ArrowUp: [38], ArrowRight: [39], ArrowDown: [40], Home: [36], End: [35], PageUp: [33], PageDown: [34],
};

type Key = { key: string; code: string; windowsVirtualKeyCode: number; text?: string };

const codeOf = (english: string): readonly [string, number] =>
  PUNCTUATION[english] ?? [`Key${english.toUpperCase()}`, english.toUpperCase().charCodeAt(0)];

/** The key of a place on the keyboard: `KeyK`, `Digit2`, `F4`, `Enter`, `Slash`. */
export function keyAt(code: string, layout: Layout = 'ru', shift = false): Key {
  const named = NAMED[code];
  if (named !== undefined) {
    const [windowsVirtualKeyCode, text] = named;
    return { key: code === 'Space' ? ' ' : code, code, windowsVirtualKeyCode, ...(text === undefined ? {} : { text }) };
  }
  const functionKey = /^F(\d{1,2})$/.exec(code)?.[1];
  if (functionKey !== undefined) return { key: code, code, windowsVirtualKeyCode: 111 + Number(functionKey) };
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return { key: digit, code, windowsVirtualKeyCode: 48 + Number(digit), text: digit };
  const place = LETTERS.en.findIndex((letter) => codeOf(letter)[0] === code);
  if (place === -1) throw new Error(`No key of this keyboard: ${code}`);
  const [, windowsVirtualKeyCode] = codeOf(LETTERS.en[place]!);
  const letter = LETTERS[layout][place]!;
  const key = shift ? (code === 'Slash' ? { ru: ',', en: '?' }[layout] : letter.toUpperCase()) : letter;
  return { key, code, windowsVirtualKeyCode, text: key };
}

/** The key that writes the character; undefined for one that has none, which is then inserted without a key. */
function keyFor(character: string): (Key & { shift: boolean }) | undefined {
  if (character === ' ') return { ...keyAt('Space'), shift: false };
  if (/^\d$/.test(character)) return { ...keyAt(`Digit${character}`), shift: false };
  const small = character.toLowerCase();
  for (const layout of ['ru', 'en'] as const) {
    const place = LETTERS[layout].indexOf(small);
    if (place === -1) continue;
    const shift = small !== character;
    return { ...keyAt(codeOf(LETTERS.en[place]!)[0], layout, shift), shift };
  }
  return undefined;
}

const sessions = new WeakMap<Page, Promise<CDPSession>>();
export function devtools(page: Page): Promise<CDPSession> {
  let session = sessions.get(page);
  if (session === undefined) {
    session = page.context().newCDPSession(page);
    sessions.set(page, session);
  }
  return session;
}

async function send(page: Page, { text, ...key }: Key, modifiers: number): Promise<void> {
  const session = await devtools(page);
  // With Ctrl, Alt or Meta a key writes nothing.
  const written = text !== undefined && (modifiers & 7) === 0 ? { text } : {};
  await session.send('Input.dispatchKeyEvent', {
    type: 'text' in written ? 'keyDown' : 'rawKeyDown', ...key, ...written, modifiers,
  });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key, modifiers });
}

/** Presses the key at a place on the keyboard, with the Russian layout unless told otherwise. */
export async function pressCode(page: Page, code: string, given: Modifiers = {}): Promise<void> {
  const { ctrl = false, shift = false, alt = false, meta = false, layout = 'ru' } = given;
  const modifiers = (alt ? 1 : 0) + (ctrl ? 2 : 0) + (meta ? 4 : 0) + (shift ? 8 : 0);
  await send(page, keyAt(code, layout, shift), modifiers);
}

/** Types a text key by key, each letter in the layout that has it. */
export async function typeKeys(page: Page, text: string): Promise<void> {
  for (const character of text) {
    const key = keyFor(character);
    if (key === undefined) await page.keyboard.insertText(character);
    else {
      const { shift, ...rest } = key;
      await send(page, rest, shift ? 8 : 0);
    }
  }
}
