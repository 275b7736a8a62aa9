import type { Attack } from './attacks.ts';

const ACCEPT = 'worker/features/agents/accept-invitation.ts';
const OPEN = 'worker/features/agents/open-invitation.ts';
const STORE = 'worker/features/agents/invitation-store.ts';
const CHANGE = 'worker/features/agents/change-agent.ts';
const AGENTS = 'worker/features/agents/agent-store.ts';
const test = (name: string) => ({ point: 14, kind: 'worker', file: `test/worker/agents/${name}.test.ts` }) as const;

const key = (name: string) => ({ point: 14, kind: 'worker', file: `test/worker/${name}.test.ts` }) as const;

const IS_OPEN = "        eq(invitations.state, 'pending'),\n        eq(invitations.tokenHash, tokenHash ?? ''),\n";
const ONLY_ITS_LINK = "        eq(invitations.tokenHash, tokenHash ?? ''),\n";
const IS_ABOVE = 'roles.some((role) => isAbove(role, principal.role))';

/** On invitations, roles, ownership, keys and shared projects. */
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
      file: OPEN,
      from: "if (invitation.tokenHash !== tokenHash) return problem('invitation-replaced');",
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
  {
    ...test('invitations'),
    attack: 'an invitation that was used lets someone in again',
    test: 'whoever opens a link that has ended learns why',
    without: { file: OPEN, from: "if (state === 'accepted') return problem('invitation-used');", to: '' },
  },
  {
    ...test('unproven'),
    attack: 'many use one invitation at once, each with an account of their own',
    test: 'twenty who accept at once by a link that proves no address',
    without: { file: STORE, from: IS_OPEN, to: ONLY_ITS_LINK },
  },
  {
    ...test('invitations'),
    attack: 'an invitation is accepted after it was revoked',
    test: 'whoever opens a link that has ended learns why',
    without: { file: OPEN, from: "if (state === 'revoked') return problem('invitation-revoked');", to: '' },
  },
  {
    ...test('invitations'),
    attack: 'an invitation is accepted while it is being revoked',
    test: 'an invitation that is revoked while someone accepts it',
    without: { file: STORE, from: IS_OPEN, to: ONLY_ITS_LINK },
  },
  {
    ...test('invitations'),
    attack: 'a manager sends or revokes the invitation of an owner',
    test: 'nobody invites, sends again or revokes above their own role',
    without: { file: CHANGE, from: IS_ABOVE, to: 'false' },
  },
  {
    ...test('roles'),
    attack: 'a manager takes the role of an owner away, or raises someone above themselves',
    test: 'nobody changes or removes who stands above them',
    without: { file: CHANGE, from: IS_ABOVE, to: 'false' },
  },
  {
    ...test('roles'),
    attack: 'who was removed and comes back finds their API keys working',
    test: 'who is removed and comes back has none of the API keys of before',
    without: {
      file: CHANGE,
      from: '      revokeKeysOfStatement(deps.db, workgroupId, agent.id, deps.now()),\n',
      to: '',
    },
  },
  {
    ...test('invitations'),
    attack: 'an invitation shows which addresses have an account elsewhere',
    test: 'inviting says nothing of who has an account',
    without: {
      file: AGENTS,
      from: '.where(and(eq(member.organizationId, workgroupId), eq(user.email, email)));',
      to: '.where(eq(user.email, email));',
    },
  },
  {
    ...test('unproven'),
    attack: 'the owner of a mail server opens invitations to learn which addresses have an account',
    test: 'own server proves no address',
    without: {
      file: 'worker/features/agents/guest-routes.ts',
      from: 'provesEmail ? await hasAccount(deps.db, email) : null',
      to: 'await hasAccount(deps.db, email)',
    },
  },
  {
    ...key('api-keys'),
    attack: 'a key to read starts passes',
    test: 'a key does what both its scopes and its role allow',
    without: {
      file: 'worker/features/kernel/require-action.ts',
      from: 'if (!scopeAllows(principal.scopes, action))',
      to: 'if (false)',
    },
  },
  {
    ...key('api-keys'),
    attack: 'a key makes keys',
    test: 'no key reaches the keys',
    without: {
      file: 'worker/features/kernel/require-action.ts',
      from: "if (scope === 'session' && principal.agentId === null) throw problem('session-needed');",
      to: '',
    },
  },
  {
    ...key('project-sharing'),
    attack: 'an agent reads projects that they were not given',
    test: 'an agent sees the projects that they created',
    without: {
      file: 'worker/features/projects/visible-projects.ts',
      from: "if (can(role, 'project.see-all')) return undefined;",
      to: 'return undefined;',
    },
  },
];
