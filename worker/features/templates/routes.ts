import { Hono } from 'hono';
import { z } from 'zod';
import { LANGUAGE_NAMES, LANGUAGES } from '../../lib/mail/languages.ts';
import { MESSAGE_KIND_NAMES, MESSAGE_KINDS, variablesOf } from '../../lib/mail/message-kinds.ts';
import type { AppEnv } from '../kernel/app.ts';
import { eventStatement } from '../events/event-statement.ts';
import { runBatch } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { validationProblem, valid } from '../kernel/validate.ts';
import { problem } from './errors.ts';
import { lookOf } from './look-store.ts';
import { previewTemplate } from './preview.ts';
import { checkTemplate } from './render/check-template.ts';
import { templateReset, templateUpdated } from './template-events.ts';
import { TemplateAnswer, TemplateList, TemplatePreview, TemplateText } from './schema.ts';
import { listChangedTemplates, resetTemplateStatement, saveTemplateStatement, templateOf } from './store.ts';

const tag = 'Templates';
const Which = z.object({ kind: z.enum(MESSAGE_KIND_NAMES), language: z.enum(LANGUAGES) });

/** Throws `template-not-found` for a kind or a language that there is none of. */
function whichOf(param: Record<string, string>): z.output<typeof Which> {
  const which = Which.safeParse(param);
  if (!which.success) throw problem('template-not-found');
  return which.data;
}

const NOT_FOUND = { 404: ['template-not-found'] };

/** What messages say: read by all, changed by owners and managers. */
export const templateRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'template.read', summary: 'List kinds of messages', answers: { 200: TemplateList } }),
    async (c) => {
      const { deps, principal } = c.var;
      const changed = await listChangedTemplates(deps.db, principal.workgroupId);
      return c.json({
        kinds: MESSAGE_KIND_NAMES.map((kind) => ({
          kind,
          title: MESSAGE_KINDS[kind].title,
          about: MESSAGE_KINDS[kind].about,
          variables: Object.entries(variablesOf(kind)).map(([name, type]) => ({ name, type })),
          changed: changed.filter((row) => row.kind === kind).map(({ language }) => language),
        })),
        languages: LANGUAGES.map((language) => ({ language, name: LANGUAGE_NAMES[language] })),
      });
    },
  )
  .get(
    '/:kind/:language',
    describe({
      tag,
      action: 'template.read',
      summary: 'Read a template',
      answers: { 200: TemplateAnswer },
      problems: NOT_FOUND,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { kind, language } = whichOf(c.req.param());
      return c.json({ kind, language, ...(await templateOf(deps.db, principal.workgroupId, kind, language)) });
    },
  )
  .put(
    '/:kind/:language',
    describe({
      tag,
      action: 'template.update',
      summary: 'Change a template',
      description: 'A variable that there is none of is refused here, so that no message fails of it later.',
      answers: { 200: TemplateAnswer },
      events: ['template.updated'],
      problems: { ...NOT_FOUND, 422: ['validation-failed'] },
    }),
    valid('json', TemplateText),
    async (c) => {
      const { deps, principal } = c.var;
      const { kind, language } = whichOf(c.req.param());
      const { subject, body } = c.req.valid('json');
      const errors = checkTemplate(kind, { subject, body });
      if (errors.length > 0) throw validationProblem(errors.map(({ path, message }) => ({ path: [path], message })));
      const { workgroupId } = principal;
      const before = await templateOf(deps.db, workgroupId, kind, language);
      const event = templateUpdated(deps, principal, { kind, language }, before, { subject, body });
      await runBatch(deps.db, [
        saveTemplateStatement(deps.db, workgroupId, { kind, language, subject, body, updatedAt: deps.now() }),
        eventStatement(deps.db, workgroupId, event),
      ]);
      return c.json({ kind, language, subject, body, isChanged: true });
    },
  )
  .delete(
    '/:kind/:language',
    describe({
      tag,
      action: 'template.update',
      summary: 'Return to the template that Mailferry brings',
      answers: { 200: TemplateAnswer },
      events: ['template.reset'],
      problems: NOT_FOUND,
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { kind, language } = whichOf(c.req.param());
      await runBatch(deps.db, [
        resetTemplateStatement(deps.db, principal.workgroupId, kind, language),
        eventStatement(deps.db, principal.workgroupId, templateReset(deps, principal, { kind, language })),
      ]);
      return c.json({ kind, language, ...(await templateOf(deps.db, principal.workgroupId, kind, language)) });
    },
  )
  .post(
    '/:kind/:language/preview',
    describe({
      tag,
      action: 'template.read',
      summary: 'Preview a template',
      description: 'With example values, as HTML and text. Saves nothing.',
      answers: { 200: TemplatePreview },
      events: { none: 'It stores nothing.' },
      problems: NOT_FOUND,
    }),
    valid('json', TemplateText),
    async (c) => {
      const { deps, principal } = c.var;
      const { kind, language } = whichOf(c.req.param());
      const look = await lookOf(deps.db, principal.workgroupId, null, deps.settings.publicUrl);
      return c.json(previewTemplate(kind, language, c.req.valid('json'), look, deps.settings.publicUrl));
    },
  );
