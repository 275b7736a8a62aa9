import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';
import type { Counters } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import type { IconName } from '../../ui/icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { createShortcut } from '../../ui/shortcuts.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { GRID_ID } from '../mailboxes/mailbox-table.tsx';
import type { Tone } from '../../ui/parts.tsx';
import styles from './counter-strip.module.css';
import { STATE_LABELS } from './state-labels.ts';
import chips from '../../ui/chips.module.css';

const CHIPS: { state: MailboxState; icon: IconName; tone: Tone }[] = [
  { state: 'notStarted', icon: 'circle', tone: 'idle' },
  { state: 'waiting', icon: 'clock', tone: 'wait' },
  { state: 'running', icon: 'running', tone: 'run' },
  { state: 'attention', icon: 'warning', tone: 'bad' },
  { state: 'done', icon: 'check-circle', tone: 'ok' },
];

/** Counters that are filters, and the search. */
export function CounterStrip(props: {
  counters: Counters;
  filter: MailboxState | undefined;
  onFilter: (state: MailboxState | undefined) => void;
  query: string;
  onQuery: (query: string) => void;
  /** What stands behind the search. */
  children?: JSX.Element;
}): JSX.Element {
  let input!: HTMLInputElement;
  createShortcut('search', () => input.focus());
  return (
    <div class={styles.filters}>
      <div class={`${chips.strip} ${styles.chips}`} data-sideways role="group" aria-label="Show mailboxes that are">
        <button type="button" class={chips.chip} aria-pressed={!props.filter} onClick={() => props.onFilter(undefined)}>
          All <b>{formatCount(props.counters.total)}</b>
        </button>
        <For each={CHIPS}>
          {(chip) => (
            <button
              type="button"
              class={chips.chip}
              classList={{ [styles.none!]: props.counters[chip.state] === 0 }}
              aria-pressed={props.filter === chip.state}
              onClick={() => props.onFilter(props.filter === chip.state ? undefined : chip.state)}
            >
              <Icon name={chip.icon} class={props.counters[chip.state] > 0 ? `tone-${chip.tone}` : 'faint'} />
              {STATE_LABELS[chip.state]} <b>{formatCount(props.counters[chip.state])}</b>
            </button>
          )}
        </For>
      </div>
      <SearchField
        ref={(element) => (input = element)}
        class={styles.search}
        label="Search mailboxes"
        placeholder="Search"
        value={props.query}
        onInput={props.onQuery}
        onLeave={() => document.getElementById(GRID_ID)?.focus()}
      />
      {props.children}
    </div>
  );
}
