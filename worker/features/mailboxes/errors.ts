import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'mailbox-not-found': {
    status: 404,
    title: 'No such mailbox',
    cause: 'Your workgroup has no mailbox with this id.',
    remedy: 'Look the id up in the list of mailboxes of the project.',
  },
  'mailbox-busy': {
    status: 409,
    title: 'A pass is running on the mailbox',
    cause: 'A mailbox can not be deleted while a pass works on it.',
    remedy: 'Stop the pass first, or wait for its end.',
  },
  'mailbox-rows-refused': {
    status: 422,
    title: 'Some mailboxes can not be added',
    cause:
      'One or more of the mailboxes stand in the list or in the project twice, or would be copied onto themselves.',
    remedy: 'Correct what `errors` lists and send all mailboxes again; none was added.',
  },
});
