import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import type { Mailbox } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, createApiForm } from '../../../ui/form.tsx';
import listBox from '../../../ui/list-box.module.css';
import { Select } from '../../../ui/select.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import type { EditActions } from './edit-actions.ts';
import { changesOfDestinations, planDestinations } from './plan-changes.ts';

/** As many as one looks at; those with a problem come first. */
const PREVIEWED = 200;
const WAYS = [
  { value: 'replace', label: 'Search and replace' },
  { value: 'pattern', label: 'Make them by a pattern' },
] as const;
type Way = (typeof WAYS)[number]['value'];

/** Other destination addresses for several mailboxes, each shown before anything changes. */
export function DestinationDialog(props: {
  chosen: readonly Mailbox[];
  all: readonly Mailbox[];
  actions: EditActions;
  onClose: () => void;
}): JSX.Element {
  const values: { way: Way; search: string; replace: string; pattern: string } = {
    way: 'replace',
    search: '',
    replace: '',
    pattern: '',
  };
  const form = createApiForm({
    values,
    submit: async () => {
      const changes = changesOfDestinations(planned());
      await props.actions.apply(
        changes,
        `${counted(changes.length, 'destination address', 'destination addresses')} changed.`,
      );
      props.onClose();
    },
  });
  const planned = createMemo(() => {
    const { way, search, replace, pattern } = form.values();
    if (way === 'pattern') return pattern.trim() === '' ? [] : planDestinations(props.chosen, props.all, { pattern });
    return search === '' ? [] : planDestinations(props.chosen, props.all, { search, replace: replace.trim() });
  });
  const problems = createMemo(() => planned().filter(({ problem }) => problem !== undefined).length);
  /** Mailboxes whose own password is for the address that they have now. */
  const losing = createMemo(
    () => planned().filter(({ mailbox }) => mailbox.hasDestinationPassword && mailbox.destinationLogin === null).length,
  );
  const text = (name: 'search' | 'replace' | 'pattern', label: string, hint: string, placeholder: string) => (
    <TextInput
      label={label}
      hint={hint}
      name={name}
      placeholder={placeholder}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      value={form.values()[name]}
      wrong={form.wrong(name)}
      onChange={(value) => form.set(name, value)}
    />
  );
  return (
    <Dialog
      title={`Change the destination of ${counted(props.chosen.length, 'mailbox', 'mailboxes')}`}
      onClose={props.onClose}
    >
      <Form
        form={form}
        submitLabel={planned().length > 0 ? `Change ${formatCount(planned().length)}` : 'Change'}
        busyLabel="Changing …"
        isEmpty={planned().length === 0 || problems() > 0}
        note={
          <span class={problems() > 0 ? 'tone-bad grow' : 'muted grow'}>
            {problems() > 0
              ? `${counted(problems(), 'address is', 'addresses are')} not possible`
              : planned().length === 0
                ? 'No address changes.'
                : 'Only before a pass has copied anything.'}
          </span>
        }
      >
        <Field label="How">
          {(control) => (
            <Select {...control()} options={WAYS} value={form.values().way} onChange={(way) => form.set('way', way)} />
          )}
        </Field>
        <Show
          when={form.values().way === 'replace'}
          fallback={text(
            'pattern',
            'Pattern',
            '{local} is the part before the @ of the source address, {domain} the part after it.',
            '{local}@new.example',
          )}
        >
          {text('search', 'Search in the destination address', 'Case does not matter.', '@old.example')}
          {text('replace', 'Replace with', 'May be empty.', '@new.example')}
        </Show>
        <Show when={losing() > 0}>
          <p class="small tone-wait">
            {counted(losing(), 'destination password', 'destination passwords')} will be removed: each was given for the
            address that changes. Undoing does not bring them back.
          </p>
        </Show>
        <Show when={planned().length > 0}>
          <div class={listBox.box} role="group" aria-label="Preview" tabIndex={0}>
            <For each={planned().slice(0, PREVIEWED)}>
              {({ mailbox, address, problem }) => (
                <div>
                  <span class="truncate">
                    <span class="faint">{mailbox.destinationEmail} →</span>{' '}
                    <Show when={problem} fallback={address}>
                      <span class="tone-bad">{problem}</span>
                    </Show>
                  </span>
                </div>
              )}
            </For>
            <Show when={planned().length > PREVIEWED}>
              <div class="faint">and {formatCount(planned().length - PREVIEWED)} more</div>
            </Show>
          </div>
        </Show>
      </Form>
    </Dialog>
  );
}
