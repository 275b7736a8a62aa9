import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { problem } from './errors.ts';
import { logoColumns } from './logo-columns.ts';
import { getLogoByKey, getLook, saveLookStatement } from './look-store.ts';
import { LookAnswer, LookChange } from './schema.ts';
import type { LookRow } from './table.ts';
import { LOGO_TYPES } from './table.ts';
import { lookUpdated } from './template-events.ts';

const tag = 'Templates';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

function presentLook(look: Pick<LookRow, 'accent' | 'logoKey' | 'userText'> | undefined) {
  return {
    accent: look?.accent ?? null,
    logoUrl: look?.logoKey ? `/api/logos/${look.logoKey}` : null,
    userText: look?.userText ?? null,
  };
}

/** How messages and pages of the workgroup look to users. */
export const lookRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({
      tag,
      action: 'look.read',
      summary: 'Read logo, colour and the text for users',
      answers: { 200: LookAnswer },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      return c.json(presentLook(await getLook(deps.db, principal.workgroupId)));
    },
  )
  .patch(
    '/',
    describe({
      tag,
      action: 'look.update',
      summary: 'Change logo, colour and the text for users',
      answers: { 200: LookAnswer },
      events: ['look.updated'],
      problems: { 422: ['validation-failed'] },
    }),
    valid('json', LookChange),
    async (c) => {
      const { deps, principal } = c.var;
      const { accent, logo, userText } = c.req.valid('json');
      const { workgroupId } = principal;
      const before = (await getLook(deps.db, workgroupId)) ?? { accent: null, logoKey: null, userText: null };
      const change = {
        ...(accent !== undefined && { accent: accent?.toLowerCase() ?? null }),
        ...(logo !== undefined && logoColumns(deps, logo)),
        ...(userText !== undefined && { userText }),
      };
      await runBatch(deps.db, [
        saveLookStatement(deps.db, workgroupId, { ...change, updatedAt: deps.now() }),
        eventStatement(deps.db, workgroupId, lookUpdated(deps, principal, before, change)),
      ]);
      return c.json(presentLook(await getLook(deps.db, principal.workgroupId)));
    },
  );

/** Logos for those who read messages, and are signed in nowhere. */
export const logoRoutes = new Hono<AppEnv>().get(
  '/:key',
  describe({
    tag,
    summary: 'Read a logo',
    answers: { 200: 'The picture.' },
    mediaTypes: LOGO_TYPES,
    problems: { 404: ['logo-not-found'] },
    isPublic: true,
  }),
  async (c) => {
    const found = await getLogoByKey(c.var.deps.db, c.req.param('key'));
    if (!found?.logo || !found.logoType) throw problem('logo-not-found');
    return c.body(new Uint8Array(found.logo), 200, {
      'content-type': found.logoType,
      'cache-control': `public, max-age=${YEAR_SECONDS}, immutable`,
      // Mail programs in a browser show it on a page of their own.
      'cross-origin-resource-policy': 'cross-origin',
    });
  },
);
