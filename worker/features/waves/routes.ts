import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { writeOn } from '../kernel/write-on.ts';
import { requireOpenProject, requireProject } from '../projects/require-project.ts';
import type { ProjectRow } from '../projects/table.ts';
import { changedWave, waveOf } from './change-wave.ts';
import { problem } from './errors.ts';
import { NewWave, Wave, WaveChange, WavePage } from './schema.ts';
import type { CountedWave } from './store.ts';
import { createWave, deleteWave, getWave, listWaves, updateWave } from './store.ts';
import { waves } from './table.ts';
import { waveCreated, waveDeleted, waveUpdated } from './wave-events.ts';

const tag = 'Waves';
const NOT_FOUND = { 404: ['wave-not-found'] };

const present = ({ id, projectId, name, cutoverAt, timeZone, mailboxes, createdAt, updatedAt }: CountedWave) => ({
  id,
  projectId,
  name,
  cutoverAt: toIso(cutoverAt),
  timeZone,
  mailboxes,
  createdAt: toIso(createdAt),
  updatedAt: toIso(updatedAt),
});

/** The wave of an id and its project, if the caller may see that, and it is not archived. */
async function requireWave(c: AppContext, id: string): Promise<{ wave: CountedWave; project: ProjectRow }> {
  const { deps, principal } = c.var;
  const isVisible = deps.visibleProjects(principal, waves.projectId);
  const wave = await getWave(deps.db, principal.workgroupId, id, isVisible);
  if (!wave) throw problem('wave-not-found');
  return { wave, project: await requireOpenProject(c, wave.projectId) };
}

/** Mounted at `/projects`. */
export const projectWaveRoutes = new Hono<AppEnv>()
  .get(
    '/:id/waves',
    describe({
      tag,
      action: 'wave.read',
      summary: 'List the waves of a project in the order they were created',
      answers: { 200: WavePage },
      problems: { 404: ['project-not-found'] },
    }),
    valid('query', PageQuery),
    async (c) => {
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listWaves(c.var.deps.db, workgroupId, id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(present), nextCursor: page.nextCursor });
    },
  )
  .post(
    '/:id/waves',
    describe({
      tag,
      action: 'wave.manage',
      summary: 'Create a wave',
      description:
        'Mailboxes come into it by a change of theirs. Nothing starts at its cutover: the date is for people, who see it in the plan.',
      answers: { 201: Wave },
      events: ['wave.created'],
      problems: { 404: ['project-not-found'], 409: ['wave-name-taken', 'too-many-waves', 'project-archived'] },
    }),
    valid('json', NewWave),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireOpenProject(c, c.req.param('id'));
      const facts = { id: deps.newId('wav'), workgroupId: project.workgroupId, projectId: project.id };
      const row = waveOf(c.req.valid('json'), facts, deps.now());
      const outcome = await createWave(deps.db, row, waveCreated(deps, principal, project, row));
      if (outcome === 'taken') throw problem('wave-name-taken');
      if (outcome === 'full') throw problem('too-many-waves');
      return c.json(present({ ...row, mailboxes: 0 }), 201);
    },
  );

/** Mounted at `/waves`. */
export const waveRoutes = new Hono<AppEnv>()
  .patch(
    '/:id',
    describe({
      tag,
      action: 'wave.manage',
      summary: 'Change a wave',
      answers: { 200: Wave },
      events: ['wave.updated'],
      problems: { ...NOT_FOUND, 409: ['wave-name-taken', 'project-archived'] },
    }),
    valid('json', WaveChange),
    async (c) => {
      const { deps, principal } = c.var;
      const { wave, project } = await requireWave(c, c.req.param('id'));
      try {
        const changed = await writeOn(
          wave,
          () => getWave(deps.db, wave.workgroupId, wave.id),
          async (before) => {
            const after = changedWave(before, c.req.valid('json'), deps.now());
            const event = waveUpdated(deps, principal, project, before, after);
            return (await updateWave(deps.db, before, after, event))
              ? { ...after, mailboxes: before.mailboxes }
              : undefined;
          },
        );
        if (!changed) throw problem('wave-not-found');
        return c.json(present(changed));
      } catch (error) {
        if (isUniqueViolation(error)) throw problem('wave-name-taken');
        throw error;
      }
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'wave.manage',
      summary: 'Delete a wave',
      description: 'Its mailboxes stay in the project and are in no wave then.',
      answers: { 204: 'The wave is deleted.' },
      events: ['wave.deleted'],
      problems: { ...NOT_FOUND, 409: ['project-archived'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { wave, project } = await requireWave(c, c.req.param('id'));
      await deleteWave(deps.db, wave, waveDeleted(deps, principal, project, wave, wave.mailboxes));
      return c.body(null, 204);
    },
  );
