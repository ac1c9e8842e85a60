/*
 * The shell without a network: the page and the files that it consists of. Answers of the API are never kept here: what
 * a trainer needs of them lies in the phone's own store (web/trainer/kept.ts). Files have a hash in their names and never
 * change; the page is asked for each time, and taken from here when nobody answers.
 */
const CACHE = 'saldo-shell-1';
const PAGE = '/index.html';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(new Request(PAGE, { cache: 'reload' }))).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter((name) => name.startsWith('saldo-') && name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

/** The page says of which files it consists; the files of an older build go. */
self.addEventListener('message', (event) => {
  if (event.data?.does !== 'keep') return;
  const { files } = event.data;
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const wanted = new Set([PAGE, ...files]);
    const kept = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    await Promise.all(kept.filter((path) => !wanted.has(path)).map((path) => cache.delete(path)));
    await cache.add(new Request(PAGE, { cache: 'reload' }));
    await Promise.all([...wanted].filter((path) => !kept.includes(path) && path !== PAGE).map((path) => cache.add(path)));
    event.source?.postMessage({ does: 'kept', files: wanted.size });
  })().catch(() => undefined)); // the network is gone again: what was kept before stays
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/assets/') || pathname === '/theme.js' || pathname === '/icon.svg') event.respondWith(file(request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(CACHE)).match(PAGE);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function file(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}
