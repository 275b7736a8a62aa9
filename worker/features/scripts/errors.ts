import { problemsOf } from '../../lib/problem.ts';

export const problem = problemsOf({
  'script-not-found': {
    status: 404,
    title: 'No such script',
    cause: 'There is no script with this id.',
    remedy: 'Find the id in the list of scripts.',
  },
  'script-not-available': {
    status: 422,
    title: 'Script not available there',
    cause: 'This script does not exist for this version of Exchange, or for this side of the migration.',
    remedy: 'Choose one of the versions and sides that the list of scripts names.',
  },
  'script-too-long': {
    status: 422,
    title: 'Script too long for a message',
    cause: 'The script lists so many mailboxes that mail programs would cut the message off.',
    remedy: 'Save the script as a file and send that, or choose all mailboxes of the domains.',
  },
});
