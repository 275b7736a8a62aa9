import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'project-not-found': {
    status: 404,
    title: 'No such project',
    cause: 'Your workgroup has no project with this id.',
    remedy: 'Find the id in the list of projects.',
  },
  'project-busy': {
    status: 409,
    title: 'Passes are running',
    cause: 'The endpoints of a project cannot change while its passes run.',
    remedy: 'Stop the passes first, or wait until they end.',
  },
  'project-running': {
    status: 409,
    title: 'Passes are running',
    cause: 'A project cannot be archived while its passes run.',
    remedy: 'Stop the passes first, or wait until they end.',
  },
  'project-archived': {
    status: 409,
    title: 'Project archived',
    cause: 'An archived project starts no passes, sends no messages and gets no mailboxes.',
    remedy: 'Restore the project first.',
  },
  'project-changed': {
    status: 412,
    title: 'Changed in the meantime',
    cause: 'Someone changed the project after you read it.',
    remedy: 'Read it again, then decide based on the current version.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    cause: 'The key was used before for a project with another name, customer, endpoint or option.',
    remedy: 'Use a new key for each project. Repeat a request unchanged.',
  },
  'agent-not-found': {
    status: 404,
    title: 'No such agent',
    cause: 'Your workgroup has no agent with this id.',
    remedy: 'Find the id in the list of agents.',
  },
  'endpoint-not-found': {
    status: 404,
    title: 'No such endpoint',
    cause: 'Your workgroup has no endpoint with this id.',
    remedy: 'Find the id in the list of endpoints.',
  },
});
