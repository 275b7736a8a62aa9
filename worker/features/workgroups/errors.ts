import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'sign-up-closed': {
    status: 403,
    title: 'Sign-up is closed',
    cause: 'This installation already has an owner, and open sign-up is off.',
    remedy: 'Ask an owner of your workgroup to add you.',
  },
  'setup-token-wrong': {
    status: 403,
    title: 'Set-up token missing or wrong',
    cause: 'The first person to sign up becomes the owner. The token proves that this installation is yours.',
    remedy:
      'Enter the token that npm start printed. On Cloudflare it is the secret SETUP_TOKEN. To set one: npx wrangler secret put SETUP_TOKEN',
  },
  'workgroup-not-found': {
    status: 404,
    title: 'No such workgroup',
    cause: 'You are not a member of a workgroup with this id.',
    remedy: 'Find the id in the list of your workgroups.',
  },
  'sign-in-refused': {
    status: 401,
    title: 'Sign-in refused',
    cause: 'The e-mail address or the password is wrong.',
    remedy: 'Check both and try again.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts',
    cause: 'Too many attempts failed. Each further one makes the wait longer.',
    remedy: 'Wait for the time given in the answer, then try again.',
  },
  'sign-in-request-invalid': {
    status: 400,
    title: 'Invalid request',
    cause: 'The request to sign in, sign out or change a password is not valid.',
    remedy: 'Send a JSON body with the fields described in /api/openapi.json.',
  },
});
