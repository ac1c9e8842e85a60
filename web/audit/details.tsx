/** One record of the journal: who, when, why, before and after, and its place in the chain. */
import { Code, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';
import { Changes } from './changes.tsx';
import { type Entry, entities, isEntity, personOf, placeOf } from './entities.ts';
import { auditWords } from './words.ts';

export function Details({ record }: { record: Entry }): ReactNode {
  const t = useWords(auditWords);
  const entity = useWords(entities);
  const format = useFormat();
  const { actor, at, reason, sequence, hash, requestId, entityType, entityId, entityNumber, clientId, clientName } = record;
  const place = placeOf(entityType, entityId);
  const kind = isEntity(entityType) ? entity(entityType) : entityType;
  const object = entityNumber === null ? kind : `${kind} ${entityNumber}`;
  return (
    <Stack gap="sm">
      <dl className="facts">
        <div><dt>{t('when')}</dt><dd>{format.moment(at)}</dd></div>
        <div><dt>{t('who')}</dt><dd>{personOf(record)}</dd></div>
        <div><dt>{t('object')}</dt><dd>{place === undefined ? object : <To to={place} mih={24}>{object}</To>}</dd></div>
        {clientId !== null && clientName !== null && <div><dt>{t('client')}</dt><dd><To to={`/clients/${clientId}`} mih={24}>{clientName}</To></dd></div>}
        {reason !== null && <div><dt>{t('reason')}</dt><dd>{reason}</dd></div>}
      </dl>
      <Changes record={record} />
      <Group gap="md">
        {entityId !== null && <To to={`/audit?entityId=${entityId}`} size="sm" mih={24}>{t('ofObject')}</To>}
        <To to={`/audit?actorId=${actor.id}`} size="sm" mih={24}>{t('ofPerson', { name: personOf(record) })}</To>
      </Group>
      <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>{sequence === null ? t('unsealed') : t('seal', { sequence })}<br />{t('request')} {requestId}</Text>
      {hash !== null && <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'normal' }}>{hash}</Code>}
    </Stack>
  );
}
