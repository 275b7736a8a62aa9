import type { Statement } from '../kernel/db.ts';
import type { Deps } from '../kernel/deps.ts';
import { getUnprovenEmail, hasUnproven, isUnproven, replaceSignInKey } from './unproven-store.ts';

type Needs = Pick<Deps, 'db' | 'sessions'>;

/**
 * What an account of an open sign-up is stored under; undefined if there is none with this address and this password.
 * Unproven addresses are found by both together: any number of people may claim one, and each sign-in takes the same time.
 */
export async function findUnproven({ db, sessions }: Needs, address: string, password: string) {
  // Without open sign-ups, no sign-in pays for them.
  if (!(await hasUnproven(db))) return undefined;
  return getUnprovenEmail(db, await sessions.signInKey(address.toLowerCase(), password));
}

/** Signs in by address and password; returns the Set-Cookie values, or undefined if the two do not match. */
export async function signInAgent(
  deps: Needs,
  request: Request,
  address: string,
  password: string,
): Promise<string[] | undefined> {
  const cookies = await deps.sessions.signIn(request, address, password);
  if (cookies) return cookies;
  const email = await findUnproven(deps, address, password);
  return email === undefined ? undefined : deps.sessions.signIn(request, email, password);
}

/** What to write with a changed password: an agent with an unproven address is then found by it, and by no other. */
export async function newSignInKey(
  { db, sessions }: Needs,
  agentId: string,
  address: string,
  newPassword: string,
): Promise<Statement[]> {
  if (!(await isUnproven(db, agentId))) return [];
  return replaceSignInKey(db, agentId, await sessions.signInKey(address.toLowerCase(), newPassword));
}
