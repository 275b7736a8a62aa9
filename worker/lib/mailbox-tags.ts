import { z } from 'zod';

/** Characters of one tag, and tags of one mailbox. */
export const TAG_LIMIT = 40;
export const MOST_TAGS = 20;

/** Separators of tags in files, and what no one sees. */
const NOT_IN_TAGS = /[,;\p{C}]/u;

/** Two spellings of one tag have the same key. */
export const tagKey = (tag: string): string => tag.toLowerCase();

/** Tags without doubles: the first spelling counts. */
export function withoutDoubles(tags: readonly string[]): string[] {
  const seen = new Set<string>();
  return tags.filter((tag) => {
    const key = tagKey(tag);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

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
