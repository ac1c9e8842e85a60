/** Texts of the notices: the default, the centre's own, and how it will read, at once while typing. */
import { Button, Group, NavLink, SegmentedControl, Select, Stack, Text, TextInput, Textarea, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useRef, useState } from 'react';
import { type Answer, type Problem, call } from '../lib/api.ts';
import type { Language } from '../lib/choices.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { SettingsPage } from './frame.tsx';
import './settings.css';
import { Unsaved } from './unsaved.tsx';
import { settingsWords } from './words.ts';

type Template = Answer<'notice-template.list'>['templates'][number];

type Wording = { subject: string; body: string };
const keyOf = ({ kind, language }: Template): string => `${kind} ${language}`;
const titleOf = (template: Template): string => template.default.subject.replace(/\{[^{}]*\}/g, '…');

export default function TemplatesScreen(): ReactNode {
  const t = useWords(settingsWords);
  const [{ kind, in: written = 'ru' }, set] = useUrl();
  const templates = useAsk('notice-template.list', {});
  // What is typed and not saved is kept while the screen is there, so that another text can be looked at meanwhile.
  const [drafts, setDrafts] = useState<Readonly<Record<string, Wording>>>({});
  const keep = (key: string, draft: Wording | undefined): void => setDrafts(({ [key]: _old, ...rest }) =>
    (draft === undefined ? rest : { ...rest, [key]: draft }));
  return (
    <SettingsPage name="templates" title={t('templates')} ready={templates.isSuccess}>
      <Unsaved when={Object.keys(drafts).length > 0} />
      <Loaded query={templates} lines={12}>{({ templates: all }) => {
        const ofLanguage = all.filter(({ language }) => language === written);
        const chosen = ofLanguage.find((template) => template.kind === kind) ?? ofLanguage[0];
        const aside = (template: Template): string => (keyOf(template) in drafts ? t('notSaved') : template.own ? t('ownText') : t(`to_${template.audience}`));
        return (
          <div className="templates">
            <nav className="card" aria-label={t('templates')}>
              {ofLanguage.map((template) => (
                <NavLink key={template.kind} component="button" type="button" active={template.kind === chosen?.kind} py={4}
                  label={titleOf(template)} description={aside(template)}
                  aria-current={template.kind === chosen?.kind ? 'true' : undefined} onClick={() => set({ kind: template.kind })} />
              ))}
            </nav>
            <Select label={t('kind')} value={chosen?.kind ?? null} allowDeselect={false} onChange={(value) => set({ kind: value ?? undefined })}
              data={ofLanguage.map((template) => ({ value: template.kind, label: `${titleOf(template)} (${aside(template)})` }))} />
            <Stack>
              <SegmentedControl w="fit-content" value={written} onChange={(value) => set({ in: value })} aria-label={t('ofLanguage')}
                data={[{ value: 'ru', label: t('ru') }, { value: 'en', label: t('en') }]} />
              {chosen && <Editor key={keyOf(chosen)} template={chosen} draft={drafts[keyOf(chosen)]} onDraft={(draft) => keep(keyOf(chosen), draft)} />}
            </Stack>
          </div>
        );
      }}</Loaded>
    </SettingsPage>
  );
}

type EditorProps = { template: Template; draft: Wording | undefined; onDraft: (draft: Wording | undefined) => void };

function Editor({ template, draft, onDraft }: EditorProps): ReactNode {
  const t = useWords(settingsWords);
  const { kind, language, own, params, audience } = template;
  const saved = own ?? template.default;
  const { subject, body } = draft ?? saved;
  const area = useRef<HTMLTextAreaElement>(null);
  const save = useAct('notice-template.set', { onDone: () => {
    told(t('saved'));
    onDraft(undefined);
  } });
  const reset = useAct('notice-template.reset', { onDone: () => onDraft(undefined) });
  const write = (change: Partial<Wording>): void => {
    const next = { subject, body, ...change };
    onDraft(next.subject === saved.subject && next.body === saved.body ? undefined : next);
  };
  const insert = (name: string): void => {
    const at = area.current?.selectionStart ?? body.length;
    write({ body: `${body.slice(0, at)}{${name}}${body.slice(at)}` });
    area.current?.focus();
  };
  return (
    <Stack className="card" gap="sm">
      <Title order={2}>{own ? t('ownText') : t('byDefault')}</Title>
      <Text size="sm" c="dimmed">{t('toWhom')}: {t(`to_${audience}`)}. {t('insertHint')}</Text>
      <TextInput label={t('subject')} value={subject} onChange={(event) => write({ subject: event.currentTarget.value })} error={save.problem?.of('subject')} />
      <Textarea ref={area} label={t('body')} value={body} autosize minRows={4} onChange={(event) => write({ body: event.currentTarget.value })} error={save.problem?.of('body')} />
      <Group gap={6} role="group" aria-label={t('facts')}>
        {params.map(({ name, example }) => (
          <Button key={name} size="compact-sm" variant="default" onClick={() => insert(name)} aria-label={t('insert', { name })} title={String(example)}>{`{${name}}`}</Button>
        ))}
      </Group>
      <Reads kind={kind} language={language} subject={subject} body={body} />
      <Refused problem={save.problem ?? reset.problem} />
      <Group>
        <ActButton pending={save.pending} onClick={() => void save.run({ kind, language, subject, body })}
          why={draft === undefined ? t('nothingTyped') : undefined}>{t('save')}</ActButton>
        {draft !== undefined && <Button variant="default" onClick={() => onDraft(undefined)}>{t('forget')}</Button>}
        {own && <ActButton variant="default" pending={reset.pending} onClick={() => void reset.run({ kind, language })}>{t('backToDefault')}</ActButton>}
      </Group>
    </Stack>
  );
}

type ReadsProps = { kind: string; language: Language; subject: string; body: string };

/** The wording filled with example facts, by the server that will fill it in earnest. */
function Reads(props: ReadsProps): ReactNode {
  const t = useWords(settingsWords);
  const [wording] = useDebouncedValue(props, 200);
  const preview = useQuery<Answer<'notice-template.preview'>, Problem>({
    queryKey: ['notice-template.preview', wording], retry: false, placeholderData: (old) => old,
    queryFn: ({ signal }) => call('notice-template.preview', wording, { signal }),
    enabled: wording.subject.trim() !== '' && wording.body.trim() !== '',
  });
  return (
    <section aria-label={t('looks')} aria-live="polite" style={{ minHeight: 96, borderLeft: '3px solid var(--saldo-focus)', paddingLeft: 12 }}>
      <Text size="xs" c="dimmed">{t('looks')}</Text>
      {preview.error ? <Refused problem={preview.error} /> : (
        <>
          <Text fw={600}>{preview.data?.subject}</Text>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{preview.data?.body}</Text>
        </>
      )}
    </section>
  );
}
