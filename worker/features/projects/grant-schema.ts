import { z } from 'zod';
import { ROLES } from '../../lib/roles.ts';

export const GrantsRequest = z
  .strictObject({
    agentIds: z.array(z.string().min(1).max(100)).max(1000).describe('Everyone who is to have a grant afterwards.'),
  })
  .meta({ ref: 'GrantsRequest' });

export const ProjectGrants = z
  .object({
    projectSharing: z.boolean().describe('Whether every agent sees all projects of the workgroup.'),
    items: z.array(
      z.object({
        agentId: z.string(),
        name: z.string(),
        email: z.string(),
        role: z.enum(ROLES),
        isCreator: z.boolean().describe('They, or a key of theirs, created the project.'),
        isGranted: z.boolean().describe('They were given the project.'),
      }),
    ),
  })
  .meta({ ref: 'ProjectGrants' });
