import { requireRightsOfKey } from '../../features/api-keys/key-rules.ts';
import { getApiKey } from '../../features/api-keys/store.ts';
import type { Db } from '../../features/kernel/db.ts';
import type { Watcher } from '../../features/kernel/deps.ts';
import type { Principal } from '../../features/kernel/principal.ts';
import { isProjectVisible } from '../../features/projects/grant-store.ts';
import { projects } from '../../features/projects/table.ts';
import { visibleProjects } from '../../features/projects/visible-projects.ts';
import { ProblemError } from '../../lib/problem.ts';
import { SOCKET_ENDED } from '../../lib/live-socket.ts';
import { roleOf } from '../../features/workgroups/access.ts';
import { getMembership, getSessionAgent } from '../../features/workgroups/store.ts';
import type { Owner } from './look.ts';

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

/** The agent behind a session or key, with their role of now; undefined once it has ended. */
async function agentBehind(
  db: Db,
  workgroupId: string,
  watcher: Watcher,
  now: number,
): Promise<Principal['onBehalfOf'] | undefined> {
  if ('sessionId' in watcher) {
    const agentId = await getSessionAgent(db, watcher.sessionId, now);
    const membership = agentId === undefined ? undefined : await getMembership(db, workgroupId, agentId);
    if (!membership || (membership.requiresTwoFactor && !membership.hasTwoFactor)) return undefined;
    return { agentId: membership.agentId, role: roleOf(membership.role) };
  }
  const key = await getApiKey(db, workgroupId, watcher.keyId);
  try {
    return key && (await requireRightsOfKey(db, key, now)).onBehalfOf;
  } catch (error) {
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** Whether someone may still watch a project. */
async function isStillIn(db: Db, { workgroupId, projectId }: Owner, watcher: Watcher, now: number): Promise<boolean> {
  const onBehalfOf = await agentBehind(db, workgroupId, watcher, now);
  if (!onBehalfOf || onBehalfOf.role === 'inactive') return false;
  const isVisible = visibleProjects({ workgroupId, onBehalfOf }, projects.id);
  return isProjectVisible(db, workgroupId, projectId, isVisible);
}

/** Closes the sockets of watchers whose session, key, role or grant has ended. The API says of each whose it is. */
export async function endWatchers(db: Db, owner: Owner, sockets: readonly WebSocket[], now: number): Promise<void> {
  const verdicts = new Map<string, boolean>();
  for (const socket of sockets) {
    const watcher = socket.deserializeAttachment() as Watcher | null;
    const name = JSON.stringify(watcher);
    const isIn = verdicts.get(name) ?? (watcher === null || (await isStillIn(db, owner, watcher, now)));
    verdicts.set(name, isIn);
    if (!isIn) socket.close(SOCKET_ENDED, 'The session, or the right to watch, has ended.');
  }
}
