import type { JSX } from 'solid-js';
import { createSignal } from 'solid-js';
import { button } from '../../../ui/button.ts';
import { TextInput } from '../../../ui/text-input.tsx';
import type { ProjectDraft } from './draft.ts';
import styles from './wizard.module.css';

const LONGEST_NAME = 100;

export function NameStep(props: {
  draft: ProjectDraft;
  onChange: (changes: Partial<ProjectDraft>) => void;
  onTake: (changes: Partial<ProjectDraft>) => void;
}): JSX.Element {
  const [wrong, setWrong] = createSignal<string>();
  const take = () => {
    const name = props.draft.name.trim();
    if (name === '') setWrong('A project needs a name.');
    else if (name.length > LONGEST_NAME) setWrong('A name can have at most 100 characters.');
    else props.onTake({ name });
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <h2 tabindex="-1">What is the project called?</h2>
      <TextInput
        label="Name"
        hint="For example, the customer and what you migrate."
        required
        autocomplete="off"
        placeholder="Fjord Trading, all mailboxes"
        value={props.draft.name}
        wrong={wrong()}
        onChange={(name) => {
          setWrong();
          props.onChange({ name });
        }}
      />
      <div class={styles.actions}>
        <button type="submit" class={button('primary')}>
          Continue
        </button>
      </div>
    </form>
  );
}
