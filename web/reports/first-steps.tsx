/** What a new organisation does first, in the order in which one thing needs the other. */
import { List, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { dictionary, useWords } from '../lib/words.ts';
import { To } from '../ui/link.tsx';

const words = dictionary({
  title: 'С чего начать', text: 'Этого хватит, чтобы принять первую оплату сегодня.', rooms: 'Добавьте залы', groups: 'Создайте группу и её расписание',
  kinds: 'Создайте вид абонемента: что вы продаёте и за сколько', client: 'Добавьте первого клиента', staff: 'Пригласите администратора, тренеров и бухгалтера',
  requisites: 'Заполните реквизиты: они печатаются в счетах',
}, {
  title: 'Where to begin', text: 'This is enough to take the first payment today.', rooms: 'Add your rooms', groups: 'Make a group and its timetable',
  kinds: 'Make a kind of pass: what you sell and for how much', client: 'Add the first client', staff: 'Invite an administrator, trainers and an accountant',
  requisites: 'Fill in the requisites: invoices print them',
});

const STEPS = [
  ['rooms', '/settings/rooms?panel=new'], ['groups', '/groups?panel=new'], ['kinds', '/settings/passes?panel=new'],
  ['client', '/clients?panel=new'], ['staff', '/settings/users?panel=new'], ['requisites', '/settings/organisation'],
] as const;

export function FirstSteps(): ReactNode {
  const t = useWords(words);
  return (
    <section className="card" aria-labelledby="first-steps">
      <Title order={2} id="first-steps">{t('title')}</Title>
      <Text c="dimmed" mb="xs">{t('text')}</Text>
      <List type="ordered" spacing={4}>
        {STEPS.map(([step, to]) => <List.Item key={step}><To to={to} mih={24}>{t(step)}</To></List.Item>)}
      </List>
    </section>
  );
}
