import { z } from 'zod';

const MAXIMUM_LIMIT = 1000;
const DEFAULT_LIMIT = 50;

/** Query of every list. `cursor` is the `nextCursor` of the page before. */
export const PageQuery = z.object({
  cursor: z
    .string()
    .regex(/^[a-z]+_[0-9a-z]{1,64}$/, 'This is not a cursor from a list.')
    .optional()
    .describe('The `nextCursor` of the previous page.'),
  limit: z.coerce.number().int().min(1).max(MAXIMUM_LIMIT).default(DEFAULT_LIMIT),
});

/** Shape of every list. */
export function pageOf<Item extends z.ZodType>(name: string, item: Item) {
  return z
    .object({ items: z.array(item), nextCursor: z.string().nullable().describe('Null on the last page.') })
    .meta({ ref: `${name}List` });
}

/**
 * Cuts a page from rows that were read with one row more than the limit, so that the last page is known without
 * counting.
 */
export function cutPage<Row extends { id: string }>(
  rows: readonly Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
