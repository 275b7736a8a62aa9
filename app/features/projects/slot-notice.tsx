import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { Project } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';

/** Why fewer mailboxes move than the project allows. */
export function SlotNotice(props: { limit: Project['slotLimit'] }): JSX.Element {
  return (
    <Show when={props.limit}>
      {(limit) => (
        <p class="small tone-wait" role="status">
          {limit().waiting === 1 ? '1 mailbox waits' : `${formatCount(limit().waiting)} mailboxes wait`} for room:
          Mailferry moves at most {formatCount(limit().atOnce)} at once here, in all projects together, so that memory
          and connections suffice. They begin as others end.
        </p>
      )}
    </Show>
  );
}
