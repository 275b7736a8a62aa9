import { Hono } from 'hono';
import type { AppEnv } from '../kernel/app.ts';
import { describe } from '../kernel/describe.ts';
import { valid } from '../kernel/validate.ts';
import { TwoFactorRequirement } from './schema.ts';
import { requireTwoFactorOfAll } from './two-factor/require-of-all.ts';
import { resetTwoFactor } from './two-factor/reset-agent.ts';

/** What others may do to the account of an agent. */
export const agentAccountRoutes = new Hono<AppEnv>().post(
  '/:id/reset-two-factor',
  describe({
    tag: 'Account',
    action: 'agent.reset-two-factor',
    summary: 'Turn off two-factor sign-in for an agent',
    description: 'For an agent who has lost their device, by owners and managers. The agent gets a message.',
    answers: { 204: 'Sign-in asks the agent for no code until they set it up again.' },
    events: ['agent.two-factor-reset'],
    problems: {
      403: ['forbidden', 'agent-role-too-high'],
      404: ['agent-not-found'],
      409: ['two-factor-off', 'agent-of-other-workgroup'],
    },
  }),
  async (c) => {
    await resetTwoFactor(c, c.req.param('id'));
    return c.body(null, 204);
  },
);

/** What all agents of a workgroup need to sign in. */
export const twoFactorRequirementRoutes = new Hono<AppEnv>().put(
  '/',
  describe({
    tag: 'Account',
    action: 'workgroup.require-two-factor',
    summary: 'Require two-factor sign-in of all agents',
    description:
      'Agents without it must set it up before they can do anything else. API keys keep working. Only an owner who has it may require it.',
    answers: { 200: TwoFactorRequirement },
    events: ['workgroup.two-factor-required'],
    problems: { 409: ['two-factor-off'] },
  }),
  valid('json', TwoFactorRequirement),
  async (c) => {
    const { isRequired } = c.req.valid('json');
    await requireTwoFactorOfAll(c, isRequired);
    return c.json({ isRequired });
  },
);
