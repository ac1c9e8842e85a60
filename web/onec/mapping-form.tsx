/** Which object and which of its fields means what: every configuration of 1C has names of its own. */
import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Input } from '../lib/api.ts';
import { useAct } from '../lib/query.ts';
import { useUrl } from '../lib/url.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { told } from '../ui/undo.tsx';
import { common } from '../ui/words.ts';
import type { Connection, ConnectionAnswer } from './connection-screen.tsx';
import { connectionWords } from './connection-words.ts';

type Word = keyof (typeof connectionWords)['ru'];
type Names = Readonly<Record<string, string>>;
const PARTS = ['cards', 'owners', 'goods', 'purchases', 'points'] as const;
type Part = (typeof PARTS)[number];
type Values = Record<Part, Names>;

/** The names that the last check did not find, under which they were looked for. */
function lostIn(lastCheck: Connection['lastCheck'], part: Part): { name: string; field: string }[] {
  const found = lastCheck?.entities.find(({ purpose }) => purpose === part);
  if (found === undefined) return [];
  return found.status === 'NOT_PUBLISHED' ? [{ name: 'entity', field: found.entity }] : found.missing;
}

type MappingFormProps = { connection: Connection; defaults: ConnectionAnswer['defaults'] };

export function MappingForm({ connection: { baseUrl, username, mapping, lastCheck }, defaults }: MappingFormProps): ReactNode {
  const t = useWords(connectionWords);
  const c = useWords(common);
  // Only what was changed here: the rest is what the server says.
  const [changes, setChanges] = useState<Partial<Values>>({});
  const values = Object.fromEntries(PARTS.map((part) => [part, { ...mapping[part], ...changes[part] }])) as unknown as Values;
  const change = (part: Part, names: Names): void => setChanges((old) => ({ ...old, [part]: { ...old[part], ...names } }));
  const act = useAct('onec.connection.set', { onDone: () => {
    setChanges({});
    told(t('mappingSaved'));
  } });
  const changedIn = (part: Part): number =>
    Object.entries(values[part]).filter(([name, value]) => value !== (defaults.mapping[part] as Names)[name]).length;
  const isLost = (part: Part, name: string): boolean => lostIn(lastCheck, part).some((lost) => lost.name === name && lost.field === values[part][name]);
  // The check leads to the part in which a name has to be changed, and to that name.
  const [{ part: wanted }] = useUrl();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const field = form.current?.querySelector<HTMLElement>(`[data-mapping="${CSS.escape(wanted ?? '')}"] :is([aria-invalid='true'], input)`);
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  return (
    <form className="card" ref={form} noValidate onSubmit={(event) => {
      event.preventDefault();
      void act.run({ baseUrl, username, mapping: changes } as Input<'onec.connection.set'>);
    }}>
      <Title order={2}>{t('mapping')}</Title>
      <Text size="sm" c="dimmed" mb="xs">{t('mappingHint')}</Text>
      <Stack gap={0} className="mapping-parts">
        {PARTS.map((part) => {
          const changed = changedIn(part);
          const lost = Object.keys(values[part]).filter((name) => isLost(part, name)).length;
          return (
            <details key={part} data-mapping={part} open={wanted === part || undefined}>
              <summary>
                <span>{t(part)}</span>
                {lost > 0 ? <Text span size="sm" c="var(--saldo-bad)" fw={400}>{t('notFound', { count: lost })}</Text> : (
                  <Text span size="sm" c="dimmed" fw={400}>{changed > 0 ? t('changed', { count: changed }) : t('allStandard')}</Text>
                )}
              </summary>
              <div className="mapping">
                {Object.entries(values[part]).map(([name, value]) => {
                  const standard = (defaults.mapping[part] as Names)[name] ?? '';
                  const error = act.problem?.of(`mapping.${part}.${name}`) ?? (isLost(part, name) ? t('notInBase') : undefined);
                  const field = t(name as Word);
                  return (
                    <TextInput key={name} label={field} aria-label={t('of', { field, group: t(part) })} error={error}
                      description={value === standard ? undefined : t('standard', { name: standard })}
                      value={value} spellCheck={false} autoComplete="off"
                      onChange={(event) => change(part, { [name]: event.currentTarget.value })} />
                  );
                })}
              </div>
              <Button size="xs" variant="default" my="xs" disabled={changed === 0}
                onClick={() => change(part, defaults.mapping[part])}>{t('reset')}</Button>
            </details>
          );
        })}
      </Stack>
      <Refused problem={act.problem} />
      <Group gap="xs" mt="sm"><ActButton type="submit" pending={act.pending} doing={c('saving')}>{t('save')}</ActButton></Group>
    </form>
  );
}
