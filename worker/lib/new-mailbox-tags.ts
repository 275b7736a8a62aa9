import { z } from 'zod';
import { MOST_TAGS, NOT_IN_TAGS, TAG_LIMIT, withoutDoubles } from './mailbox-tags.ts';

const Tag = z
  .string()
  .trim()
  .min(1, 'The tag is empty.')
  .max(TAG_LIMIT, `A tag has at most ${String(TAG_LIMIT)} characters.`)
  .refine((tag) => !NOT_IN_TAGS.test(tag), 'A tag has no comma, semicolon or control character.');

/** Words that group mailboxes, such as `Board` or `Berlin`. Case does not count. */
export const Tags = z
  .array(Tag)
  .max(MOST_TAGS, `A mailbox has at most ${String(MOST_TAGS)} tags.`)
  .transform(withoutDoubles);
