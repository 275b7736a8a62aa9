import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'mailbox-import-not-found': {
    status: 404,
    title: 'No such import',
    cause: 'Your workgroup has no import of mailboxes with this id.',
    remedy: 'Find the id in the list of the project’s imports.',
  },
  'mailbox-import-in-use': {
    status: 409,
    title: 'The import can no longer be undone',
    cause: 'A pass has been started on at least one of its mailboxes.',
    remedy: 'Delete the mailboxes that you do not need one by one.',
  },
  'mailbox-list-empty': {
    status: 422,
    title: 'There is no mailbox to add',
    cause: 'The list has no rows, or all of them are left out.',
    remedy: 'Send a list with at least one mailbox that can be added.',
  },
  'mailbox-list-too-long': {
    status: 422,
    title: 'The list is too long',
    cause: 'A list can have at most 10,000 rows.',
    remedy: 'Split it into several lists.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'Idempotency key reused',
    cause: 'The key was used before for another list.',
    remedy: 'Use a new key for each list. Repeat a request unchanged.',
  },
});
