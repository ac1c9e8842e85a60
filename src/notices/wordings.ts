import { NOTICES, NOTICE_KINDS, type NoticeKind } from './contract.ts';
import { exampleFacts } from './rules.ts';
import { TEXTS, type Wording } from './texts.ts';
import { type Language, refuseUnless } from '../kernel/refusal.ts';

export const isNoticeKind = (kind: string): kind is NoticeKind => Object.hasOwn(NOTICES, kind);

export function requireKind(kind: string): NoticeKind {
  refuseUnless(isNoticeKind(kind), 'NOTICE_KIND_UNKNOWN');
  return kind;
}

/** A notice's wording as an administrator edits it: the default, the own one, and the facts it may name. */
export const presentTemplate = (kind: NoticeKind, language: Language, own: Wording | undefined, timeZone: string) => {
  const { audience, level } = NOTICES[kind];
  return {
    kind, language, audience, level, default: TEXTS[kind][language], own: own ?? null,
    params: exampleFacts(kind, language, timeZone),
  };
};

/** Every notice in every language, in the order of the table. */
export const everyTemplate = (): { kind: NoticeKind; language: Language }[] =>
  NOTICE_KINDS.flatMap((kind) => (['ru', 'en'] as const).map((language) => ({ kind, language })));
