import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'people-account-missing': {
    status: 422,
    title: 'The endpoint has no administrator account',
    cause: 'Only an account of the server can read its address list, and this endpoint has none.',
    remedy: 'Add an administrator account to the endpoint. Or use a file, or paste the addresses.',
  },
  'people-refused': {
    status: 422,
    title: 'The server refuses its address list',
    cause: 'Signing in works, but the account may not read the address list.',
    remedy:
      'Ask the provider to allow EWS and the address list for this account. Or use a file, or paste the addresses.',
  },
  'people-not-offered': {
    status: 422,
    title: 'The server offers no address list',
    cause: 'The server does not support searching for names (ResolveNames).',
    remedy: 'Use a file, or paste the addresses.',
  },
  'people-cursor-invalid': {
    status: 422,
    title: 'Not a cursor of this list',
    cause: 'The cursor was not given by this list, or with another search.',
    remedy: 'Send the `nextCursor` of the previous answer with the same search, or begin again without a cursor.',
  },
});
