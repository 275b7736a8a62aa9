import { problemsOf } from '../../lib/problem.ts';
import { MOST_SAVED_FILTERS } from '../../lib/saved-filter.ts';

export const problem = problemsOf({
  'saved-filter-not-found': {
    status: 404,
    title: 'No such filter',
    cause: 'Your workgroup has no saved filter with this id.',
    remedy: 'Find the id in the list of saved filters.',
  },
  'saved-filter-name-taken': {
    status: 409,
    title: 'Name already used',
    cause: 'Your workgroup has a saved filter with this name.',
    remedy: 'Choose another name, or change that filter.',
  },
  'too-many-saved-filters': {
    status: 409,
    title: 'Too many saved filters',
    cause: `Your workgroup has saved ${String(MOST_SAVED_FILTERS)} filters, the most that it can keep.`,
    remedy: 'Delete filters that nobody needs.',
  },
});
