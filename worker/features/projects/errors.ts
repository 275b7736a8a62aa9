import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'project-not-found': {
    status: 404,
    title: 'No such project',
    cause: 'Your workgroup has no project with this id.',
    remedy: 'Look the id up in the list of projects.',
  },
  'project-busy': {
    status: 409,
    title: 'Passes are running',
    cause: 'The endpoints of a project stay as they are while its passes run.',
    remedy: 'Stop the passes first, or wait for their end.',
  },
  'project-changed': {
    status: 412,
    title: 'Changed meanwhile',
    cause: 'Someone has changed the project since it was read.',
    remedy: 'Read it again, and decide with what stands there now.',
  },
  'endpoint-not-found': {
    status: 404,
    title: 'No such endpoint',
    cause: 'Your workgroup has no endpoint with this id.',
    remedy: 'Look the id up in the list of endpoints.',
  },
});
