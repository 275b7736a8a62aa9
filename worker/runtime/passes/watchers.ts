import { requireRoleOfKey } from '../../features/api-keys/key-rules.ts';
import { getApiKey } from '../../features/api-keys/store.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { Watcher } from '../../features/kernel/deps.ts';
import { ProblemError } from '../../lib/problem.ts';
import { SOCKET_ENDED } from '../../lib/live-socket.ts';
import { roleOf } from '../../features/workgroups/access.ts';
import { getMembership, getSessionAgent } from '../../features/workgroups/store.ts';

const WATCHER_HEADER = 'x-mailferry-watcher';

/** The request to the coordinator, with whose socket it will be. What a client sends under this name is written over. */
export function watcherRequest(request: Request, watcher: Watcher): Request {
  const forwarded = new Request(request);
  forwarded.headers.set(WATCHER_HEADER, JSON.stringify(watcher));
  return forwarded;
}

export function watcherOf({ headers }: Request): Watcher | undefined {
  const text = headers.get(WATCHER_HEADER);
  return text === null ? undefined : (JSON.parse(text) as Watcher);
}

/** Whether someone may still watch projects of a workgroup. */
async function isStillIn(db: Db, workgroupId: string, watcher: Watcher, now: number): Promise<boolean> {
  if ('sessionId' in watcher) {
    const agentId = await getSessionAgent(db, watcher.sessionId, now);
    const membership = agentId === undefined ? undefined : await getMembership(db, workgroupId, agentId);
    if (!membership || (membership.requiresTwoFactor && !membership.hasTwoFactor)) return false;
    return roleOf(membership.role) !== 'inactive';
  }
  const key = await getApiKey(db, workgroupId, watcher.keyId);
  try {
    return key !== undefined && (await requireRoleOfKey(db, key)) !== 'inactive';
  } catch (error) {
    if (error instanceof ProblemError) return false;
    throw error;
  }
}

/** Closes the sockets of watchers whose session, key or role has ended. The API says of each whose it is. */
export async function endWatchers(
  db: Db,
  workgroupId: string,
  sockets: readonly WebSocket[],
  now: number,
): Promise<void> {
  const verdicts = new Map<string, boolean>();
  for (const socket of sockets) {
    const watcher = socket.deserializeAttachment() as Watcher | null;
    const name = JSON.stringify(watcher);
    const isIn = verdicts.get(name) ?? (watcher === null || (await isStillIn(db, workgroupId, watcher, now)));
    verdicts.set(name, isIn);
    if (!isIn) socket.close(SOCKET_ENDED, 'The session has ended.');
  }
}
