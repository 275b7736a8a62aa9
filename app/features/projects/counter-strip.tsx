import type { JSX } from 'solid-js';
import { For, onCleanup, onMount } from 'solid-js';
import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';
import type { Counters } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import type { IconName } from '../../ui/icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { GRID_ID } from '../mailboxes/mailbox-table.tsx';
import type { Tone } from '../../ui/parts.tsx';

const CHIPS: { state: MailboxState; label: string; icon: IconName; tone: Tone }[] = [
  { state: 'notStarted', label: 'Not started', icon: 'circle', tone: 'idle' },
  { state: 'waiting', label: 'Waiting', icon: 'clock', tone: 'wait' },
  { state: 'running', label: 'Running', icon: 'running', tone: 'run' },
  { state: 'attention', label: 'Needs attention', icon: 'warning', tone: 'bad' },
  { state: 'done', label: 'Done', icon: 'check-circle', tone: 'ok' },
];

/** Counters that are filters, and the search. */
export function CounterStrip(props: {
  counters: Counters;
  filter: MailboxState | undefined;
  onFilter: (state: MailboxState | undefined) => void;
  query: string;
  onQuery: (query: string) => void;
}): JSX.Element {
  let input!: HTMLInputElement;
  onMount(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || (event.target as HTMLElement).matches('input, textarea')) return;
      event.preventDefault();
      input.focus();
    };
    document.addEventListener('keydown', onKey);
    onCleanup(() => document.removeEventListener('keydown', onKey));
  });
  return (
    <div class="filters">
      <div class="strip" role="group" aria-label="Show mailboxes that are">
        <button type="button" class="chip" aria-pressed={!props.filter} onClick={() => props.onFilter(undefined)}>
          All <b>{formatCount(props.counters.total)}</b>
        </button>
        <For each={CHIPS}>
          {(chip) => (
            <button
              type="button"
              class="chip"
              classList={{ none: props.counters[chip.state] === 0 }}
              aria-pressed={props.filter === chip.state}
              onClick={() => props.onFilter(props.filter === chip.state ? undefined : chip.state)}
            >
              <Icon name={chip.icon} class={props.counters[chip.state] > 0 ? `tone-${chip.tone}` : 'faint'} />
              {chip.label} <b>{formatCount(props.counters[chip.state])}</b>
            </button>
          )}
        </For>
      </div>
      <div class="search">
        <Icon name="search" />
        <input
          ref={input}
          class="input"
          type="search"
          placeholder="Search mailboxes"
          aria-label="Search mailboxes"
          value={props.query}
          onInput={(event) => props.onQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              props.onQuery('');
              input.blur();
            } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
              event.preventDefault();
              document.getElementById(GRID_ID)?.focus();
            }
          }}
        />
      </div>
    </div>
  );
}
