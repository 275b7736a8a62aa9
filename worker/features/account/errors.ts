import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'sign-in-expired': {
    status: 401,
    title: 'Sign-in expired',
    cause: 'The password was entered too long ago, in another browser, or has changed since.',
    remedy: 'Enter your e-mail address and password again.',
  },
  'code-refused': {
    status: 401,
    title: 'Code refused',
    cause: 'The code is wrong, has expired, or has been used already.',
    remedy: 'Wait for the next code of your app and check the time of your device, or use a recovery code.',
  },
  'password-refused': {
    status: 403,
    title: 'Password refused',
    cause: 'This is not your current password.',
    remedy: 'Check the password and try again.',
  },
  'two-factor-on': {
    status: 409,
    title: 'Two-factor sign-in is on',
    cause: 'This account already has an authenticator app.',
    remedy: 'Turn two-factor sign-in off first. Then set it up again.',
  },
  'two-factor-off': {
    status: 409,
    title: 'Two-factor sign-in is off',
    cause: 'This account has no authenticator app that could be used or turned off.',
    remedy: 'Set up two-factor sign-in first.',
  },
  'two-factor-not-started': {
    status: 409,
    title: 'Set-up not started',
    cause: 'There is no set-up of two-factor sign-in to confirm. It may have been started again elsewhere.',
    remedy: 'Start the set-up again and scan the new QR code.',
  },
  'link-invalid': {
    status: 410,
    title: 'This link does not work',
    cause: 'The link is incomplete, a newer one has replaced it, or the account has changed since.',
    remedy: 'Open the link in the latest message, or ask for a new one.',
  },
  'link-expired': {
    status: 410,
    title: 'This link has expired',
    cause: 'The link was not used in time.',
    remedy: 'Ask for a new one.',
  },
  'link-used': {
    status: 410,
    title: 'This link has been used',
    cause: 'Each link works once.',
    remedy: 'If it was not you, ask for a new link at once and change your password.',
  },
  'email-taken': {
    status: 409,
    title: 'Address in use',
    cause: 'Another account has this e-mail address.',
    remedy: 'Sign in with that account, or use another address.',
  },
  'session-not-found': {
    status: 404,
    title: 'No such session',
    cause: 'The session has ended, or it is not yours.',
    remedy: 'Reload the list of your sessions.',
  },
  'agent-not-found': {
    status: 404,
    title: 'No such agent',
    cause: 'The workgroup has no agent with this id.',
    remedy: 'Reload the list of agents.',
  },
  'agent-role-too-high': {
    status: 403,
    title: 'Role too high',
    cause: 'The agent has a higher role than you.',
    remedy: 'Ask an owner of your workgroup.',
  },
  'agent-of-other-workgroup': {
    status: 409,
    title: 'Account of another workgroup',
    cause: 'The agent joined another workgroup first. Only that one can reset their two-factor sign-in.',
    remedy: 'The agent can use a recovery code, or ask an owner of their first workgroup.',
  },
});
