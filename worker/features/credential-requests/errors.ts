import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'credential-request-not-found': {
    status: 404,
    title: 'No such credential request',
    cause: 'Your workgroup has no credential request with this id.',
    remedy: 'Find the id in the list of the project’s credential requests.',
  },
  'credential-request-ended': {
    status: 409,
    title: 'The credential request is over',
    cause: 'No pass waits for its answer: it was answered, the pass was stopped, or a newer request took its place.',
    remedy: 'Start a pass on the mailbox. It asks the end user if that is needed.',
  },
});
