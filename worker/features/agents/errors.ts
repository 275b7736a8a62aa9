import { problemsOf } from '../../lib/problem.ts';

const ASK_AGAIN = 'Ask for a new invitation.';

export const problem = problemsOf({
  'agent-not-found': {
    status: 404,
    title: 'No such agent',
    cause: 'Your workgroup has no agent with this id.',
    remedy: 'Find the id in the list of agents.',
  },
  'agent-role-too-high': {
    status: 403,
    title: 'Role too high',
    cause: 'Nobody can give, change or take away a role that is higher than their own.',
    remedy: 'Choose a lower role, or ask an owner.',
  },
  'agent-changed': {
    status: 409,
    title: 'Changed meanwhile',
    cause: 'Someone changed this agent’s role, or yours, at the same time.',
    remedy: 'Look at the list of agents, then try again.',
  },
  'last-owner': {
    status: 409,
    title: 'The last owner',
    cause: 'A workgroup always has an owner, and this is the only one.',
    remedy: 'Make someone else an owner first.',
  },
  'agent-inactive': {
    status: 409,
    title: 'Agent inactive',
    cause: 'An inactive agent cannot become the owner.',
    remedy: 'Give the agent another role first.',
  },
  'agent-already-member': {
    status: 409,
    title: 'Already in the workgroup',
    cause: 'An agent with this address is in the workgroup, active or inactive.',
    remedy: 'Change their role in the list of agents.',
  },
  'invitation-not-found': {
    status: 404,
    title: 'No such invitation',
    cause: 'There is no invitation with this id or link.',
    remedy: 'Open the link exactly as it is in the message, or ask for a new invitation.',
  },
  'invitation-pending': {
    status: 409,
    title: 'Already invited',
    cause: 'There is an open invitation for this address.',
    remedy: 'Send it again, or revoke it first.',
  },
  'invitation-ended': {
    status: 409,
    title: 'Invitation has ended',
    cause: 'The invitation was accepted or revoked.',
    remedy: 'Invite the address again.',
  },
  'invitation-used': {
    status: 410,
    title: 'Invitation already used',
    cause: 'Someone accepted this invitation. It works once.',
    remedy: 'If it was you, sign in. Otherwise ask whoever invited you.',
  },
  'invitation-revoked': {
    status: 410,
    title: 'Invitation revoked',
    cause: 'The workgroup withdrew this invitation.',
    remedy: ASK_AGAIN,
  },
  'invitation-expired': {
    status: 410,
    title: 'Invitation expired',
    cause: 'The time to accept this invitation is over.',
    remedy: ASK_AGAIN,
  },
  'invitation-replaced': {
    status: 410,
    title: 'There is a newer invitation',
    cause: 'The invitation was sent again, and the link in the newer message replaces this one.',
    remedy: 'Open the link in the latest message.',
  },
  'invitation-sign-in-needed': {
    status: 401,
    title: 'Sign in first',
    cause: 'To accept the invitation with an account that you have, you need to be signed in to it.',
    remedy: 'Sign in, or choose a name and a password for a new account.',
  },
  'invitation-other-address': {
    status: 403,
    title: 'For another address',
    cause: 'You are signed in with another address than the one that was invited.',
    remedy: 'Sign out, then open the link again.',
  },
  'invitation-address-unproven': {
    status: 403,
    title: 'Address not confirmed',
    cause: 'Nobody has confirmed that the address of your account is yours.',
    remedy: 'Confirm it in your account, or sign out and accept the invitation with a new account.',
  },
  'invitation-account-exists': {
    status: 409,
    title: 'You have an account',
    cause: 'There is an account with this address.',
    remedy: 'Sign in to it, then accept the invitation.',
  },
});
