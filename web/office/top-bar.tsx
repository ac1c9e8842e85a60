/** The top bar: search, taking money, the shift, the bell, the person. */
import { ActionIcon, Box, Button, Group, Indicator, Kbd, Menu, Text, Tooltip, UnstyledButton,
  useMantineColorScheme } from '@mantine/core';
import { IconBell, IconCash, IconKeyboard, IconSearch, IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { call } from '../lib/api.ts';
import { choose, useChoice } from '../lib/choices.ts';
import { useFormat } from '../lib/format.ts';
import { useGo } from '../lib/go.ts';
import { useAsk } from '../lib/query.ts';
import { useSession } from '../lib/session.ts';
import { useWords } from '../lib/words.ts';
import { shiftWords } from '../shift/words.ts';
import { To } from '../ui/link.tsx';
import { shellWords } from './words.ts';

export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }): ReactNode {
  const t = useWords(shellWords);
  const { can } = useSession();
  const go = useGo();
  return (
    <Group justify="space-between" wrap="nowrap" style={{ flex: 1, minWidth: 0 }} gap="xs">
      <UnstyledButton onClick={onSearch} aria-keyshortcuts="Control+K F2" title={t('palette')} style={{
        display: 'flex', gap: 8, alignItems: 'center', flex: '1 1 12rem', maxWidth: 420, minWidth: 40, height: 36,
        padding: '0 10px', borderRadius: 6, color: 'var(--mantine-color-dimmed)',
        border: '1px solid var(--mantine-color-default-border)' }}>
        <IconSearch size={16} aria-hidden style={{ flex: 'none' }} />
        <Text component="span" size="sm" truncate style={{ flex: 1 }}>{t('palette')}</Text>
        <Kbd size="xs" visibleFrom="sm" aria-hidden>Ctrl K</Kbd>
      </UnstyledButton>
      <Group gap="xs" wrap="nowrap">
        {can('payment.register') && (
          <Button leftSection={<IconCash size={16} aria-hidden />}
            rightSection={<Kbd size="xs" style={{ opacity: 0.9 }}>F4</Kbd>}
            onClick={() => go('/desk?pay=1')} visibleFrom="md" aria-keyshortcuts="F4">{t('pay')}</Button>
        )}
        <ShiftSign />
        <Bell />
        <Tooltip label={t('keys')}>
          <ActionIcon variant="subtle" color="gray" size={36} onClick={onHelp} aria-label={t('keys')} visibleFrom="sm">
            <IconKeyboard size={20} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Person />
      </Group>
    </Group>
  );
}

/** Whether cash can be taken, and how much lies in the till. */
function ShiftSign(): ReactNode {
  const t = useWords(shiftWords);
  const format = useFormat();
  const { can } = useSession();
  const shifts = useAsk('shift.list', can('shift.read') ? { open: 'true', limit: 1 } as never : undefined);
  const shift = shifts.data?.shifts[0];
  const cash = shift?.methods.find(({ method }) => method === 'CASH')?.expected ?? 0;
  return (
    <Box visibleFrom="lg" w={270} ta="right">
      {shifts.data && <To to="/shift" size="sm" c="inherit" data-shift={shift === undefined ? 'closed' : 'open'}>
        {shift === undefined ? t('closedNow') : (
          <span className="num" data-money>
            {t('sinceLabel', { time: format.time(shift.openedAt), sum: format.money(cash) })}
          </span>
        )}
      </To>}
    </Box>
  );
}

function Bell(): ReactNode {
  const t = useWords(shellWords);
  const go = useGo();
  const unread = useAsk('notice.list', { unread: 'true', limit: 1 } as never);
  const count = unread.data?.pagination.total ?? 0;
  const label = count > 0 ? t('unread', { count }) : t('notices');
  return (
    <Tooltip label={label}>
      <Indicator disabled={count === 0} label={count > 99 ? '99+' : count} size={16} color="red" offset={6}>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} onClick={() => go('/notices')}>
          <IconBell size={20} aria-hidden />
        </ActionIcon>
      </Indicator>
    </Tooltip>
  );
}

function Person(): ReactNode {
  const t = useWords(shellWords);
  const { me } = useSession();
  const go = useGo();
  const language = useChoice('language');
  const privacy = useChoice('privacy');
  const density = useChoice('density');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = async (): Promise<void> => {
    await call('session.end', {});
    window.location.assign('/');
  };
  const name = `${me.user.firstName} ${me.user.lastName}`.trim();
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={name}>
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name} · {me.organisation.name}</Menu.Label>
        <Menu.Item onClick={() => go('/me')}>{t('me')}</Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('theme')}</Menu.Label>
        {(['auto', 'light', 'dark'] as const).map((value) => (
          <Menu.Item key={value} role="menuitemradio" aria-checked={colorScheme === value}
            onClick={() => setColorScheme(value)}
            rightSection={colorScheme === value ? '✓' : null}>{t(value)}</Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => choose('language', language === 'ru' ? 'en' : 'ru')}
          lang={language === 'ru' ? 'en' : 'ru'}>
          {language === 'ru' ? 'English' : 'Русский'}
        </Menu.Item>
        <Menu.Item onClick={() => choose('density', density === 'compact' ? 'normal' : 'compact')}>
          {t('density')}: {t(density)}
        </Menu.Item>
        <Menu.Item onClick={() => choose('privacy', privacy === 'on' ? 'off' : 'on')} role="menuitemcheckbox"
          aria-checked={privacy === 'on'}
          rightSection={privacy === 'on' ? '✓' : null}>{t('privacy')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void signOut()}>{t('signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
