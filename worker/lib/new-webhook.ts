import { z } from './zod.ts';
import { WEBHOOK_EVENTS } from './event-types.ts';

const TYPES = WEBHOOK_EVENTS.map(({ type }): string => type);
const Type = z.enum(['*', ...TYPES], 'Webhooks cannot subscribe to this type of event.');

/** What a webhook needs, for the API and for its form. */
export const WEBHOOK_FIELDS = {
  url: z.string().trim().min(1, 'The address is missing.').max(2000, 'An address can have at most 2,000 characters.'),
  events: z
    .array(Type)
    .min(1, 'Choose at least one type of event.')
    .max(TYPES.length + 1)
    .refine((types) => new Set(types).size === types.length, 'Each type can be listed only once.')
    .refine((types) => !types.includes('*') || types.length === 1, '“*” stands for all types. Send it alone.')
    .describe('Types of events, or `["*"]` for all, also those that later versions add.'),
  description: z.string().trim().max(200, 'A description can have at most 200 characters.'),
  projectIds: z
    .array(z.string().min(1).max(100))
    .min(1, 'Name at least one project, or leave out projectIds for all.')
    .max(200),
};

export const NewWebhook = z.strictObject({
  url: WEBHOOK_FIELDS.url,
  events: WEBHOOK_FIELDS.events,
  description: WEBHOOK_FIELDS.description.optional(),
  projectIds: WEBHOOK_FIELDS.projectIds.optional().describe('Only events of these projects. Default: of all.'),
});
