import { sha256 } from '../../lib/encoding.ts';
import type { Deps } from '../kernel/deps.ts';
import { LIMITS } from '../workgroups/attempt-limits.ts';
import { accountOf } from './account-of.ts';
import { acceptTrial, excuseTrial, takeTrial } from './trial-store.ts';

/** A password that a pass is about to send to the server at `url`; autodiscover may lead it to `hosts` as well. */
export type TriedPassword = { url: string; hosts: readonly string[]; username: string; password: string };

export type PasswordTrial =
  /**
   * It may be sent. `accept`, where present, is to be called once the server has accepted it; `excuse` if the server has
   * judged it in no way.
   */
  { accept?: () => Promise<void>; excuse?: () => Promise<void> } | { waitUntil: number };

/**
 * Counts the passwords that passes try, as looks at endpoints are counted: otherwise anyone could guess passwords by
 * mailboxes that are added in bulk. Only different passwords of one account count, and those that the server accepts do
 * not: any number of mailboxes may share a login, and honest passes never wait.
 */
export async function beginTrial(
  { db, now, vault }: Pick<Deps, 'db' | 'now'> & { vault: Pick<Deps['vault'], 'tagOf'> },
  workgroupId: string,
  { url, hosts, username, password }: TriedPassword,
): Promise<PasswordTrial> {
  const accounts = [...new Set([url, ...hosts].map((place) => accountOf({ place, username })))];
  const counted = [
    ...accounts.map((account) => [LIMITS.probeOfAccount, account] as const),
    [LIMITS.passByWorkgroup, workgroupId] as const,
  ];
  const limits = await Promise.all(
    counted.map(async ([limit, ofWhom]) => ({ limit, key: `${limit.name}:${await sha256(ofWhom)}` })),
  );
  // With the whole address: what answers everyone elsewhere on the host says nothing of the password.
  const passwordKey = `password:${await vault.tagOf(JSON.stringify([url, accounts, password]))}`;
  const state = await takeTrial(db, passwordKey, limits, now());
  if (state === 'accepted') return {};
  if (state === 'counted')
    return {
      accept: () => acceptTrial(db, passwordKey, limits),
      excuse: () => excuseTrial(db, passwordKey, limits),
    };
  return { waitUntil: state.blockedUntil };
}
