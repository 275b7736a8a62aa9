import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Mailbox } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Icon } from '../../ui/icon.tsx';
import { createIsArchived } from '../projects/queries.ts';
import type { RequestActions } from './queries.ts';

/** Asks the user of a mailbox for a password again, with one press. */
export function AskAgain(props: { mailbox: Mailbox; actions: RequestActions }): JSX.Element {
  const isArchived = createIsArchived(() => props.mailbox.projectId);
  return (
    <Show when={!isArchived()}>
      <button
        type="button"
        class={button('primary')}
        aria-disabled={props.actions.isBusy() || undefined}
        onClick={() => void props.actions.askAgain([props.mailbox.id])}
      >
        <Icon name="refresh" /> Ask again
      </button>
    </Show>
  );
}
