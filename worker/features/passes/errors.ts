import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'pass-not-found': {
    status: 404,
    title: 'No such pass',
    cause: 'Your workgroup has no pass with this id.',
    remedy: 'Find the id in the list of the project’s passes.',
  },
  'older-than-not-for-this-pass': {
    status: 422,
    title: 'Only a pre-stage pass has a date',
    cause: '`olderThan` applies only to pre-stage passes. Other passes use the project options.',
    remedy: 'Leave out `olderThan`, or start a pre-stage pass.',
  },
  'error-codes-not-for-this-pass': {
    status: 422,
    title: 'Only a pass to retry errors takes codes',
    cause: '`errorCodes` applies only to passes of type `retry-errors`.',
    remedy: 'Leave out `errorCodes`, or start a pass to retry errors.',
  },
  'pass-without-mailboxes': {
    status: 422,
    title: 'No mailboxes to start',
    cause: 'The project has no mailboxes, or none with such an error.',
    remedy: 'Add mailboxes to the project first, or leave out `errorCodes`.',
  },
  'mailbox-not-found': {
    status: 404,
    title: 'No such mailbox',
    cause: 'The project has no mailbox with this id.',
    remedy: 'Find the id in the list of the project’s mailboxes.',
  },
  'mailbox-busy': {
    status: 409,
    title: 'A pass is already running on some mailboxes',
    cause: 'A mailbox can be in only one pass at a time.',
    remedy: 'No pass was started. Leave out the mailboxes listed in `errors`, or stop their pass first.',
  },
  'credentials-missing': {
    status: 422,
    title: 'Credentials are missing',
    cause:
      'A password of an endpoint or a mailbox was entered for another server. Mailferry sends a password only to the server that it was entered for.',
    remedy:
      'Enter the passwords listed in `errors` again. If only the owner of a mailbox knows its password, set its login to `unknown`.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    cause: 'This key was already used to start a pass with another type, project or selection of mailboxes.',
    remedy: 'Use a new key for each new request.',
  },
});
