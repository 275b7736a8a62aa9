import type { Db } from '../kernel/db.ts';
import type { Role } from '../../lib/roles.ts';
import { isAbove } from '../../lib/roles.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import { roleOf } from '../workgroups/access.ts';
import { getMembership } from '../workgroups/store.ts';
import { getApiKey } from './store.ts';
import type { ApiKeyRow } from './table.ts';

/** A key that a key has made, and so on: so far and no further. */
const LONGEST_LINE = 10;

/**
 * The current role of a key: never more than its creator's current role. A key ends with the key that created it, and
 * with the membership of the agent behind it. Throws `unauthenticated` if it has ended.
 */
export async function requireRoleOfKey(db: Db, key: ApiKeyRow): Promise<Role> {
  let role: Role = key.role;
  let at: ApiKeyRow | undefined = key;
  for (let length = 0; at !== undefined && length < LONGEST_LINE; length += 1) {
    if (at.revokedAt !== null) break;
    if (isAbove(role, at.role)) role = at.role;
    const maker: ApiKeyRow | undefined = await getApiKey(db, key.workgroupId, at.createdBy);
    if (maker === undefined) {
      const membership = await getMembership(db, key.workgroupId, at.createdBy);
      if (!membership) break;
      const ofAgent = roleOf(membership.role);
      return isAbove(role, ofAgent) ? ofAgent : role;
    }
    at = maker;
  }
  throw anyProblem('unauthenticated', 'The API key is unknown, revoked or expired.');
}
