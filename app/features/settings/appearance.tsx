import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { Theme } from '../../lib/theme-choice.ts';
import { setTheme, theme } from '../../lib/theme.ts';
import chips from '../../ui/chips.module.css';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'Same as system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Light or dark, on this device. */
export function Appearance(): JSX.Element {
  return (
    <section class="card pad stack">
      <h2>Appearance</h2>
      <div class={chips.strip} role="group" aria-label="Appearance">
        <For each={THEMES}>
          {([value, label]) => (
            <button type="button" class={chips.chip} aria-pressed={theme() === value} onClick={() => setTheme(value)}>
              {label}
            </button>
          )}
        </For>
      </div>
    </section>
  );
}
