import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'api-key-not-found': {
    status: 404,
    title: 'No such API key',
    cause: 'Your workgroup has no API key with this id.',
    remedy: 'Look the id up in the list of API keys.',
  },
  'api-key-role-too-high': {
    status: 403,
    title: 'The role is too high',
    cause: 'A key that is allowed more than you is not yours to make or to revoke.',
    remedy: 'Choose a lower role, or ask an owner.',
  },
});
