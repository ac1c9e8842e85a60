/** The door for browsers: the client that `npm run build` made, and one page for every address inside it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export const WEB_FOLDER = fileURLToPath(new URL('../dist/web', import.meta.url));
const PAGE = 'index.html';

/** What a browser may do with our pages. The client loads nothing from elsewhere, and no script stands in a page. */
export const CONTENT_SECURITY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"], scriptSrc: ["'self'"], scriptSrcAttr: ["'none'"], workerSrc: ["'self'"],
    connectSrc: ["'self'"], imgSrc: ["'self'", 'data:'], styleSrc: ["'self'", "'unsafe-inline'"], fontSrc: ["'self'"],
    manifestSrc: ["'self'"], objectSrc: ["'none'"], baseUri: ["'self'"], formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

const NOT_BUILT = `<!doctype html>
<html lang="ru">
  <head><meta charset="utf-8"><title>Saldo</title></head>
  <body>
    <p>Интерфейс ещё не собран. Выполните <code>npm run build</code> и обновите страницу.</p>
    <p lang="en">The interface is not built yet. Run <code>npm run build</code> and reload the page.</p>
    <p><a href="/api/docs">API</a></p>
  </body>
</html>
`;

/** Files of the client. What has a hash in its name never changes; everything else is asked for again each time. */
export async function mountWeb(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder, decorateReply: false, preCompressed: true, cacheControl: false, dotfiles: 'ignore',
    suppressWarning: true,
    setHeaders: (reply, path) => {
      const isHashed = path.startsWith(join(folder, 'assets'));
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Answers an address that only the client knows with its page; false for everything that no browser shows. */
export function pageOf(folder: string) {
  return (request: FastifyRequest, reply: FastifyReply): boolean => {
    const { pathname } = new URL(request.url, 'http://here');
    const isPage = request.method === 'GET' && !/^\/(api|assets)(\/|$)/.test(pathname)
      && request.headers.accept?.includes('text/html') === true;
    if (!isPage) return false;
    void reply.code(200).header('cache-control', 'no-cache').header('vary', 'accept');
    if (existsSync(join(folder, PAGE))) void reply.sendFile(PAGE, folder, { cacheControl: false });
    else void reply.type('text/html; charset=utf-8').send(NOT_BUILT);
    return true;
  };
}
