/** Who is in the group, who waits, and taking in or out. */
import { Button, Group as Row, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import type { Answer } from '../lib/api.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { DayText } from '../ui/figures.tsx';
import { To } from '../ui/link.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { Chip } from '../ui/status.tsx';
import { groupWords } from './group-words.ts';

export function GroupMembers({ group: { id }, mayChange }: { group: Answer<'group.get'>; mayChange: boolean }): ReactNode {
  const t = useWords(groupWords);
  const members = useAsk('member.list', { id, limit: 100 });
  const join = useAct('member.join', { onDone: () => told(t('joined')) });
  const leave = useAct('member.leave', { onDone: ({ member: { studentId } }) =>
    told(t('left'), () => void join.run({ id, studentId })) });
  return (
    <>
      <Title order={2} mb="xs">{t('members')}</Title>
      <Refused problem={leave.problem ?? (join.problem?.code === 'GROUP_FULL' ? undefined : join.problem)} />
      <Loaded query={members} lines={6}>{({ members: all }) => (all.length === 0 ? <Text c="dimmed">{t('noMembers')}</Text> : (
        <table className="list">
          <thead><tr><th scope="col">{t('who')}</th><th scope="col">{t('since')}</th><th scope="col">{t('state')}</th>{mayChange && <th scope="col"><span className="skip">{t('leave')}</span></th>}</tr></thead>
          <tbody>
            {all.map(({ studentId, studentName, clientId, status, since }) => (
              <tr key={studentId}>
                <td><To to={`/clients/${clientId}`}>{studentName}</To></td>
                <td><DayText value={since} /></td>
                <td>{status === 'WAITING' ? <Chip kind="partial">{t('onList')}</Chip> : <Chip kind="paid">{t('active')}</Chip>}</td>
                {mayChange && <td data-align="right"><Button size="compact-xs" variant="default" aria-label={`${t('leave')}: ${studentName}`}
                  onClick={() => void leave.run({ id, studentId })}>{t('leave')}</Button></td>}
              </tr>
            ))}
          </tbody>
        </table>
      ))}</Loaded>
      {mayChange && <Join groupId={id} />}
    </>
  );
}

function Join({ groupId }: { groupId: string }): ReactNode {
  const t = useWords(groupWords);
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text, 200);
  const [studentId, setStudentId] = useState<string | null>(null);
  const students = useAsk('student.list', { ...(q === '' ? {} : { q }), active: 'true', limit: 20 });
  const join = useAct('member.join', { onDone: () => {
    setStudentId(null);
    told(t('joined'));
  } });
  return (
    <Stack gap="xs" mt="md">
      <Row align="flex-end" gap="xs">
        <Select label={t('join')} placeholder={t('findStudent')} searchable value={studentId} searchValue={text} onSearchChange={setText} onChange={setStudentId} w={280}
          filter={({ options }) => options} nothingFoundMessage={t('nobody')}
          data={(students.data?.students ?? []).map(({ id, firstName, lastName }) => ({ value: id, label: `${lastName} ${firstName}` }))} />
        <ActButton pending={join.pending} why={studentId === null ? t('findStudent') : undefined}
          onClick={() => void (studentId !== null && join.run({ id: groupId, studentId }))}>{t('join')}</ActButton>
        {join.problem?.code === 'GROUP_FULL' && studentId !== null && (
          <ActButton variant="default" onClick={() => void join.run({ id: groupId, studentId, waitingList: true })}>{t('putOnList')}</ActButton>
        )}
      </Row>
      <Refused problem={join.problem} />
    </Stack>
  );
}
