import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'sign-up-closed': {
    status: 403,
    title: 'Sign-up is closed',
    cause: 'This installation has an owner already, and open sign-up is off.',
    remedy: 'Ask an owner of your workgroup to add you.',
  },
  'setup-token-wrong': {
    status: 403,
    title: 'The set-up token is missing or wrong',
    cause: 'Whoever signs up first owns this Mailferry. The token shows that it is yours.',
    remedy:
      'Enter the token that npm start has printed. On Cloudflare it is the secret SETUP_TOKEN; set one by: npx wrangler secret put SETUP_TOKEN',
  },
  'email-taken': {
    status: 409,
    title: 'The address is taken',
    cause: 'There is an agent with this e-mail address already.',
    remedy: 'Sign in with it, or use another address.',
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
    cause: 'There were too many attempts that failed. With each further one, the wait becomes longer.',
    remedy: 'Wait as long as the answer says, then try again.',
  },
  'sign-in-request-invalid': {
    status: 400,
    title: 'The request is not valid',
    cause: 'The request to sign in, to sign out or to change a password is not as the API takes it.',
    remedy: 'Send a JSON body with the fields that /api/openapi.json names.',
  },
});
