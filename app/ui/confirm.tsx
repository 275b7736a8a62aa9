import type { JSX, ParentProps } from 'solid-js';
import { createSignal } from 'solid-js';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { button } from './button.ts';
import formStyles from './form.module.css';

/** Asks before something that cannot be undone: it goes on once the name has been typed. */
export function Confirm(
  props: ParentProps<{
    title: string;
    /** What has to be typed. */
    name: string;
    /** What the button does, such as `Delete the project`. */
    action: string;
    onConfirm: () => void;
    onClose: () => void;
  }>,
): JSX.Element {
  const [typed, setTyped] = createSignal('');
  const isRight = () => typed().trim() === props.name;
  return (
    <Dialog title={props.title} isAlert onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isRight()) props.onConfirm();
        }}
      >
        {props.children}
        <Field label={`Type “${props.name}” to confirm`}>
          {(control) => (
            <input
              {...control()}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              value={typed()}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          )}
        </Field>
        <div class={formStyles.actions}>
          <button type="button" class={button('ghost')} onClick={() => props.onClose()}>
            Cancel
          </button>
          <button type="submit" class={button('danger')} disabled={!isRight()}>
            {props.action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
