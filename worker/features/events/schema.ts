import { z } from 'zod';
import { ACTOR_KINDS, EVENT_TYPES } from '../../lib/event-types.ts';
import { pageOf, PageQuery } from '../kernel/page.ts';

const TYPES = EVENT_TYPES.map(({ type }) => type);

const Id = z.string().trim().min(1).max(100);
const Instant = z.iso.datetime({ offset: true, local: false }).transform((text) => Date.parse(text));

export const EventQuery = PageQuery.extend({
  // The place in the order and no id: the event itself may be gone by the time of the next page.
  cursor: z
    .string()
    .regex(/^seq_\d{1,15}$/, 'This is not a cursor from this list.')
    .transform((text) => Number(text.slice('seq_'.length)))
    .optional()
    .describe('The `nextCursor` of the previous page.'),
  type: z
    .string()
    .max(1000)
    .transform((text) => text.split(',').map((type) => type.trim()))
    .pipe(z.array(z.enum(TYPES)))
    .optional()
    .describe('One type or several, separated by commas.'),
  customerId: Id.optional(),
  projectId: Id.optional(),
  mailboxId: Id.optional(),
  actor: Id.optional().describe('The id of an agent or API key, or a kind: `agent`, `api-key`, `system` …'),
  from: Instant.optional().describe('Events at or after this instant.'),
  until: Instant.optional().describe('Events before this instant.'),
  query: z.string().trim().max(200).optional().describe('Part of a name, an address or a changed value, in any case.'),
});

const Event = z
  .object({
    id: z.string(),
    at: z.string(),
    type: z.enum(TYPES),
    actor: z
      .object({ kind: z.enum(ACTOR_KINDS), id: z.string().nullable(), name: z.string() })
      .describe('Who did it, by the name of then. `system`: Mailferry itself.'),
    subject: z
      .object({ kind: z.string(), id: z.string(), name: z.string() })
      .describe('What it is about, as it was named then.'),
    customerId: z.string().nullable(),
    projectId: z.string().nullable(),
    mailboxId: z.string().nullable(),
    passId: z.string().nullable(),
    changes: z
      .array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }))
      .describe('Fields with their old and new values. Of a password only `set`, `changed` or `removed`.'),
    data: z.record(z.string(), z.unknown()).describe('What is particular to the type, such as the figures of a pass.'),
  })
  .meta({ ref: 'Event' });

export const EventPage = pageOf('Event', Event);
