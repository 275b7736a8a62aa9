import type { JSX } from 'solid-js';
import { Show, createSignal, createUniqueId } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import styles from './combobox.module.css';
import { Icon } from './icon.tsx';
import inputStyles from './input.module.css';
import { onDemand } from './on-demand.ts';

export type Choice = { value: string; label: string; hint?: string };

export type ComboboxProps = {
  label: string;
  /** What stands around it says the same. */
  isLabelHidden?: boolean;
  hint?: string;
  wrong?: string | undefined;
  placeholder?: string;
  choices: readonly Choice[];
  /** What a value is called, where it takes long to list the choices: they are listed once somebody enters the field. */
  labelOf?: (value: string) => string;
  value: string;
  onChange: (value: string) => void;
};

/** What somebody did with the field while its code was on its way. */
export type FirstTouch = { typed?: string; key?: string };

const combobox = onDemand(async () => (await import('./open-combobox.tsx')).OpenCombobox);
const OPENING_KEYS: readonly string[] = ['ArrowDown', 'ArrowUp'];

/** One of many choices, found by typing a part of its name. Its code comes when somebody enters the field. */
export function Combobox(props: ComboboxProps): JSX.Element {
  const id = createUniqueId();
  let input!: HTMLInputElement;
  const [touch, setTouch] = createSignal<FirstTouch>();
  let last: FirstTouch = {};
  const chosen = () =>
    props.labelOf?.(props.value) ?? props.choices.find(({ value }) => value === props.value)?.label ?? '';
  const enter = async () => {
    // Who has left the field meanwhile stays where he is.
    if ((await combobox.want()) && document.activeElement === input) setTouch(last);
  };
  const leave = () => {
    last = {};
    input.value = chosen();
  };
  const describedBy = () =>
    [props.hint && `${id}-hint`, props.wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined;
  return (
    <Show
      when={touch() && combobox.get()}
      fallback={
        <div class={styles.combobox}>
          <label class={props.isLabelHidden ? 'visually-hidden' : styles.label} for={id}>
            {props.label}
          </label>
          <div class={styles.control}>
            <input
              ref={input}
              id={id}
              class={inputStyles.input}
              role="combobox"
              aria-expanded="false"
              aria-haspopup="listbox"
              aria-autocomplete="list"
              aria-invalid={props.wrong ? 'true' : undefined}
              aria-describedby={describedBy()}
              autocomplete="off"
              spellcheck={false}
              placeholder={props.placeholder ?? ''}
              value={chosen()}
              onPointerEnter={() => void combobox.want()}
              onFocus={() => void enter()}
              onBlur={leave}
              onInput={(event) => (last = { typed: event.currentTarget.value })}
              onKeyDown={(event) => {
                if (!OPENING_KEYS.includes(event.key)) return;
                event.preventDefault();
                last = { key: event.key };
              }}
            />
            <button
              type="button"
              class={styles.trigger}
              tabindex="-1"
              aria-label={`Show the choices of ${props.label}`}
              onClick={() => {
                last = { key: 'ArrowDown' };
                input.focus();
              }}
            >
              <Icon name="down" />
            </button>
          </div>
          <Show when={props.hint}>
            {(hint) => (
              <div id={`${id}-hint`} class={styles.hint}>
                {hint()}
              </div>
            )}
          </Show>
          <Show when={props.wrong}>
            {(wrong) => (
              <div id={`${id}-wrong`} class={styles.wrong}>
                {wrong()}
              </div>
            )}
          </Show>
        </div>
      }
    >
      {(open) => <Dynamic component={open()} touch={touch()!} {...props} />}
    </Show>
  );
}
