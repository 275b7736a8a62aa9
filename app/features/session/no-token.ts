import type { Problem } from '../../api.ts';

/** Of a page that was opened without the token of its link. */
export const NO_TOKEN: Problem = {
  code: 'link-invalid',
  title: 'This link does not work',
  status: 410,
  cause: 'The address is incomplete, or the page was reloaded.',
  remedy: 'Open the link in the message again.',
};
