import { Hono } from 'hono';
import { z } from 'zod';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { MESSAGE_KIND_NAMES } from '../../lib/mail/message-kinds.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { validationProblem, valid } from '../kernel/validate.ts';
import { problem } from '../templates/errors.ts';
import { checkTemplate } from '../templates/render/check-template.ts';
import { presentMessage } from './present.ts';
import { TemplateTest, TestResult } from './schema.ts';
import { sendTest } from './test-send.ts';

const Which = z.object({ kind: z.enum(MESSAGE_KIND_NAMES), language: z.enum(LANGUAGES) });

/** A template in a real mailbox, before it is saved. */
export const templateTestRoutes = new Hono<AppEnv>().post(
  '/:kind/:language/test',
  describe({
    tag: 'Templates',
    action: 'template.test',
    summary: 'Send a test message of a template',
    description:
      'With example values, and the text of the request or else the saved one. `response` is the answer of the mail server.',
    answers: { 200: TestResult },
    events: ['message.tested'],
    problems: { 404: ['template-not-found'], 422: ['validation-failed'] },
  }),
  valid('json', TemplateTest),
  async (c) => {
    const { deps, principal } = c.var;
    const which = Which.safeParse(c.req.param());
    if (!which.success) throw problem('template-not-found');
    const { kind, language } = which.data;
    const { to, template } = c.req.valid('json');
    const errors = template ? checkTemplate(kind, template) : [];
    if (errors.length > 0) throw validationProblem(errors.map(({ path, message }) => ({ path: [path], message })));
    const { isAccepted, row } = await sendTest(deps, principal, { to, language, kind, draft: template });
    return c.json({ isAccepted, response: row.lastResponse ?? '', message: presentMessage(row) });
  },
);
