/** The shell of the trainer's product is kept on the phone, with every screen of it. */
import { trainerScreens } from '../app/screens.ts';

/** Registers the service worker and tells it what this build consists of. Browsers have one on https and on localhost only. */
export async function keepShell(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('/sw.js');
    await Promise.all(trainerScreens.map(({ load }) => load()));
    const { active } = await navigator.serviceWorker.ready;
    const files = [...document.querySelectorAll('script[src], link[href]')].map((element) =>
      element.getAttribute('src') ?? element.getAttribute('href') ?? '');
    const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
      .filter(({ origin }) => origin === window.location.origin).map(({ pathname }) => pathname);
    const own = [...files, ...loaded].filter((path) => /^\/(assets\/|theme\.js$|icon\.svg$)/.test(path));
    active?.postMessage({ does: 'keep', files: [...new Set(own)] });
  } catch (error) {
    console.warn(error); // a browser that refuses goes on with the network only
  }
}
