/** Links of the product: the router follows them, and they open in a new tab as any link does. */
import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

type ToProps = AnchorProps & {
  to: string; children: ReactNode; 'aria-label'?: string; title?: string; tabIndex?: number;
  /** Leads to the same screen, which stays where it is scrolled to. */
  stay?: boolean;
};

/** A link inside the product; `to` may carry its search part: `/invoices?status=OVERDUE`. */
export function To({ to, children, stay = false, ...rest }: ToProps): ReactNode {
  const [path = '/', search = ''] = to.split('?');
  return (
    <Anchor {...rest} renderRoot={(props) => (
      <Link {...props} to={path} resetScroll={!stay} search={Object.fromEntries(new URLSearchParams(search)) as never} />
    )}>{children}</Anchor>
  );
}
