import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal, createUniqueId } from 'solid-js';
import { foldText } from '../../../../worker/lib/fold-text.ts';
import type { IconName } from '../../../ui/icon.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import styles from './wizard.module.css';

export type WizardChoice = { value: string; label: string; about?: string; icon?: IconName };

/** A list of this length is looked through, a longer one is searched. */
const LONGEST_UNSEARCHED = 8;
/** So many are shown at once. */
const MOST_SHOWN = 50;

/** Choices of a step: a press chooses, and leads on. */
export function ChoiceList(props: {
  label: string;
  choices: readonly WizardChoice[];
  value: string;
  onChoose: (value: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [query, setQuery] = createSignal('');
  const found = createMemo(() => {
    const part = foldText(query());
    return part === ''
      ? props.choices
      : props.choices.filter(({ label, about = '' }) => foldText(`${label}\n${about}`).includes(part));
  });
  return (
    <div class="stack snug">
      <Show when={props.choices.length > LONGEST_UNSEARCHED}>
        <SearchField label={`Search: ${props.label}`} value={query()} onInput={setQuery} />
      </Show>
      <ul class={styles.choices} aria-label={props.label}>
        <For each={found().slice(0, MOST_SHOWN)}>
          {(choice, index) => (
            <li>
              <button
                type="button"
                class={styles.choice}
                aria-pressed={props.value === choice.value}
                aria-describedby={choice.about ? `${id}-${index()}` : undefined}
                onClick={() => props.onChoose(choice.value)}
              >
                <Show when={choice.icon}>{(icon) => <Icon name={icon()} class="faint" />}</Show>
                <span class="grow stack tight">
                  <strong class="truncate">{choice.label}</strong>
                  <Show when={choice.about}>
                    {(about) => (
                      <span class="small muted" id={`${id}-${index()}`}>
                        {about()}
                      </span>
                    )}
                  </Show>
                </span>
                <Show when={props.value === choice.value} fallback={<Icon name="next" class="faint" />}>
                  <Icon name="check" class={styles.chosen} />
                </Show>
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={found().length === 0 && props.choices.length > 0}>
        <p class="muted">Nothing matches “{query()}”.</p>
      </Show>
      <Show when={found().length > MOST_SHOWN}>
        <p class="small muted">And more. Search for a part of the name.</p>
      </Show>
    </div>
  );
}
