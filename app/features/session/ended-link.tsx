import type { JSX } from 'solid-js';
import type { Problem } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { ProblemNotice } from '../../ui/parts.tsx';

/** Of a page that was opened without the token of its link. */
const NO_TOKEN: Problem = {
  code: 'link-invalid',
  title: 'This link does not work',
  status: 410,
  cause: 'The address is incomplete, or the page was reloaded.',
  remedy: 'Open the link in the message again.',
};

/** Why a link leads no further; undefined as long as it may. */
export function endOf(token: string, problem: Problem | undefined): Problem | undefined {
  if (token === '') return NO_TOKEN;
  return problem?.status === 410 ? problem : undefined;
}

/** In place of a form that nothing can be done with any more. `href`: where there is a new link. */
export function EndedLink(props: { problem: Problem; href: string }): JSX.Element {
  return (
    <>
      <ProblemNotice problem={props.problem} />
      <a class={button('primary')} href={props.href}>
        Ask for a new link
      </a>
    </>
  );
}
