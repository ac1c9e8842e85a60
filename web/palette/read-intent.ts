/** Understands «ночь иванов» and «почему иванов»: what is asked, and about whom. */

export type IntentKind = 'find' | 'night' | 'why';

const INTENTS: readonly [IntentKind, RegExp][] = [
  // The other layout's spelling, too: the words are typed before anybody notices it.
  ['night', /^(ночь|ночное|night|yjxm|тшпре)\s+/i], ['why', /^(почему|за что|why|gjxtve|црн)\s+/i],
];

/** What is meant, and the rest of the text that is searched for. */
export function readIntent(text: string): { kind: IntentKind; query: string } {
  const bare = text.trimStart();
  for (const [kind, pattern] of INTENTS) {
    if (pattern.test(bare)) return { kind, query: bare.replace(pattern, '').trim() };
  }
  return { kind: 'find', query: text.trim() };
}
