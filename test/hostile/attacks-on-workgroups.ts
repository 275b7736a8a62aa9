import type { Attack } from './attacks.ts';

const ACCEPT = 'worker/features/agents/accept-invitation.ts';
const AGENTS = 'worker/features/agents/agent-store.ts';
const test = (name: string) => ({ point: 14, kind: 'worker', file: `test/worker/agents/${name}.test.ts` }) as const;

/** On invitations, roles and ownership. */
export const WORKGROUP_ATTACKS: readonly Attack[] = [
  {
    ...test('invitations'),
    attack: 'another account accepts an invitation',
    test: 'an invitation for another address is refused',
    without: { file: ACCEPT, from: "if (!fits(guest, invitation)) throw problem('invitation-other-address');", to: '' },
  },
  {
    ...test('unproven'),
    attack: 'an account that only claims the address accepts an invitation',
    test: 'an account whose address nobody has confirmed is no member',
    without: { file: ACCEPT, from: "if (!guest.isProven) throw problem('invitation-address-unproven');", to: '' },
  },
  {
    ...test('unproven'),
    attack: 'the owner of a mail server reads a link, and gets the address of someone else',
    test: 'own server proves no address',
    without: {
      file: 'worker/features/agents/invitation-link.ts',
      from: '!(byOwnServer && settings.openSignUp)',
      to: 'true',
    },
  },
  {
    ...test('invitations'),
    attack: 'an earlier link of an invitation still works',
    test: 'whoever opens a link that has ended learns why',
    without: {
      file: 'worker/features/agents/open-invitation.ts',
      from: "if (found.invitation.tokenHash !== hash) throw problem('invitation-replaced');",
      to: '',
    },
  },
  {
    ...test('invitations'),
    attack: 'a manager invites an owner',
    test: 'nobody invites, sends again or revokes above their own role',
    without: {
      file: 'worker/features/agents/require-role-within.ts',
      from: "throw problem('agent-role-too-high');",
      to: 'await Promise.resolve();',
    },
  },
  {
    ...test('invitations'),
    attack: 'who is shut out comes back by an invitation of their own',
    test: 'who loses their role leaves no invitation behind',
    without: { file: 'worker/features/agents/end-invitations.ts', from: 'isAbove(role, to)', to: 'false' },
  },
  {
    ...test('roles'),
    attack: 'two owners take the role from each other at once, and nobody is left',
    test: 'of two owners who take the role from each other at once, one stays',
    without: { file: AGENTS, from: '${ownersBut(workgroupId, id)} > 0', to: '1' },
  },
  {
    ...test('roles'),
    attack: 'a request of someone who is shut out lands in another workgroup',
    test: 'who is shut out of one workgroup does not end up in another',
    without: {
      file: 'worker/features/workgroups/access.ts',
      from: 'if (activeWorkgroupId !== null) return',
      to: 'if (false) return',
    },
  },
];
