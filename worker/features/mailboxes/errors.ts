import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'mailbox-not-found': {
    status: 404,
    title: 'No such mailbox',
    cause: 'Your workgroup has no mailbox with this id.',
    remedy: 'Find the id in the list of the project’s mailboxes.',
  },
  'mailbox-busy': {
    status: 409,
    title: 'A pass is running on the mailbox',
    cause: 'A mailbox cannot be deleted while a pass runs on it.',
    remedy: 'Stop the pass first, or wait until it ends.',
  },
  'mailbox-rows-refused': {
    status: 422,
    title: 'Some mailboxes cannot be added',
    cause: 'One or more mailboxes are already in the list or in the project, or would be copied onto themselves.',
    remedy: 'No mailbox was added. Correct the rows listed in `errors` and send all mailboxes again.',
  },
});
