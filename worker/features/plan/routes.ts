import { Hono } from 'hono';
import { toIso } from '../../lib/clock.ts';
import { MANUAL_STEPS } from '../../lib/plan-steps.ts';
import type { AppEnv } from '../kernel/app.ts';
import type { Db } from '../kernel/db.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { requireProject } from '../projects/require-project.ts';
import type { ProjectRow } from '../projects/table.ts';
import { gatherFacts } from './gather-facts.ts';
import { markStep } from './marks.ts';
import { planOf } from './plan-of.ts';
import { Plan, PlanMarkRequest } from './schema.ts';

const tag = 'Projects';
const isManual = (id: string) => MANUAL_STEPS.some((step) => step === id);

async function presentPlan(db: Db, project: ProjectRow) {
  const steps = planOf(await gatherFacts(db, project));
  return { steps: steps.map((step) => ({ ...step, at: toIso(step.at), isManual: isManual(step.id) })) };
}

/** Mounted at `/projects`. */
export const planRoutes = new Hono<AppEnv>()
  .get(
    '/:id/plan',
    describe({
      tag,
      action: 'project.read',
      summary: 'Get the plan of a project',
      description:
        'The steps of its migration in order, each with its state, which follows from what has happened. The order is a guide: everything can be started at any time.',
      answers: { 200: Plan },
      problems: { 404: ['project-not-found'] },
    }),
    async (c) => c.json(await presentPlan(c.var.deps.db, await requireProject(c, c.req.param('id')))),
  )
  .put(
    '/:id/plan',
    describe({
      tag,
      action: 'project.update',
      summary: 'Mark a step of the plan as done',
      description:
        'For steps outside Mailferry, such as changed MX records. The state of all others follows from facts.',
      answers: { 200: Plan },
      events: ['project.step-marked'],
      problems: { 404: ['project-not-found'] },
    }),
    valid('json', PlanMarkRequest),
    async (c) => {
      const { deps, principal } = c.var;
      const project = await requireProject(c, c.req.param('id'));
      const { step, isDone } = c.req.valid('json');
      await markStep(deps, principal, project, step, isDone);
      return c.json(await presentPlan(deps.db, project));
    },
  );
