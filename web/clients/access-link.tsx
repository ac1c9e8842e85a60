/** The door of a family: a link that works once, shown once, with a code for its phone. */
import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { QRCodeSVG } from 'qrcode.react';
import type { ReactNode } from 'react';
import { useFormat } from '../lib/format.ts';
import { useAct, useAsk } from '../lib/query.ts';
import { useWords } from '../lib/words.ts';
import { ActButton } from '../ui/act-button.tsx';
import { Refused } from '../ui/refused.tsx';
import { Loaded } from '../ui/states.tsx';
import { told } from '../ui/undo.tsx';
import { clientWords } from './client-words.ts';

export function AccessLink({ clientId }: { clientId: string }): ReactNode {
  const t = useWords(clientWords);
  const format = useFormat();
  const access = useAsk('client-access.get', { id: clientId });
  const make = useAct('client-access.link');
  const revoke = useAct('client-access.revoke', { onDone: () => {
    make.reset();
    told(t('revoked'));
  } });
  const link = make.answer?.token === undefined ? undefined : `${window.location.origin}/in/${make.answer.token}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link ?? '');
    told(t('linkCopied'));
  };
  return (
    <Stack gap="sm">
      <Loaded query={access} lines={2} height={20}>
        {({ link: last, sessions, user }) => (
          <Stack gap="xs">
            <Text size="sm">
              {last === null ? t('linkNever') : last.usedAt === null ? t('linkSent', { at: format.moment(last.createdAt) })
                : t('linkUsed', { at: format.moment(last.usedAt) })}
            </Text>
            <Text size="sm">{t('sessions', { count: sessions })}</Text>
            {link === undefined && last !== null && last.usedAt === null
              && <Text size="sm" c="dimmed">{t('linkWarn')}</Text>}
            <Group gap="xs">
              <ActButton pending={make.pending} onClick={() => void make.run({ id: clientId })}>{t('linkMake')}</ActButton>
              {user?.isActive && (
                <ActButton variant="default" pending={revoke.pending}
                  onClick={() => void revoke.run({ id: clientId })}>{t('revoke')}</ActButton>
              )}
            </Group>
          </Stack>
        )}
      </Loaded>
      {link !== undefined && make.answer && (
        <Alert variant="outline" color="blue" data-link>
          <Stack gap="sm">
            <Text size="sm">{t('linkText', { at: format.moment(make.answer.expiresAt) })}</Text>
            <TextInput readOnly value={link} aria-label={t('linkTitle')} onFocus={(event) => event.currentTarget.select()} />
            <Group align="flex-start">
              <span role="img" aria-label={t('linkQr')}
                style={{ background: '#fff', padding: 8, lineHeight: 0, borderRadius: 6 }}>
                <QRCodeSVG value={link} size={168} level="M" aria-hidden />
              </span>
              <Button leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>{t('linkCopy')}</Button>
            </Group>
          </Stack>
        </Alert>
      )}
      <Refused problem={make.problem ?? revoke.problem} />
    </Stack>
  );
}
