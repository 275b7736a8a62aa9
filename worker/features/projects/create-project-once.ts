import type { z } from 'zod';
import { sha256 } from '../../lib/encoding.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { addProject } from './add-project.ts';
import { problem } from './errors.ts';
import type { ProjectRequest } from './schema.ts';
import { getProject, getProjectByIdempotencyKey } from './store.ts';
import { projects } from './table.ts';
import type { ProjectRow } from './table.ts';

type Made = { row: ProjectRow; isReplay: boolean };

/** Adds a project. A repeated idempotency key returns the project that it added, as it is now. */
export async function createProjectOnce(
  deps: Deps,
  principal: Principal,
  request: z.output<typeof ProjectRequest>,
  key: string | undefined,
): Promise<Made> {
  if (key === undefined) return { row: await addProject(deps, principal, request), isReplay: false };
  const hash = await sha256(JSON.stringify(request));
  const earlier = await getEarlier(deps, principal, key, hash);
  if (earlier) return { row: earlier, isReplay: true };
  try {
    return { row: await addProject(deps, principal, request, { idempotency: { key, hash } }), isReplay: false };
  } catch (error) {
    if (!isUniqueViolation(error, 'idempotency_key')) throw error;
    // Another request with the same key was faster.
    const twin = await getEarlier(deps, principal, key, hash);
    if (!twin) throw error;
    return { row: twin, isReplay: true };
  }
}

async function getEarlier(
  deps: Deps,
  principal: Principal,
  key: string,
  hash: string,
): Promise<ProjectRow | undefined> {
  const { workgroupId } = principal;
  const earlier = await getProjectByIdempotencyKey(deps.db, workgroupId, key);
  if (!earlier) return undefined;
  if (earlier.idempotencyHash !== hash) throw problem('idempotency-key-reused');
  // A key does not open a project that the agent cannot see.
  const row = await getProject(deps.db, workgroupId, earlier.id, deps.visibleProjects(principal, projects.id));
  if (!row) throw problem('idempotency-key-reused');
  return row;
}
