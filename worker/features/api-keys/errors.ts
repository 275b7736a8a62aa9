import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'api-key-not-found': {
    status: 404,
    title: 'No such API key',
    cause: 'Your workgroup has no API key with this id.',
    remedy: 'Find the id in the list of API keys.',
  },
  'api-key-role-too-high': {
    status: 403,
    title: 'Role too high',
    cause: 'You cannot create or revoke a key whose role is higher than yours.',
    remedy: 'Choose a lower role, or ask an owner.',
  },
});
