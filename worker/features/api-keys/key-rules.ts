import { isAbove } from '../../lib/roles.ts';
import type { Db } from '../kernel/db.ts';
import { problem as anyProblem } from '../kernel/errors.ts';
import type { Principal } from '../kernel/principal.ts';
import { roleOf } from '../workgroups/access.ts';
import { getMembership } from '../workgroups/store.ts';
import { getApiKey } from './store.ts';
import type { ApiKeyRow } from './table.ts';

/** Before keys were refused to create keys, a key could be made by a key, and so on: so far and no further. */
const LONGEST_LINE = 10;
/** Ids of agents begin otherwise. */
const KEY_ID = 'key_';

/**
 * What a key may do and see now. Its role is never more than its creator's role of now. A key ends with the key that
 * created it, and with the membership of the agent behind it. Throws `unauthenticated` if it has ended.
 */
export async function requireRightsOfKey(
  db: Db,
  key: ApiKeyRow,
  now: number,
): Promise<Pick<Principal, 'role' | 'scopes' | 'onBehalfOf'>> {
  let role: Principal['role'] = key.role;
  let at: ApiKeyRow | undefined = key;
  for (let length = 0; at !== undefined && length < LONGEST_LINE; length += 1) {
    if (at.revokedAt !== null) break;
    if (at.expiresAt !== null && at.expiresAt <= now) break;
    if (isAbove(role, at.role)) role = at.role;
    const isOfKey = at.createdBy.startsWith(KEY_ID);
    const maker: ApiKeyRow | undefined = isOfKey ? await getApiKey(db, key.workgroupId, at.createdBy) : undefined;
    if (maker === undefined) {
      const membership = await getMembership(db, key.workgroupId, at.createdBy);
      if (!membership) break;
      const ofAgent = roleOf(membership.role);
      const ofKey = isAbove(role, ofAgent) ? ofAgent : role;
      return { role: ofKey, scopes: key.scopes, onBehalfOf: { agentId: membership.agentId, role: ofAgent } };
    }
    at = maker;
  }
  throw anyProblem('unauthenticated', 'The API key is unknown, revoked or expired.');
}
