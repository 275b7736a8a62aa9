import { problemsOf } from '../../lib/problem.ts';

/** Problems that any route can answer. */
export const problem = problemsOf({
  'route-not-found': {
    status: 404,
    title: 'No such route',
    cause: 'The API has no route with this method and path.',
    remedy: 'Check the method and the path against /api/openapi.json.',
  },
  'malformed-json': {
    status: 400,
    title: 'Malformed JSON',
    cause: 'The body of the request is not valid JSON.',
    remedy: 'Send a JSON document in UTF-8.',
  },
  'validation-failed': {
    status: 422,
    title: 'Invalid request',
    cause: 'One or more values are missing or invalid.',
    remedy: 'Correct the values listed in `errors` and send the request again.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Not JSON',
    cause: 'The body of the request is not declared as JSON.',
    remedy: 'Send the Content-Type header with application/json.',
  },
  'request-too-large': {
    status: 413,
    title: 'Request too large',
    cause: 'The body of the request is larger than the API accepts.',
    remedy: 'Split it into several smaller requests.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    cause: 'The request carries neither a valid session nor a valid API key.',
    remedy: 'Sign in, or send the header Authorization: Bearer with a valid API key.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    cause: 'Your role does not allow this.',
    remedy: 'Ask an owner or manager of your workgroup.',
  },
  'scope-missing': {
    status: 403,
    title: 'Scope missing',
    cause: 'The API key does not have the scope that this needs.',
    remedy: 'Use a key with this scope, or create one.',
  },
  'session-needed': {
    status: 403,
    title: 'Not with an API key',
    cause: 'API keys cannot do this; only people who are signed in can.',
    remedy: 'Sign in to the app.',
  },
  'two-factor-setup-needed': {
    status: 403,
    title: 'Set up two-factor sign-in',
    cause: 'This workgroup requires two-factor sign-in, and your account does not have it yet.',
    remedy: 'Set it up in the settings, under Security.',
  },
  'second-factor-needed': {
    status: 403,
    title: 'Code needed',
    cause: 'This account has two-factor sign-in. The password alone does not sign in to it.',
    remedy: 'Sign in on the sign-in page, with the code of your authenticator app.',
  },
  'foreign-origin': {
    status: 403,
    title: 'Request from another site',
    cause: 'A page from another origin tried to use your session.',
    remedy: 'Use the app at its own address, or an API key.',
  },
  'host-not-allowed': {
    status: 421,
    title: 'Host name not allowed',
    cause: 'The host name in the request is neither the public address of Mailferry nor a name of this computer.',
    remedy:
      'Open Mailferry at its own address. If it runs behind a proxy, start it with that address: npm start -- --public-url URL.',
  },
  'upgrade-required': {
    status: 426,
    title: 'WebSocket expected',
    cause: 'This route accepts only WebSocket handshakes.',
    remedy: 'Connect with a WebSocket client.',
  },
  'storage-full': {
    status: 507,
    title: 'Storage full',
    cause: 'The disk with Mailferry’s data is full, or the database has reached its size limit.',
    remedy:
      'Free up space on that disk, or raise the limit. Passes wait and continue automatically once there is space.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong',
    cause: 'Mailferry met an unexpected error. The request was not carried out halfway.',
    remedy: 'Try again. If this keeps happening, search the log for the id in the detail.',
  },
});
