/** What a page fetches before it is of use. */
import type { Response } from 'playwright-core';
import { type PageOptions, openTab } from './browser.ts';
import type { Site } from './site.ts';

export type Weight = {
  /** Bytes of JavaScript as they came over the wire, without the heads of the answers. */
  script: number;
  style: number;
  font: number;
  /** The largest files first: kilobytes, how they were packed, address. */
  files: string[];
};

/** Opens the path in a browser that has never been here, and weighs what has come until the screen is ready. */
export async function firstLoad(site: Site, options: PageOptions & { path: string }): Promise<Weight> {
  const { path, ...rest } = options;
  const tab = await openTab(site, rest);
  const answers: Response[] = [];
  tab.page.on('response', (response) => void answers.push(response));
  try {
    await tab.open(path);
    return await weigh([...answers]);
  } finally {
    await tab.close();
  }
}

async function weigh(answers: readonly Response[]): Promise<Weight> {
  // The stream of live events never ends, so it has no size yet.
  const ended = answers.filter((response) => response.request().resourceType() !== 'eventsource');
  const parts = await Promise.all(ended.map(async (response) => {
    const { responseBodySize: size } = await response.request().sizes().catch(() => ({ responseBodySize: 0 }));
    const packed = (await response.headerValue('content-encoding').catch(() => null)) ?? 'not packed';
    return { type: response.request().resourceType(), size, packed, url: response.url() };
  }));
  const sum = (type: string): number => parts.filter((part) => part.type === type).reduce((total, { size }) => total + size, 0);
  const files = parts.filter(({ type }) => type === 'script').toSorted((a, b) => b.size - a.size)
    .map(({ size, packed, url }) => `${(size / 1000).toFixed(1)} kB ${packed} ${new URL(url).pathname}`);
  return { script: sum('script'), style: sum('stylesheet'), font: sum('font'), files };
}
