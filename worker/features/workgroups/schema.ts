import { z } from 'zod';
import { FirstOwner } from '../../lib/agent-requests.ts';
import { AgentEmail } from '../../lib/email.ts';
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
  })
  .meta({ ref: 'Me' });

export const SignInRequest = z.strictObject({ email: AgentEmail, password: z.string() }).meta({ ref: 'SignInRequest' });
