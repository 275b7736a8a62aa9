import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { Verdict } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { VERDICTS } from '../../../../worker/lib/mailbox-list/verdicts.ts';
import { formatCount } from '../../../lib/format.ts';
import chips from '../../../ui/chips.module.css';
import { Icon } from '../../../ui/icon.tsx';
import type { ListView } from './list-session.ts';
import { VERDICT_LOOKS } from './verdict-looks.ts';

/** How many rows have each verdict; a press shows those alone. */
export function VerdictStrip(props: {
  view: ListView;
  filter: Verdict | undefined;
  onFilter: (verdict: Verdict | undefined) => void;
}): JSX.Element {
  // The one that is shown stays, also without rows.
  const shown = () => VERDICTS.filter((verdict) => props.view.counts[verdict] > 0 || verdict === props.filter);
  return (
    <div class={chips.strip} role="group" aria-label="Show rows that are">
      <button type="button" class={chips.chip} aria-pressed={!props.filter} onClick={() => props.onFilter(undefined)}>
        All <b>{formatCount(props.view.rows.length)}</b>
      </button>
      <For each={shown()}>
        {(verdict) => (
          <button
            type="button"
            class={chips.chip}
            aria-pressed={props.filter === verdict}
            data-verdict={verdict}
            onClick={() => props.onFilter(props.filter === verdict ? undefined : verdict)}
          >
            <Icon name={VERDICT_LOOKS[verdict].icon} class={`tone-${VERDICT_LOOKS[verdict].tone}`} />
            {VERDICT_LOOKS[verdict].label} <b>{formatCount(props.view.counts[verdict])}</b>
          </button>
        )}
      </For>
    </div>
  );
}
