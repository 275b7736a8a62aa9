import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import { NO_WAVE, waveKey } from '../../../worker/lib/wave-key.ts';
import type { Mailbox } from '../../api.ts';
import { compareNames } from '../../lib/compare-names.ts';
import { formatCount } from '../../lib/format.ts';
import chips from '../../ui/chips.module.css';
import { Icon } from '../../ui/icon.tsx';

type Choice = { wave: string; label: string; count: number };

/** The waves of a project's mailboxes by name, and those in none. Empty where no mailbox is in a wave. */
export function countWaves(mailboxes: readonly Mailbox[]): Choice[] {
  const counts = new Map<string, Choice>();
  let none = 0;
  for (const { wave } of mailboxes) {
    if (!wave) none += 1;
    else counts.set(wave.id, { wave: wave.name, label: wave.name, count: (counts.get(wave.id)?.count ?? 0) + 1 });
  }
  if (counts.size === 0) return [];
  const named = [...counts.values()].toSorted((a, b) => compareNames(a.label, b.label));
  return none > 0 ? [...named, { wave: NO_WAVE, label: 'No wave', count: none }] : named;
}

/** The waves of a project's mailboxes, as filters. */
export function WaveStrip(props: {
  mailboxes: readonly Mailbox[];
  wave: string | undefined;
  onWave: (wave: string | undefined) => void;
}): JSX.Element {
  const isOn = (wave: string) => props.wave !== undefined && waveKey(props.wave) === waveKey(wave);
  const choices = createMemo(() => {
    const found = countWaves(props.mailboxes);
    // A filter that is on stays, also when the last of its kind has gone.
    if (props.wave === undefined || found.some(({ wave }) => isOn(wave))) return found;
    return [...found, { wave: props.wave, label: isOn(NO_WAVE) ? 'No wave' : props.wave, count: 0 }];
  });
  return (
    <Show when={choices().length > 0}>
      <div class={chips.strip} data-sideways role="group" aria-label="Show mailboxes of the wave">
        <For each={choices()}>
          {({ wave, label, count }) => (
            <button
              type="button"
              class={chips.chip}
              aria-pressed={isOn(wave)}
              onClick={() => props.onWave(isOn(wave) ? undefined : wave)}
            >
              <Icon name="clock" class="faint" />
              <span class="truncate">{label}</span> <b>{formatCount(count)}</b>
            </button>
          )}
        </For>
      </div>
    </Show>
  );
}
