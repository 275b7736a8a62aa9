import type { KeyScope } from '../../../worker/lib/permissions.ts';
import type { ApiKey } from '../../api.ts';

/** What a scope allows, for people. */
export const SCOPE_WORDS: Readonly<Record<KeyScope, { title: string; about: string }>> = {
  read: { title: 'Read', about: 'See projects, mailboxes, reports and events' },
  run: { title: 'Run passes', about: 'Start and stop passes, and test connections' },
  manage: { title: 'Manage', about: 'Add, change and delete' },
};

export const ROLE_WORDS = { owner: 'Owner', manager: 'Manager', agent: 'Agent' } as const;

export type KeyState = 'active' | 'expired' | 'revoked';

export function stateOf({ revokedAt, expiresAt }: ApiKey, now: number): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active';
}
