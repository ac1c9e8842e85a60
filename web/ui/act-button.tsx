/** A button of an act: says why it is disabled, and that it is working within a tenth of a second. */
import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';

type ActButtonProps = ButtonProps & {
  children: ReactNode;
  onClick?: () => void;
  type?: 'button' | 'submit';
  /** The refusal's own sentence; the button stays reachable by keyboard so that it can be read. */
  why?: string | undefined;
  pending?: boolean;
  /** What the button says while it works. */
  doing?: string;
  /** A chord for screen readers, in the form of `aria-keyshortcuts`. */
  keys?: string;
};

export function ActButton({ children, onClick, type = 'button', why, pending = false, doing, keys, ...rest }: ActButtonProps): ReactNode {
  const blocked = why !== undefined;
  const button = (
    <Button {...rest} type={type} aria-disabled={blocked || pending} aria-keyshortcuts={keys}
      {...(blocked ? { 'data-disabled': true } : {})}
      onClick={(event) => {
        if (blocked || pending) event.preventDefault();
        else onClick?.();
      }}>
      {pending && doing !== undefined ? doing : children}
    </Button>
  );
  return blocked ? <Tooltip label={why} multiline maw={320}>{button}</Tooltip> : button;
}
