/** The night as squares: each participant one, grouped by training, by letter and colour of what was decided. */
import { Group, Text, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../lib/api.ts';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { nightWords } from './words.ts';
import './squares.css';

export type Decision = Answer<'job-run.decisions'>['decisions'][number];
export const KINDS = ['ERROR', 'INVOICE', 'SESSION', 'SKIPPED'] as const;

type Group = { id: string; title: string; startsAt: string | null; people: Decision[] };

/** Trainings in the order of their time, their people in the order of their names. */
function byTraining(decisions: readonly Decision[]): Group[] {
  const groups = new Map<string, Group>();
  for (const decision of decisions) {
    const { id, title, startsAt } = decision.training;
    const group = groups.get(id) ?? { id, title: title ?? '—', startsAt, people: [] };
    group.people.push(decision);
    groups.set(id, group);
  }
  return [...groups.values()].toSorted((a, b) => (a.startsAt ?? '').localeCompare(b.startsAt ?? ''));
}

type SquaresProps = { decisions: readonly Decision[]; chosen: string | undefined; onChoose: (key: string) => void };
export const keyOf = ({ training, student }: Decision): string => `${training.id}.${student.id}`;

export function Squares({ decisions, chosen, onChoose }: SquaresProps): ReactNode {
  const t = useWords(nightWords);
  const format = useFormat();
  return (
    <div role="group" aria-label={t('people')}>
      {byTraining(decisions).map(({ id, title, startsAt, people }) => (
        <div key={id} className="night-row">
          <Text size="xs" c="dimmed" className="night-title"><span className="num">{startsAt === null ? '' : format.time(startsAt)}</span> {title}</Text>
          <div className="night-people">
            {people.map((decision) => (
              <Tooltip key={keyOf(decision)} label={`${decision.student.name}: ${decision.sentence}`} multiline maw={280}>
                <button type="button" className="night-square" data-kind={decision.decision} data-paid={decision.isPaid ?? undefined} aria-pressed={chosen === keyOf(decision)}
                  aria-label={`${decision.student.name}: ${t(decision.decision)}`} onClick={() => onChoose(keyOf(decision))}>
                  {t(`letter${decision.decision}`)}
                </button>
              </Tooltip>
            ))}
          </div>
        </div>
      ))}
      <Group gap="md" mt="sm" aria-label={t('legend')} role="list">
        {KINDS.map((kind) => (
          <Group key={kind} gap={6} role="listitem">
            <span className="night-square" data-kind={kind} aria-hidden>{t(`letter${kind}`)}</span>
            <Text size="xs">{t(kind)}</Text>
          </Group>
        ))}
      </Group>
    </div>
  );
}
