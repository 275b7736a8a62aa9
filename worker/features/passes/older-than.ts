import type { z } from 'zod';
import { PRE_STAGE_DAYS } from '../../lib/limits.ts';
import { DAY_MS } from '../../lib/units.ts';
import type { PassRequest } from './schema.ts';

/** Up to when a pre-stage pass copies items; null for other passes. */
export function olderThanOf(
  { type, olderThan = { days: PRE_STAGE_DAYS } }: Pick<z.output<typeof PassRequest>, 'type' | 'olderThan'>,
  now: number,
): number | null {
  if (type !== 'pre-stage') return null;
  return 'date' in olderThan ? Date.parse(olderThan.date) : now - olderThan.days * DAY_MS;
}
