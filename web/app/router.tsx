/** One router for each of the three products, made from the table of screens. */
import {
  Outlet, type RouteComponent, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect,
} from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { parseSearch, stringifySearch } from '../lib/url.ts';
import { useSession } from '../lib/session.ts';
import type { Screen } from './screens.ts';
import { Broken, NotFound, NotYours } from './not-found.tsx';

/** `Shell` is the frame around every screen; `home` is where `/` leads. */
export function makeRouter(screens: readonly Screen[], Shell: ComponentType<{ children: ReactNode }>, home: string) {
  const root = createRootRoute({
    component: () => <Shell><Outlet /></Shell>, notFoundComponent: NotFound, errorComponent: Broken,
  });
  const index = createRoute({
    getParentRoute: () => root, path: '/', beforeLoad: () => {
      throw redirect({ to: home, replace: true });
    },
  });
  const routes = screens.map((screen) => createRoute({
    getParentRoute: () => root, path: screen.path, component: forItsRoles(screen), errorComponent: Broken,
    validateSearch: (search: Record<string, unknown>) => search as Record<string, string | undefined>,
  }));
  return createRouter({
    routeTree: root.addChildren([index, ...routes]), parseSearch, stringifySearch, defaultPreload: 'intent',
    scrollRestoration: true, defaultPendingMs: 150,
  });
}

/** The one place that keeps a role out of a screen that is not made for it: it asks the server for nothing then. */
function forItsRoles({ roles, load }: Screen): RouteComponent {
  const Made = lazyRouteComponent(load) as RouteComponent;
  const Guarded = (): ReactNode => {
    const { me } = useSession();
    return roles.includes(me.user.role) ? <Made /> : <NotYours roles={roles} />;
  };
  return Object.assign(Guarded, Made.preload && { preload: Made.preload });
}
