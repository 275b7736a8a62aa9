import { Hono } from 'hono';
import { ScriptQuery } from '../../lib/script-request.ts';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { presentMessage } from '../messages/present.ts';
import { Message } from '../messages/schema.ts';
import { requireOpenProject, requireProject } from '../projects/require-project.ts';
import { listScripts } from './list-scripts.ts';
import { ScriptAnswer, ScriptList, ScriptMessageRequest } from './schema.ts';
import { requireScriptId, scriptOfProject } from './script-of-project.ts';
import { sendScript } from './send-script.ts';

const tag = 'Scripts';
const PROBLEMS = { 404: ['project-not-found', 'script-not-found'] };

/** Mounted at `/projects`. */
export const projectScriptRoutes = new Hono<AppEnv>()
  .get(
    '/:id/scripts',
    describe({
      tag,
      action: 'script.read',
      summary: 'List the scripts for administrators of providers',
      description:
        'Once for each side that a script can run at. Each that changes something is followed by its clean-up.',
      answers: { 200: ScriptList },
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => {
      await requireProject(c, c.req.param('id'));
      return c.json({ items: listScripts(), nextCursor: null });
    },
  )
  .get(
    '/:id/scripts/:scriptId',
    describe({
      tag,
      action: 'script.read',
      summary: 'Read a script',
      description:
        'Written for this project: its account, domains and mailboxes are filled in. With `Accept: text/plain` it is the file itself.',
      answers: { 200: ScriptAnswer },
      problems: { ...PROBLEMS, 422: ['validation-failed', 'script-not-available'] },
    }),
    valid('query', ScriptQuery),
    async (c) => {
      const project = await requireProject(c, c.req.param('id'));
      const id = requireScriptId(c.req.param('scriptId'));
      const { customer: _customer, ...script } = await scriptOfProject(c.var.deps, project, id, c.req.valid('query'));
      if (c.req.header('accept')?.split(',')[0]?.split(';')[0]?.trim() === 'text/plain') {
        c.header('content-disposition', `attachment; filename="${script.fileName}"`);
        // Not in the type of the answer: the app asks for JSON.
        return c.text(script.text) as never;
      }
      return c.json(script);
    },
  )
  .post(
    '/:id/scripts/:scriptId/messages',
    describe({
      tag,
      action: 'script.send',
      summary: 'Send a script to an administrator',
      description: 'In the text of a message, as mail servers refuse script files.',
      answers: { 201: Message },
      events: ['script.sent'],
      problems: {
        ...PROBLEMS,
        409: ['project-archived'],
        422: ['validation-failed', 'script-not-available', 'script-too-long'],
      },
    }),
    valid('json', ScriptMessageRequest),
    async (c) => {
      const project = await requireOpenProject(c, c.req.param('id'));
      const id = requireScriptId(c.req.param('scriptId'));
      const row = await sendScript(c.var.deps, c.var.principal, { project, id }, c.req.valid('json'));
      return c.json(presentMessage(row), 201);
    },
  );
