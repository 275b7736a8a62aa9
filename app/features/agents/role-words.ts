import type { Role } from '../../../worker/lib/roles.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tone } from '../../ui/parts.tsx';

/** What a role is called, and what it may do in a few words. */
export const ROLE_WORDS: Readonly<Record<Role, { label: string; about: string }>> = {
  owner: { label: 'Owner', about: 'everything, licences and ownership too' },
  manager: { label: 'Manager', about: 'all projects, agents, keys, webhooks and mail' },
  agent: { label: 'Agent', about: 'projects, mailboxes and passes' },
  inactive: { label: 'Inactive', about: 'no access' },
};

export const ROLE_LOOKS: Readonly<Record<Role, readonly [Tone, IconName]>> = {
  owner: ['ok', 'key'],
  manager: ['ok', 'check'],
  agent: ['ok', 'account'],
  inactive: ['idle', 'pause'],
};
