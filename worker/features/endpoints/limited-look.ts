import { ProblemError } from '../../lib/problem.ts';
import { accountOf, type AccountName } from '../credentials/account-of.ts';
import type { Deps } from '../kernel/deps.ts';
import type { Principal } from '../kernel/principal.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { requireAttempt } from '../workgroups/attempts.ts';

/** Whose password a look tries. */
export type Tried = {
  /** Where it is asked. */
  account: AccountName;
  /** Hosts that a search may lead it to. Whether it was tried there, the outcome does not say. */
  ledTo: readonly string[];
};

type LookOptions<Result> = {
  tried: Tried | undefined;
  /** Whether it goes well only if the server accepts the password. */
  provesPassword: boolean;
  /** The code of the problem that it came to; undefined if it went well. */
  codeOf?: (result: Result) => string | undefined;
};

/**
 * A look at servers, within the limits: each that fails counts against the workgroup and the address, each password that
 * is refused against the account that it was tried for, until the account's server accepts one. Throws
 * `too-many-attempts`, and what the look throws.
 */
export async function limitedLook<Result>(
  deps: Pick<Deps, 'db' | 'now'>,
  { workgroupId, from }: Pick<Principal, 'workgroupId' | 'from'>,
  { tried, provesPassword, codeOf = () => undefined }: LookOptions<Result>,
  look: () => Promise<Result>,
): Promise<Result> {
  const attempt = await requireAttempt(deps, [
    [LIMITS.probeByWorkgroup, workgroupId],
    [LIMITS.probeFromAddress, from],
    [LIMITS.probeOfAccount, tried && accountOf(tried.account)],
    ...accountsLedTo(tried).map((account) => [LIMITS.probeOfAccount, account, 'stays'] as const),
  ]);
  const settle = async (code: string | undefined): Promise<void> => {
    if (code === undefined) await attempt.succeed(...(provesPassword ? [LIMITS.probeOfAccount] : []));
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

function accountsLedTo(tried: Tried | undefined): string[] {
  if (tried === undefined) return [];
  const { account, ledTo } = tried;
  const accounts = new Set(ledTo.map((place) => accountOf({ ...account, place })));
  accounts.delete(accountOf(account));
  return [...accounts];
}

/** Passwords are given for accounts of servers, without a look. Throws `too-many-attempts`. */
export async function countGivenPasswords(
  deps: Pick<Deps, 'db' | 'now'>,
  accounts: readonly AccountName[],
): Promise<void> {
  await requireAttempt(
    deps,
    accounts.map((account) => [LIMITS.probeOfAccount, accountOf(account)] as const),
  );
}

/** What a request says of a server. */
type Given = { url?: string | undefined; domain?: string | undefined; email?: string | undefined } & {
  credentials?: { username: string } | null | undefined;
  useImpersonation?: boolean | undefined;
  trustedCertificate?: string | null | undefined;
  trustedCertificates?: object | undefined;
  consentHosts?: readonly string[] | undefined;
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

/** Whose password a request gives, and for which place. Searches lead it from any domain to hosts with consent. */
export function triedBy(given: Given, row?: { url: string; consentHosts: readonly string[] }): Tried | undefined {
  const place = placeIn(given) ?? row?.url;
  const username = given.credentials?.username;
  if (place === undefined || username === undefined) return undefined;
  const isSearch = given.url === undefined && placeIn(given) !== undefined;
  return { account: { place, username }, ledTo: isSearch ? (given.consentHosts ?? row?.consentHosts ?? []) : [] };
}
