import { z } from 'zod';
import { MAILBOX_STATES } from '../../lib/mailbox-statuses.ts';
import { PASS_TYPES } from '../../lib/pass-types.ts';
import { MANUAL_STEPS, PLAN_STEPS, STEP_STATES } from '../../lib/plan-steps.ts';

const press = z.literal('press');
const label = z.string();

const StepAction = z
  .union([
    z.object({ kind: z.literal('link'), label, href: z.string().describe('A page of the app.') }),
    z.object({ kind: press, label, press: z.literal('purge-credentials') }),
    z.object({ kind: press, label, press: z.literal('start-pass'), pass: z.enum(PASS_TYPES) }),
    z.object({ kind: press, label, press: z.literal('show-mailboxes'), mailboxes: z.enum(MAILBOX_STATES) }),
  ])
  .meta({ ref: 'PlanAction' });

export const Plan = z
  .object({
    steps: z.array(
      z.object({
        id: z.enum(PLAN_STEPS),
        title: z.string(),
        state: z
          .enum(STEP_STATES)
          .describe(
            '`now`: under way. `next`: the first that can be done. `waiting`: for an earlier step, or for someone else. `attention`: something in it failed.',
          ),
        at: z.string().nullable().describe('When it was done, or is due. Null where that is not known.'),
        status: z.string().describe('What is known of it, in words.'),
        text: z.string().describe('What to know of the step.'),
        action: StepAction.nullable().describe('What the app offers for it.'),
        isManual: z.boolean().describe('Nothing that Mailferry sees says that it is done: agents mark it.'),
      }),
    ),
  })
  .meta({ ref: 'Plan' });

export const PlanMarkRequest = z
  .strictObject({
    step: z.enum(MANUAL_STEPS),
    isDone: z.boolean().describe('False takes the mark back.'),
  })
  .meta({ ref: 'PlanMarkRequest' });
