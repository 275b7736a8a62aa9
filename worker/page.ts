import type { Context } from 'hono';
import { Hono } from 'hono';
import { languageOfBrowser } from './features/credential-requests/page/choose-language.ts';
import { renderPlainPage } from './features/credential-requests/page/render.tsx';
import { pageRoutes } from './features/credential-requests/page/routes.ts';
import type { AppEnv } from './features/kernel/app.ts';
import type { Deps } from './features/kernel/deps.ts';
import { isStorageFull } from './lib/storage-full.ts';

/** The page of end users, ready to answer. `compose` is called once a request. No address of a request is ever logged. */
export function createPage(compose: (c: Context) => Deps): Hono<AppEnv> {
  const languageOf = (c: Context) => languageOfBrowser(c.req.header('accept-language')) ?? 'en';
  return new Hono<AppEnv>()
    .use(async (c, next) => {
      c.set('deps', compose(c));
      await next();
    })
    .route('/r', pageRoutes)
    .onError((error, c) => {
      const deps = c.get('deps') as Deps | undefined;
      if (!isStorageFull(error)) deps?.log.error('page-failed', { id: deps.newId('err'), method: c.req.method, error });
      return c.html(renderPlainPage('failed', languageOf(c)), isStorageFull(error) ? 503 : 500);
    })
    .notFound((c) => c.html(renderPlainPage('notFound', languageOf(c)), 404));
}
