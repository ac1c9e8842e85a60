/** A field for a password, with the eye named in the language of the page; pasting is allowed. */
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../lib/words.ts';
import { common } from './words.ts';

export function PasswordField(props: PasswordInputProps): ReactNode {
  const t = useWords(common);
  return <PasswordInput {...props} visibilityToggleButtonProps={{ 'aria-label': t('showPassword') }} />;
}
