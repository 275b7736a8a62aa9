import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'pass-not-found': {
    status: 404,
    title: 'No such pass',
    cause: 'Your workgroup has no pass with this id.',
    remedy: 'Look the id up in the list of passes of the project.',
  },
  'older-than-not-for-this-pass': {
    status: 422,
    title: 'Only a pre-stage pass has a date',
    cause: '`olderThan` says what a pre-stage pass copies; other passes copy by the options of the project.',
    remedy: 'Leave `olderThan` out, or start a pre-stage pass.',
  },
  'pass-without-mailboxes': {
    status: 422,
    title: 'No mailbox to start',
    cause: 'The project has no mailboxes.',
    remedy: 'Add mailboxes to the project first.',
  },
  'mailbox-not-found': {
    status: 404,
    title: 'No such mailbox',
    cause: 'The project has no mailbox with this id.',
    remedy: 'Look the id up in the list of mailboxes of the project.',
  },
  'mailbox-busy': {
    status: 409,
    title: 'A pass is running on some of the mailboxes',
    cause: 'A mailbox can be in one pass at a time.',
    remedy: 'Leave out the mailboxes that `errors` lists, or stop their pass first. Nothing was started.',
  },
  'credentials-missing': {
    status: 422,
    title: 'Credentials are missing',
    cause:
      'Neither the endpoint nor the mailbox has credentials for its server, on one side or both. A password is only sent to the server that it was given for.',
    remedy: 'Enter the credentials of an administrator at the endpoint, or the login and password of each mailbox.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The idempotency key belongs to another request',
    cause: 'A pass was started with this key before, but with another type, project or choice of mailboxes.',
    remedy: 'Use a new key for each new request.',
  },
});
