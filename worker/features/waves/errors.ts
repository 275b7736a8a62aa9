import { problemsOf } from '../../lib/problem.ts';
import { MOST_WAVES } from '../../lib/wave-key.ts';

export const problem = problemsOf({
  'wave-not-found': {
    status: 404,
    title: 'No such wave',
    cause: 'Your workgroup has no wave with this id.',
    remedy: 'Find the id in the list of the project’s waves.',
  },
  'wave-name-taken': {
    status: 409,
    title: 'Name already used',
    cause: 'The project has a wave with this name.',
    remedy: 'Choose another name, or change that wave.',
  },
  'too-many-waves': {
    status: 409,
    title: 'Too many waves',
    cause: `The project has ${String(MOST_WAVES)} waves, the most that it can have.`,
    remedy: 'Delete waves that are over.',
  },
});
