import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'notice-not-found': {
    status: 404,
    title: 'No such notice',
    cause: 'Your workgroup has no notice with this id.',
    remedy: 'Find the id in the list of the project’s notices.',
  },
  'notice-without-recipients': {
    status: 422,
    title: 'Nobody to notify',
    cause: 'No mailbox of the project matches the choice.',
    remedy: 'Add mailboxes, or choose others.',
  },
  'notice-without-time': {
    status: 422,
    title: 'No start of the migration',
    cause: 'The notice says when the migration starts, and neither the request nor the project says when that is.',
    remedy: 'Enter when the migration starts.',
  },
  'notice-already-sent': {
    status: 409,
    title: 'Everyone has this notice already',
    cause: 'All of these people have had the same notice, or will get it from another one.',
    remedy: 'Choose others. To send it to them once more, set `again`.',
  },
  'notice-ended': {
    status: 409,
    title: 'Nothing left to cancel',
    cause: 'All messages of the notice are sent, or it was cancelled before.',
    remedy: 'Look at its log.',
  },
  'notice-is-automatic': {
    status: 409,
    title: 'An automatic notice',
    cause: 'Automatic notices are turned on and off in the options of the project.',
    remedy: 'Turn it off in the options of the project.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key used before',
    cause: 'This Idempotency-Key belongs to an earlier request that asked for something else.',
    remedy: 'Use a new key for a new request.',
  },
});
