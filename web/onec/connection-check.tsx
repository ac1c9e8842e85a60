/** What the base was found to publish: each thing in a line, what is missing in it, and what to do in 1C. */
import { Alert, Code, Group, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconPlugConnected } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { Chip, type ChipKind } from '../ui/status.tsx';
import type { Connection } from './connection-screen.tsx';
import { connectionWords } from './connection-words.ts';

type Check = NonNullable<Connection['lastCheck']>;
type Entity = Check['entities'][number];
const LOOKS: Readonly<Record<Entity['status'], ChipKind>> = {
  OK: 'paid', NOT_PUBLISHED: 'overdue', NO_RIGHTS: 'overdue', FIELDS_MISSING: 'partial', FAILED: 'overdue',
};
/** A name in the mapping may be all that is wrong. */
const RENAMED: ReadonlySet<string> = new Set(['NOT_PUBLISHED', 'FIELDS_MISSING']);
const ABILITIES = ['filter', 'orderBy', 'select', 'count'] as const;

export function ConnectionCheck({ connection }: { connection: Connection | null }): ReactNode {
  const t = useWords(connectionWords);
  const { can } = useSession();
  const act = useAct('onec.connection.check');
  const check = connection?.lastCheck;
  return (
    <section className="card connection-check" aria-busy={act.pending} data-check={check ? (check.ok ? 'ok' : 'bad') : 'none'}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{t('checkTitle')}</Title>
        {can('onec.manage') && (
          <ActButton size="xs" why={connection === null ? t('checkFirst') : undefined} pending={act.pending} doing={t('checking')}
            onClick={() => void act.run({})}>{t('check')}</ActButton>
        )}
      </Group>
      <Refused problem={act.problem} />
      {check ? <Found key={[check.checkedAt, check.ok, check.problem?.code].join(' ')} check={check} /> : <Text size="sm" c="dimmed">{t('checkNever')}</Text>}
    </section>
  );
}

function Found({ check: { ok, problem, entities, checkedAt } }: { check: Check }): ReactNode {
  const t = useWords(connectionWords);
  const format = useFormat();
  // What the base does not do itself is told once, however many things it is about. Only what has a time is asked by it.
  const lacking = ABILITIES.filter((ability) => entities.some(({ purpose, capabilities }) =>
    capabilities !== null && !capabilities[ability] && (ability !== 'filter' || purpose === 'purchases' || purpose === 'points')));
  const verdict = problem?.sentence ?? t(ok ? 'checkedOk' : 'checkedPart');
  return (
    <>
      <Alert color={ok ? 'green' : 'red'} variant="outline" icon={ok ? <IconPlugConnected aria-hidden /> : <IconAlertTriangle aria-hidden />} role="status">
        <Text fw={600} size="sm">{verdict}</Text>
        {problem?.advice && <Text size="sm">{problem.advice}</Text>}
        {ok && <To to="/onec" size="sm" mih={24} display="inline-block">{t('toStart')}</To>}
        <Text size="xs" c="dimmed" className="num">{t('checkedAt', { at: format.moment(checkedAt) })}</Text>
      </Alert>
      <ul className="published">{entities.map((entity) => <Published key={entity.purpose} entity={entity} />)}</ul>
      {lacking.length > 0 && <Text size="xs" c="dimmed">{t('slower', { what: lacking.map((ability) => t(`cannot_${ability}`)).join(', ') })}</Text>}
    </>
  );
}

function Published({ entity: { purpose, entity, status, sentence, advice, missing, rows } }: { entity: Entity }): ReactNode {
  const t = useWords(connectionWords);
  return (
    <li data-purpose={purpose} data-status={status}>
      <div>
        <Text size="sm" fw={600}>{t(purpose)}</Text>
        <Code>{entity}</Code>
      </div>
      <div style={{ textAlign: 'right' }}>
        <Chip kind={LOOKS[status]}>{t(status)}</Chip>
        {rows !== null && <Text size="xs" c="dimmed" className="num">{t('rows', { count: rows })}</Text>}
      </div>
      {status !== 'OK' && (
        <div style={{ gridColumn: '1 / -1' }}>
          {missing.length === 0 && <Text size="sm">{sentence}</Text>}
          {missing.map(({ name, field, required, sentence: said }) => (
            <Text key={name} size="sm">{said} <Text span size="xs" c="dimmed" data-field={field}>({t(required ? 'necessary' : 'optional')})</Text></Text>
          ))}
          {advice !== null && <Text size="sm" mt={4}><strong>{t('whatToDo')}: </strong>{advice}</Text>}
          {RENAMED.has(status) && <To to={`/settings/onec?part=${purpose}`} stay size="sm" mih={24} display="inline-block">{t('rename')}</To>}
        </div>
      )}
    </li>
  );
}
