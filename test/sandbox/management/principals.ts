import type { Side } from '../side.ts';
import { ManagementError } from './error.ts';
import { findRecipients, primaryOf, rootOf } from './recipient.ts';

/** The account or group that a text names: `name` as access lists keep it, in small letters. */
export type Principal = { name: string; kind: 'user' | 'group' };

function findPrincipal(side: Side, text: string): Principal | undefined {
  const [, domain, bare = text] = /^([^\\]*)\\(.*)$/s.exec(text) ?? [];
  const group = side.organisation.groups.get(bare.toLowerCase());
  if (group) return { name: bare.toLowerCase(), kind: 'group' };
  const account = side.accounts.find(bare, domain);
  if (account) return { name: account.username.toLowerCase(), kind: 'user' };
  const [recipient, other] = findRecipients(side, text).filter(({ kind }) => kind === 'UserMailbox');
  return recipient && !other ? { name: primaryOf(recipient).toLowerCase(), kind: 'user' } : undefined;
}

/** Throws as Exchange does for a name that no user and no group bears. */
export function requirePrincipal(side: Side, text: string): Principal {
  const principal = findPrincipal(side, text);
  if (principal) return principal;
  throw new ManagementError('ManagementObjectNotFoundException', `User or group "${text}" wasn't found.`);
}

/** An account or group as Windows writes it: `OLD\ada`. */
export function windowsName(side: Side, name: string): string {
  const group = side.organisation.groups.get(name);
  return `${side.accounts.domain}\\${group ? group.name : (name.split('@')[0] ?? name)}`;
}

/** The place of an account or group in the directory. */
export function principalDn(side: Side, name: string): string {
  const group = side.organisation.groups.get(name);
  const root = rootOf(side)
    .split('.')
    .map((part) => `DC=${part}`);
  return [`CN=${group ? group.name : (name.split('@')[0] ?? name)}`, 'CN=Users', ...root].join(',');
}
