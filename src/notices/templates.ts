import { templateEndpoints } from './contract.ts';
import { deleteTemplate, loadTemplates, upsertTemplate } from './reading-store.ts';
import { exampleParams, refuseWording, renderNotice } from './rules.ts';
import { everyTemplate, presentTemplate, requireKind } from './wordings.ts';
import { TEXTS, type Wording } from './texts.ts';
import { type Context, operation, reading } from '../kernel/operation.ts';
import type { Language } from '../kernel/refusal.ts';

export const listTemplates = reading(templateEndpoints.list, async (context) => {
  const rows = await loadTemplates(context);
  return {
    templates: everyTemplate().map(({ kind, language }) =>
      presentTemplate(kind, language, wordingIn(rows, kind, language), context.timeZone)),
  };
});

export const setTemplate = operation(templateEndpoints.set, async (context, { kind: name, language, subject, body }) => {
  const kind = requireKind(name);
  refuseWording(kind, { subject, body }, language);
  const before = await ownWording(context, kind, language);
  await upsertTemplate(context, { kind, language, subject, body });
  return {
    result: presentTemplate(kind, language, { subject, body }, context.timeZone),
    audit: {
      entityType: 'notice-template', entityNumber: `${kind} ${language}`, before: before ?? TEXTS[kind][language],
      after: { subject, body },
    },
  };
});

export const resetTemplate = operation(templateEndpoints.reset, async (context, { kind: name, language }) => {
  const kind = requireKind(name);
  const before = await ownWording(context, kind, language);
  await deleteTemplate(context, kind, language);
  return {
    result: presentTemplate(kind, language, undefined, context.timeZone),
    audit: {
      entityType: 'notice-template', entityNumber: `${kind} ${language}`, before: before ?? TEXTS[kind][language],
      after: TEXTS[kind][language],
    },
  };
});

/** The wording that is being typed, or the one in force where nothing is. */
export const previewTemplate = reading(templateEndpoints.preview, async (context, { kind: name, language, ...given }) => {
  const kind = requireKind(name);
  const present = await ownWording(context, kind, language) ?? TEXTS[kind][language];
  const wording = { subject: given.subject ?? present.subject, body: given.body ?? present.body };
  refuseWording(kind, wording, language);
  return renderNotice(kind, { ...exampleParams(kind), ...given.params }, language, context.timeZone, wording);
});

type Rows = Awaited<ReturnType<typeof loadTemplates>>;

function wordingIn(rows: Rows, kind: string, language: Language): Wording | undefined {
  const row = rows.find((one) => one.kind === kind && one.language === language);
  return row && { subject: row.subject, body: row.body };
}

const ownWording = async (context: Context, kind: string, language: Language): Promise<Wording | undefined> =>
  wordingIn(await loadTemplates(context), kind, language);
