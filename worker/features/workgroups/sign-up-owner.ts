import type { z } from 'zod';
import { isSameText } from '../../lib/encoding.ts';
import type { EventFacts } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import { LIMITS } from './attempt-limits.ts';
import { requireAttempt } from './attempts.ts';
import { problem } from './errors.ts';
import type { SetupRequest } from './schema.ts';
import { createWorkgroup, hasOwner } from './store.ts';

/**
 * Signs up the owner of a new workgroup: the first one always, later ones only with open sign-up. Throws
 * `sign-up-closed`, `setup-token-wrong`, `email-taken` and `too-many-attempts`. `from` is the client's address. Of two first sign-ups at once the database lets one through.
 */
export async function signUpOwner(
  deps: Deps,
  request: z.output<typeof SetupRequest>,
  from: string | undefined,
): Promise<{ workgroupId: string; agentId: string }> {
  const isFirst = !(await hasOwner(deps.db));
  if (!isFirst && !deps.settings.openSignUp) throw problem('sign-up-closed');
  // Each attempt counts, those that succeed too: they make accounts, and say which there are.
  await requireAttempt(deps, [
    [LIMITS.signUpAtAll, 'everyone'],
    [LIMITS.signUpFromAddress, from],
    [LIMITS.signUpOfAccount, request.email.toLowerCase()],
  ]);
  const { setupToken } = deps.settings;
  if (isFirst && setupToken !== undefined) {
    const isRight = setupToken !== null && (await isSameText(request.setupToken?.trim() ?? '', setupToken));
    if (!isRight) throw problem('setup-token-wrong');
  }
  const ids = {
    workgroup: deps.newId('wgr'),
    agent: deps.newId('agt'),
    account: deps.newId('acc'),
    member: deps.newId('mem'),
  };
  const created: EventFacts = {
    type: 'workgroup.created',
    subject: { kind: 'workgroup', id: ids.workgroup, name: request.workgroupName },
    data: { email: request.email.toLowerCase() },
  };
  try {
    await createWorkgroup(deps.db, {
      ids,
      workgroupName: request.workgroupName,
      name: request.name,
      email: request.email.toLowerCase(),
      passwordHash: await deps.sessions.hashPassword(request.password),
      now: deps.now(),
      isFirst,
      events: [newEvent(deps, { kind: 'agent', id: ids.agent, name: request.name }, created)],
    });
  } catch (error) {
    if (isUniqueViolation(error, 'user.email')) throw problem('email-taken');
    if (isUniqueViolation(error, 'installation.id')) throw problem('sign-up-closed');
    throw error;
  }
  return { workgroupId: ids.workgroup, agentId: ids.agent };
}
