import { z } from 'zod';
import { toIso } from '../../lib/clock.ts';
import type { CredentialReceipt } from '../kernel/deps.ts';

export const PurgeReceipt = z
  .object({
    purged: z.int().min(0).describe('Mailboxes whose credentials were deleted.'),
    at: z.string(),
    mailboxIds: z.array(z.string()).describe('Which they are.'),
    inUse: z.array(z.string()).describe('Mailboxes that keep theirs, as a pass uses them. Stop it first.'),
  })
  .meta({ ref: 'PurgeReceipt' });

export function presentReceipt({ purged, inUse, at }: CredentialReceipt) {
  return { purged: purged.length, at: toIso(at), mailboxIds: purged, inUse };
}
