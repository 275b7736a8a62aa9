import { ProblemError } from '../../lib/problem.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';

/** Whose password a look tries, and where: a host, a domain, or an address of the web. */
export type Tried = { place: string; username: string };

/** The code of the problem that a look came to; undefined where it went well. */
type CodeOf<Result> = (result: Result) => string | undefined;

/**
 * A look at servers, within the limits: each that fails counts against the workgroup and the address, each password that
 * is refused against the account that it was tried for. Throws `too-many-attempts`, and what the look throws.
 */
export async function limitedLook<Result>(
  deps: Pick<Deps, 'db' | 'now'>,
  { workgroupId, from }: Pick<Principal, 'workgroupId' | 'from'>,
  tried: Tried | undefined,
  look: () => Promise<Result>,
  codeOf: CodeOf<Result> = () => undefined,
): Promise<Result> {
  const attempt = await requireAttempt(deps, [
    [LIMITS.probeByWorkgroup, workgroupId],
    [LIMITS.probeFromAddress, from],
    [LIMITS.probeOfAccount, tried && accountOf(tried)],
  ]);
  const settle = async (code: string | undefined): Promise<void> => {
    if (code === undefined) await attempt.succeed(LIMITS.probeOfAccount);
    else if (code !== 'endpoint-credentials-refused') await attempt.excuse(LIMITS.probeOfAccount);
  };
  try {
    const result = await look();
    await settle(codeOf(result));
    return result;
  } catch (error) {
    await settle(error instanceof ProblemError ? error.problem.code : 'unexpected');
    throw error;
  }
}

/** A password is given for an account of a server, without a look. Throws `too-many-attempts`. */
export async function countGivenPassword(deps: Pick<Deps, 'db' | 'now'>, tried: Tried): Promise<void> {
  await requireAttempt(deps, [[LIMITS.probeOfAccount, accountOf(tried)]]);
}

/** The same for all ways to write the place down. */
function accountOf({ place, username }: Tried): string {
  const at = place.slice(place.lastIndexOf('@') + 1).toLowerCase();
  const host = URL.canParse(at) ? new URL(at).hostname : (at.split('/')[0] ?? at);
  return `${host} ${username.toLowerCase()}`;
}

/** What a request says of a server. */
type Given = { url?: string | undefined; domain?: string | undefined; email?: string | undefined } & {
  credentials?: { username: string } | null | undefined;
  useImpersonation?: boolean | undefined;
  trustedCertificate?: string | null | undefined;
  trustedCertificates?: object | undefined;
};

function placeIn({ url, domain, email }: Given): string | undefined {
  return url ?? domain ?? email;
}

/** Whether a change of an endpoint looks at a server, or gives a password for a later look. */
export function isLookedAt(given: Given): boolean {
  const { credentials, useImpersonation, trustedCertificate, trustedCertificates } = given;
  const parts = [placeIn(given), credentials, useImpersonation, trustedCertificate, trustedCertificates];
  return parts.some((part) => part !== undefined);
}

/** Whose password a request gives, and for which place. */
export function triedBy(given: Given, row?: { url: string }): Tried | undefined {
  const place = placeIn(given) ?? row?.url;
  const username = given.credentials?.username;
  return place === undefined || username === undefined ? undefined : { place, username };
}
