import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { formatCount } from '../lib/format.ts';
import { button } from './button.ts';

/** How much of a list is shown, and a button for more of it; for lists that are read page by page. */
export function Pager(props: {
  shown: number;
  /** Undefined where no one has counted them. */
  total?: number;
  hasMore: boolean;
  isBusy?: boolean;
  onMore: () => void;
}): JSX.Element {
  return (
    <nav class="row spread" aria-label="Pages">
      <span class="small muted" role="status">
        {formatCount(props.shown)}
        {props.total === undefined ? ' shown' : ` of ${formatCount(props.total)}`}
      </span>
      <Show when={props.hasMore}>
        <button
          type="button"
          class={button()}
          aria-disabled={props.isBusy || undefined}
          onClick={() => props.isBusy || props.onMore()}
        >
          {props.isBusy ? 'Loading …' : 'Show more'}
        </button>
      </Show>
    </nav>
  );
}
