import { z } from 'zod';
import type { PeoplePlan } from '../../lib/people-facts.ts';
import { fromBase64, toBase64Url, utf8 } from '../../lib/encoding.ts';
import { problem } from './errors.ts';

/** What an API client hands back is not trusted: as many and as long as a real one can have. */
const Cursor = z.strictObject({
  search: z.string().max(100),
  pending: z.array(z.string().min(1).max(100)).min(1).max(2_000),
  asked: z.int().min(0),
  cut: z.boolean(),
});

/** A place in an address list, as the API gives it. */
export function writeCursor(search: string, { pending, asked, isCutShort }: PeoplePlan): string {
  return toBase64Url(utf8(JSON.stringify({ search, pending, asked, cut: isCutShort })));
}

/** The place that a cursor means. Throws `people-cursor-invalid`. */
export function readCursor(search: string, cursor: string): PeoplePlan {
  const read = Cursor.safeParse(parse(cursor));
  if (!read.success || read.data.search !== search) throw problem('people-cursor-invalid');
  const { pending, asked, cut } = read.data;
  return { pending, asked, isCutShort: cut };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(fromBase64(cursor)));
  } catch {
    return undefined;
  }
}
