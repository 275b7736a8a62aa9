import { z } from 'zod';
import { PERSON_TYPES } from '../../lib/people-facts.ts';

export const PeopleRequest = z
  .strictObject({
    side: z.enum(['source']).optional().describe('Whose server is asked. Default: the source.'),
    search: z
      .string()
      .trim()
      .max(64)
      .optional()
      .describe('What a name, an alias or an address begins with. Without it, the whole list is read.'),
    cursor: z
      .string()
      .max(100_000)
      .optional()
      .describe('The `nextCursor` of the previous answer, with the same `search`.'),
  })
  .meta({ ref: 'PeopleRequest' });

const PersonInList = z
  .object({
    email: z.string(),
    name: z.string(),
    type: z
      .enum(PERSON_TYPES)
      .describe('`room` where the server has room lists. It does not say which mailboxes are shared.'),
    isAdded: z.boolean().describe('The project has this mailbox as a source already.'),
  })
  .meta({ ref: 'Person' });

export const People = z
  .object({
    items: z
      .array(PersonInList)
      .describe('People and rooms with a mailbox. Someone may come again in a later answer; the first is right.'),
    nextCursor: z.string().nullable().describe('Null at the end of the list.'),
    complete: z
      .boolean()
      .describe(
        'At the end of the list: the server told all that it found. False before the end, and where it did not.',
      ),
    retryAfterSeconds: z
      .int()
      .nullable()
      .describe('The server is busy: wait this long before you ask with `nextCursor`. Null: no wait.'),
    method: z.enum(['address-list', 'resolve-names']).describe('How the list was read.'),
  })
  .meta({ ref: 'People' });
