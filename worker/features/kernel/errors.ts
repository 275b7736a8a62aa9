import { problemsOf } from '../../lib/problem.ts';

/** Problems that any route can answer. */
export const problem = problemsOf({
  'route-not-found': {
    status: 404,
    title: 'No such route',
    cause: 'The API has no route with this method and path.',
    remedy: 'Compare method and path with /api/openapi.json.',
  },
  'malformed-json': {
    status: 400,
    title: 'Malformed JSON',
    cause: 'The body of the request is not valid JSON.',
    remedy: 'Send a JSON document in UTF-8.',
  },
  'validation-failed': {
    status: 422,
    title: 'The request is not valid',
    cause: 'One or more values are missing or not as the API takes them.',
    remedy: 'Correct what `errors` lists and send the request again.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Not JSON',
    cause: 'The body of the request is not declared as JSON.',
    remedy: 'Send the header Content-Type: application/json.',
  },
  'request-too-large': {
    status: 413,
    title: 'The request is too large',
    cause: 'The body of the request exceeds what the API takes at once.',
    remedy: 'Send it in several smaller requests.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not signed in',
    cause: 'The request carries neither a valid session nor a valid API key.',
    remedy: 'Sign in, or send the header Authorization: Bearer with an API key that is not revoked.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    cause: 'Your role does not allow this.',
    remedy: 'Ask an owner or manager of your workgroup.',
  },
  'foreign-origin': {
    status: 403,
    title: 'The request comes from another site',
    cause: 'A page of another origin tried to act with your session.',
    remedy: 'Use the app at its own address, or an API key.',
  },
  'host-not-allowed': {
    status: 421,
    title: 'Mailferry does not answer under this name',
    cause: 'The request names a host that is neither the public address of this Mailferry nor this computer.',
    remedy: 'Open it at its own address. Behind a proxy, tell it that address: npm start -- --public-url URL.',
  },
  'upgrade-required': {
    status: 426,
    title: 'WebSocket expected',
    cause: 'This route only answers WebSocket handshakes.',
    remedy: 'Connect with a WebSocket client.',
  },
  'storage-full': {
    status: 507,
    title: 'No room to store anything',
    cause: 'The disk that holds the data of Mailferry is full, or its database has reached its size limit.',
    remedy: 'Make room on that disk, or raise the limit. Passes wait, and go on by themselves when there is room.',
  },
  unexpected: {
    status: 500,
    title: 'Something went wrong',
    cause: 'Mailferry failed in a way that it did not foresee. Nothing that was asked for is half done.',
    remedy: 'Try again. If it stays, look in the log for the id given in the detail.',
  },
});
