/** Links of the product: the router follows them, and they open in a new tab as any link does. */
import { Anchor, type AnchorProps } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** A link inside the product; `to` may carry its search part: `/invoices?status=OVERDUE`. */
export function To({ to, children, ...rest }: AnchorProps & { to: string; children: ReactNode; 'aria-label'?: string }): ReactNode {
  const [path = '/', search = ''] = to.split('?');
  return (
    <Anchor {...rest} renderRoot={(props) => (
      <Link {...props} to={path} search={Object.fromEntries(new URLSearchParams(search)) as never} />
    )}>{children}</Anchor>
  );
}
