/** One router for each of the three products, made from the table of screens. */
import {
  Outlet, createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect,
} from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { parseSearch, stringifySearch } from '../lib/url.ts';
import type { Screen } from './screens.ts';
import { Broken, NotFound } from './not-found.tsx';

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
  const routes = screens.map(({ path, load }) => createRoute({
    getParentRoute: () => root, path, component: lazyRouteComponent(load), errorComponent: Broken,
    validateSearch: (search: Record<string, unknown>) => search as Record<string, string | undefined>,
  }));
  return createRouter({
    routeTree: root.addChildren([index, ...routes]), parseSearch, stringifySearch, defaultPreload: 'intent',
    scrollRestoration: true, defaultPendingMs: 150,
  });
}
