import { Combobox as KobalteCombobox } from '@kobalte/core/combobox';
import type { JSX } from 'solid-js';
import { Show, onMount } from 'solid-js';
import type { Choice, ComboboxProps, FirstTouch } from './combobox.tsx';
import styles from './combobox.module.css';
import { Icon } from './icon.tsx';
import inputStyles from './input.module.css';

/** The combobox of the library, once somebody uses it. `touch`: what was done before it was there. */
export function OpenCombobox(props: ComboboxProps & { touch: FirstTouch }): JSX.Element {
  let input!: HTMLInputElement;
  const goOn = () => {
    input.focus();
    const { typed, key } = props.touch;
    if (typed !== undefined) {
      input.value = typed;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    } else if (key !== undefined) {
      input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    } else {
      input.select();
    }
  };
  // After what the library itself does at the start: it shows the value once more.
  onMount(() => queueMicrotask(goOn));
  const chosen = () => props.choices.find(({ value }) => value === props.value) ?? null;
  return (
    <KobalteCombobox<Choice>
      class={styles.combobox}
      options={[...props.choices]}
      optionValue="value"
      optionTextValue="label"
      optionLabel="label"
      value={chosen()}
      onChange={(choice: Choice | null) => choice && props.onChange(choice.value)}
      placeholder={props.placeholder ?? ''}
      validationState={props.wrong ? 'invalid' : 'valid'}
      gutter={4}
      sameWidth
      itemComponent={(item) => (
        <KobalteCombobox.Item item={item.item} class={styles.choice}>
          <KobalteCombobox.ItemLabel class={styles.name}>
            {item.item.rawValue.label}
            <Show when={item.item.rawValue.hint}>{(hint) => <small> {hint()}</small>}</Show>
          </KobalteCombobox.ItemLabel>
        </KobalteCombobox.Item>
      )}
    >
      <KobalteCombobox.Label class={props.isLabelHidden ? 'visually-hidden' : styles.label}>
        {props.label}
      </KobalteCombobox.Label>
      <KobalteCombobox.Control class={styles.control} aria-label={props.label}>
        <KobalteCombobox.Input ref={input} class={inputStyles.input} />
        <KobalteCombobox.Trigger class={styles.trigger} aria-label={`Show the choices of ${props.label}`}>
          <Icon name="down" />
        </KobalteCombobox.Trigger>
      </KobalteCombobox.Control>
      <Show when={props.hint}>
        {(hint) => <KobalteCombobox.Description class={styles.hint}>{hint()}</KobalteCombobox.Description>}
      </Show>
      <KobalteCombobox.ErrorMessage class={styles.wrong}>{props.wrong}</KobalteCombobox.ErrorMessage>
      {/* In a landmark, where screen readers look for what a page has. */}
      <KobalteCombobox.Portal mount={document.querySelector('main') ?? document.body}>
        <KobalteCombobox.Content class={styles.choices}>
          <KobalteCombobox.Listbox class={styles.list} />
        </KobalteCombobox.Content>
      </KobalteCombobox.Portal>
    </KobalteCombobox>
  );
}
