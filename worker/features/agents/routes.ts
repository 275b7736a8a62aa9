import { Hono } from 'hono';
import type { AppContext, AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { cutPage, PageQuery } from '../kernel/page.ts';
import { valid } from '../kernel/validate.ts';
import type { AgentRow } from './agent-store.ts';
import { listAgents } from './agent-store.ts';
import { changeAgent, removeAgent, requireMember, transferOwnership } from './change-agent.ts';
import { presentAgent } from './present.ts';
import { requireRoleWithin } from './require-role-within.ts';
import { Agent, AgentChange, AgentPage } from './schema.ts';

const tag = 'Agents';
const NOT_FOUND = { 404: ['agent-not-found'] };
const TOO_HIGH = { 403: ['agent-role-too-high'] };

const agentOf = async (c: AppContext, id: string): Promise<AgentRow> =>
  requireMember(c.var.deps, c.var.principal.workgroupId, id);

/** The members of a workgroup. */
export const agentRoutes = new Hono<AppEnv>()
  .get(
    '/',
    describe({ tag, action: 'agent.read', summary: 'List agents, oldest account first', answers: { 200: AgentPage } }),
    valid('query', PageQuery),
    async (c) => {
      const { deps, principal } = c.var;
      const { cursor, limit } = c.req.valid('query');
      const page = cutPage(await listAgents(deps.db, principal.workgroupId, { cursor, limit: limit + 1 }), limit);
      return c.json({ items: page.rows.map(presentAgent), nextCursor: page.nextCursor });
    },
  )
  .get(
    '/:id',
    describe({ tag, action: 'agent.read', summary: 'Get an agent', answers: { 200: Agent }, problems: NOT_FOUND }),
    async (c) => c.json(presentAgent(await agentOf(c, c.req.param('id')))),
  )
  .patch(
    '/:id',
    describe({
      tag,
      action: 'agent.update',
      summary: 'Change the role of an agent',
      description:
        'Effective at once, for all sessions, live sockets and API keys of the agent. The last owner of a workgroup stays owner.',
      answers: { 200: Agent },
      events: ['agent.role-changed'],
      problems: { ...NOT_FOUND, ...TOO_HIGH, 409: ['last-owner', 'agent-changed'] },
    }),
    requireRoleWithin,
    valid('json', AgentChange),
    async (c) => {
      const { deps, principal } = c.var;
      const agent = await agentOf(c, c.req.param('id'));
      return c.json(presentAgent(await changeAgent(deps, principal, agent, c.req.valid('json').role)));
    },
  )
  .delete(
    '/:id',
    describe({
      tag,
      action: 'agent.remove',
      summary: 'Remove an agent from the workgroup',
      description: 'Also revokes the API keys that the agent created. What the agent did stays in the events.',
      answers: { 204: 'The agent is removed.' },
      events: ['agent.removed'],
      problems: { ...NOT_FOUND, ...TOO_HIGH, 409: ['last-owner', 'agent-changed'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      await removeAgent(deps, principal, await agentOf(c, c.req.param('id')));
      return c.body(null, 204);
    },
  )
  .post(
    '/:id/make-owner',
    describe({
      tag,
      action: 'agent.make-owner',
      summary: 'Transfer your ownership',
      description: 'The agent becomes an owner, and you become a manager.',
      answers: { 200: Agent },
      events: ['agent.made-owner'],
      problems: { ...NOT_FOUND, 409: ['agent-inactive', 'agent-changed'] },
    }),
    async (c) => {
      const { deps, principal } = c.var;
      const { agentId } = principal;
      if (agentId === null) throw anyProblem('session-needed');
      const agent = await agentOf(c, c.req.param('id'));
      return c.json(presentAgent(await transferOwnership(deps, { ...principal, agentId }, agent)));
    },
  );
