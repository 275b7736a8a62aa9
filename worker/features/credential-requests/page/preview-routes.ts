import { Hono } from 'hono';
import { LANGUAGES } from '../../../lib/mail/languages.ts';
import { z } from '../../../lib/zod.ts';
import type { AppEnv } from '../../kernel/app.ts';
import { describe } from '../../kernel/describe.ts';
import { PREVIEW_HEADERS } from '../../kernel/security-headers.ts';
import { valid } from '../../kernel/validate.ts';
import { problem } from '../errors.ts';
import { requireRequest } from '../require-request.ts';
import { findRequest } from './find-request.ts';
import { renderPreview } from './preview.ts';

const PreviewQuery = z.object({
  language: z.enum(LANGUAGES).optional().describe('As the recipient has it, unless said.'),
});

/** What end users see, for agents. Mounted at `/credential-requests`. */
export const previewRoutes = new Hono<AppEnv>().get(
  '/:id/preview',
  describe({
    tag: 'Credential requests',
    action: 'credential-request.read',
    summary: 'Preview the page of an end user',
    description: 'The page as the recipient sees it now, without its link. Nothing can be sent from it.',
    answers: { 200: 'The page.' },
    mediaTypes: ['text/html'],
    problems: { 404: ['credential-request-not-found'] },
  }),
  valid('query', PreviewQuery),
  async (c) => {
    const { db } = c.var.deps;
    const { request } = await requireRequest(c, c.req.param('id'));
    const found = await findRequest(db, request);
    if (!found) throw problem('credential-request-not-found');
    return c.body(await renderPreview(c.var.deps, found, c.req.valid('query').language), 200, PREVIEW_HEADERS);
  },
);
