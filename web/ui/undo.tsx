/** Short news at the edge of the screen; an act that can be undone offers it for ten seconds. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { say } from '../lib/words.ts';
import { common } from './words.ts';

const TEN_SECONDS = 10_000;

/** Says what was done. With `undo` it can be taken back; the time stands still while the pointer is over it. */
export function told(message: string, undo?: () => void): void {
  const id = `told-${String(performance.now())}`;
  notifications.show({
    id, autoClose: undo === undefined ? 4000 : TEN_SECONDS, withBorder: true, role: 'status',
    closeButtonProps: { 'aria-label': say(common, 'close') },
    message: undo === undefined ? message : (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button size="xs" variant="light" onClick={() => {
          notifications.hide(id);
          undo();
        }}>{say(common, 'undo')}</Button>
      </Group>
    ),
  });
}
