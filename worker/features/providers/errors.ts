import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'provider-not-found': {
    status: 404,
    title: 'No such provider',
    cause: 'The directory of your workgroup has no provider with this id.',
    remedy: 'Find the id in the list of providers.',
  },
  'provider-shipped': {
    status: 409,
    title: 'Provider cannot be deleted',
    cause: 'The entry comes with Mailferry, and your workgroup has not corrected it.',
    remedy: 'Correct the entry instead. Your own entries and corrections can be deleted.',
  },
  'too-many-providers': {
    status: 409,
    title: 'Too many providers',
    cause: 'Your workgroup has added 1,000 providers, the most that a directory holds.',
    remedy: 'Delete entries that nobody needs.',
  },
});
