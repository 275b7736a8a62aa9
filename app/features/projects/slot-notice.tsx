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
          {limit().waiting === 1 ? '1 mailbox waits' : `${formatCount(limit().waiting)} mailboxes wait`} for capacity.
          Mailferry runs at most {formatCount(limit().atOnce)} mailboxes at once here, across all projects, to limit
          memory and connections. The next ones start as others finish.
        </p>
      )}
    </Show>
  );
}
