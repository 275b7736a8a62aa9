import { z } from 'zod';
import { TAG_LIMIT } from './mailbox-tags.ts';
import { MAILBOX_STATES } from './mailbox-statuses.ts';
import { plainText } from './plain-text.ts';
import { WAVE_NAME_LIMIT } from './wave-key.ts';

/** Filters that a workgroup can keep. */
export const MOST_SAVED_FILTERS = 100;

export const SavedFilterName = plainText('The name is empty.', 60);

/** Which mailboxes a saved filter shows: all that fit every part of it. */
export const SavedFilterFacts = z
  .strictObject({
    state: z.enum(MAILBOX_STATES).optional(),
    kind: z
      .string()
      .max(40)
      .optional()
      .describe('How the credentials of the mailbox’s user stand, as the project’s page names it.'),
    tag: z.string().trim().min(1).max(TAG_LIMIT).optional(),
    wave: z
      .string()
      .trim()
      .min(1)
      .max(WAVE_NAME_LIMIT)
      .optional()
      .describe('The name of a wave, in any case, or `none`: filters are for all projects.'),
    q: z.string().trim().min(1).max(254).optional().describe('Part of the source or destination address.'),
  })
  .refine((filter) => Object.values(filter).some((part) => part !== undefined), 'The filter is empty.')
  .meta({ ref: 'SavedFilterFacts' });

export type SavedFilterFacts = z.output<typeof SavedFilterFacts>;
