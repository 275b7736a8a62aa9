import { z } from 'zod';
import { FirstOwner } from '../../lib/agent-requests.ts';
import { AgentEmail } from '../../lib/email.ts';
import { LANGUAGES } from '../../lib/mail/languages.ts';
import { NewWorkgroupFacts } from '../../lib/new-workgroup-facts.ts';
import { faultOfPassword } from './password-rules.ts';
import { ROLES } from '../../lib/roles.ts';

export const SetupState = z.object({ needsOwner: z.boolean(), openSignUp: z.boolean() }).meta({ ref: 'SetupState' });

export const SetupRequest = FirstOwner.check(({ value: { password, email, name, workgroupName }, issues }) => {
  const message = faultOfPassword(password, [email, name, workgroupName]);
  if (message !== undefined) issues.push({ code: 'custom', path: ['password'], message, input: '' });
}).meta({ ref: 'SetupRequest' });

export const Me = z
  .object({
    agent: z
      .object({ id: z.string(), name: z.string(), email: z.string() })
      .nullable()
      .describe('Null for an API key.'),
    workgroup: z.object({ id: z.string(), name: z.string() }),
    role: z.enum(ROLES),
    twoFactor: z
      .object({
        isOn: z.boolean(),
        isRequired: z.boolean().describe('Whether the workgroup requires it of all agents.'),
      })
      .nullable()
      .describe('Null for an API key.'),
    workgroups: z
      .array(z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES) }))
      .describe('All workgroups of the agent, to switch between. None for an API key.'),
  })
  .meta({ ref: 'Me' });

export const SignInRequest = z.strictObject({ email: AgentEmail, password: z.string() }).meta({ ref: 'SignInRequest' });

export const OwnWorkgroupList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        role: z.enum(ROLES),
        isCurrent: z.boolean().describe('Whether this session is in it.'),
      }),
    ),
    nextCursor: z.null(),
  })
  .meta({ ref: 'OwnWorkgroupList' });

export const Workgroup = z
  .object({
    id: z.string(),
    name: z.string(),
    language: z.enum(LANGUAGES).nullable().describe('Of messages to agents who have chosen none. Null: English.'),
    timeZone: z.string().nullable().describe('As IANA names it. Null: UTC.'),
    projectSharing: z
      .boolean()
      .describe('Whether agents see all projects. If not, they see those that they created or were given.'),
    requestValidDays: z.int().describe('How long the links of credential requests work.'),
    reminderDays: z.array(z.int()).describe('Days after a credential request on which its reminders go out.'),
    purgeAfterDays: z
      .int()
      .nullable()
      .describe('Days without a pass after which credentials that end users gave are deleted. Null: never.'),
  })
  .meta({ ref: 'Workgroup' });

export const WorkgroupChange = NewWorkgroupFacts.extend({
  projectSharing: z.boolean().describe('Off: who may no longer see a project is disconnected from it at once.'),
  requestValidDays: z.int().min(1).max(90),
  reminderDays: z
    .array(z.int().min(1).max(90))
    .max(5, 'At most five reminders.')
    .refine(
      (days) => days.every((day, index) => index === 0 || day > (days[index - 1] ?? 0)),
      'Order the days, each once.',
    ),
  purgeAfterDays: z.int().min(1).max(3_650).nullable(),
})
  .partial()
  .meta({ ref: 'WorkgroupChange' });
