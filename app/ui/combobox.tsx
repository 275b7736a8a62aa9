import { Combobox as KobalteCombobox } from '@kobalte/core/combobox';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import styles from './combobox.module.css';
import { Icon } from './icon.tsx';
import inputStyles from './input.module.css';

export type Choice = { value: string; label: string; hint?: string };

/** One of many choices, found by typing a part of its name. */
export function Combobox(props: {
  label: string;
  /** What stands around it says the same. */
  isLabelHidden?: boolean;
  hint?: string;
  wrong?: string | undefined;
  placeholder?: string;
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
}): JSX.Element {
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
        <KobalteCombobox.Input class={inputStyles.input} />
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
