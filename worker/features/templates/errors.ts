import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'template-not-found': {
    status: 404,
    title: 'No such template',
    cause: 'There is no message of this kind, or not in this language.',
    remedy: 'Find kinds and languages in the list of templates.',
  },
  'logo-not-found': {
    status: 404,
    title: 'No such logo',
    cause: 'There is no logo at this address. It may have been replaced.',
    remedy: 'Find the address of the logo under Settings → Templates.',
  },
});
