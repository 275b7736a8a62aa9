import type { z } from 'zod';
import { isSameText } from '../../lib/encoding.ts';
import type { EventFacts } from '../events/event.ts';
import { newEvent } from '../events/event.ts';
import type { Deps } from '../kernel/deps.ts';
import { isUniqueViolation } from '../kernel/db.ts';
import { LIMITS } from './attempt-limits.ts';
import { requireAttempt, type Attempt } from './attempts.ts';
import { problem } from './errors.ts';
import type { SetupRequest } from './schema.ts';
import { createWorkgroup, hasOwner } from './store.ts';
import { unprovenEmail } from './unproven-email.ts';
import { signInAgent } from './unproven-sign-in.ts';

type Request = z.output<typeof SetupRequest>;

/**
 * Signs up the owner of a new workgroup and signs them in: the first one always, later ones only with open sign-up.
 * Returns the Set-Cookie values. `asked` is the request, `from` the client's address. Throws `sign-up-closed`,
 * `setup-token-wrong` and `too-many-attempts`. Of two first sign-ups at once the database lets one through.
 */
export async function signUpOwner(
  deps: Deps,
  request: Request,
  asked: globalThis.Request,
  from: string | undefined,
): Promise<string[]> {
  const isFirst = !(await hasOwner(deps.db));
  if (!isFirst && !deps.settings.openSignUp) throw problem('sign-up-closed');
  // Each attempt counts, those that succeed too: they make accounts.
  await requireAttempt(deps, [
    [LIMITS.signUpAtAll, 'everyone'],
    [LIMITS.signUpFromAddress, from],
  ]);
  const cookies = await (isFirst ? signUpFirst(deps, request, asked) : signUpLater(deps, request, asked));
  if (!cookies) throw new Error('A new account can’t be signed in to.');
  return cookies;
}

/** The set-up token proves who it is. */
async function signUpFirst(deps: Deps, request: Request, asked: globalThis.Request): Promise<string[] | undefined> {
  const { setupToken } = deps.settings;
  if (setupToken !== undefined) {
    const isRight = setupToken !== null && (await isSameText(request.setupToken?.trim() ?? '', setupToken));
    if (!isRight) throw problem('setup-token-wrong');
  }
  const email = request.email.toLowerCase();
  try {
    await createWorkgroup(deps.db, { ...(await newWorkgroup(deps, request, newIds(deps))), email, isFirst: true });
  } catch (error) {
    if (isUniqueViolation(error, 'installation.id') || isUniqueViolation(error, 'user.email'))
      throw problem('sign-up-closed');
    throw error;
  }
  return deps.sessions.signIn(asked, email, request.password);
}

/**
 * Nothing shows whether others have an account with the address: without mail nobody can prove that it is theirs, so each
 * sign-up makes an account of its own. Only whoever knows the password of an account is signed in to that one. This is
 * limited as every sign-in is.
 */
async function signUpLater(deps: Deps, request: Request, asked: globalThis.Request): Promise<string[] | undefined> {
  const { email: address, password } = request;
  const attempt: Attempt = await requireAttempt(deps, [[LIMITS.signInOfAccount, address.toLowerCase()]]);
  const known = await signInAgent(deps, asked, address, password);
  if (known) {
    await attempt.succeed(LIMITS.signInOfAccount);
    return known;
  }
  const ids = newIds(deps);
  const email = unprovenEmail(address, ids.agent);
  const signInKey = await deps.sessions.signInKey(address.toLowerCase(), password);
  await createWorkgroup(deps.db, { ...(await newWorkgroup(deps, request, ids)), email, signInKey, isFirst: false });
  return deps.sessions.signIn(asked, email, password);
}

function newIds({ newId }: Pick<Deps, 'newId'>) {
  return { workgroup: newId('wgr'), agent: newId('agt'), account: newId('acc'), member: newId('mem') };
}

async function newWorkgroup(
  deps: Pick<Deps, 'sessions' | 'now' | 'newId'>,
  { workgroupName, name, email, password }: Request,
  ids: ReturnType<typeof newIds>,
) {
  const created: EventFacts = {
    type: 'workgroup.created',
    subject: { kind: 'workgroup', id: ids.workgroup, name: workgroupName },
    data: { email: email.toLowerCase() },
  };
  return {
    ids,
    workgroupName,
    name,
    passwordHash: await deps.sessions.hashPassword(password),
    now: deps.now(),
    events: [newEvent(deps, { kind: 'agent', id: ids.agent, name }, created)],
  };
}
