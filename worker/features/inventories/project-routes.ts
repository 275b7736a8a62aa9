import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import { requireProject } from '../projects/require-project.ts';
import { csvOfProject } from './csv.ts';
import { listEstimatedPasses } from './estimate-store.ts';
import { fileHeaders } from './file-headers.ts';
import { makeEstimate } from './make-estimate.ts';
import { presentEstimate, presentListedOversize, presentProjectInventory } from './present-project.ts';
import {
  listClosedDestinations,
  listProjectInventories,
  listProjectOversize,
  sumInventories,
} from './project-store.ts';
import { OversizeItemPage, ProjectEstimate, ProjectInventory } from './schema.ts';

const tag = 'Inventories';
const problems = { 404: ['project-not-found'] };

/** Mounted at `/projects`. */
export const projectInventoryRoutes = new Hono<AppEnv>()
  .get(
    '/:id/inventory',
    describe({
      tag,
      action: 'project.read',
      summary: 'Get the inventory of a project',
      description: 'Sums over the mailboxes that inventory passes have counted, by side.',
      answers: { 200: ProjectInventory },
      problems,
    }),
    async (c) => {
      const { db, projectTotals } = c.var.deps;
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const [totals, source, destination, closed] = await Promise.all([
        projectTotals(workgroupId, [id]),
        sumInventories(db, workgroupId, id, 'source'),
        sumInventories(db, workgroupId, id, 'destination'),
        listClosedDestinations(db, workgroupId, id),
      ]);
      const mailboxCount = totals.get(id)?.counters.total ?? 0;
      return c.json(presentProjectInventory(mailboxCount, { source, destination }, closed));
    },
  )
  .get(
    '/:id/inventory.csv',
    describe({
      tag,
      action: 'project.read',
      summary: 'Save the inventory of a project as CSV, by mailbox and side',
      answers: { 200: 'The file, in UTF-8 with a byte order mark.' },
      mediaTypes: ['text/csv'],
      problems,
    }),
    async (c) => {
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const rows = await listProjectInventories(c.var.deps.db, workgroupId, id);
      return c.body(csvOfProject(rows), 200, fileHeaders(`inventory-${id}.csv`));
    },
  )
  .get(
    '/:id/oversize-items',
    describe({
      tag,
      action: 'project.read',
      summary: 'List items that are larger than the destination accepts, the largest first',
      answers: { 200: OversizeItemPage },
      problems,
    }),
    valid('query', PageQuery),
    async (c) => {
      const { id, workgroupId } = await requireProject(c, c.req.param('id'));
      const { cursor, limit } = c.req.valid('query');
      const rows = await listProjectOversize(c.var.deps.db, workgroupId, id, { cursor, limit: limit + 1 });
      const page = cutPage(rows, limit);
      return c.json({ items: page.rows.map(presentListedOversize), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id/estimate',
    describe({
      tag,
      action: 'project.read',
      summary: 'Estimate how long the passes of a project take',
      description:
        'From the inventory, the speed of earlier passes of the project and what the servers allow. It is calculated on each request, also while passes run, and shows the result of earlier estimates.',
      answers: { 200: ProjectEstimate },
      problems,
    }),
    async (c) => {
      const { deps } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { id, workgroupId } = project;
      const [estimate, totals, earlier] = await Promise.all([
        makeEstimate(deps, project),
        deps.projectTotals(workgroupId, [id]),
        listEstimatedPasses(deps.db, workgroupId, id),
      ]);
      return c.json(presentEstimate(estimate, totals.get(id)?.counters.total ?? 0, earlier, deps.now()));
    },
  );
