import type { JSX } from 'solid-js';
import { For, Show, createMemo } from 'solid-js';
import type { Mailbox } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Field } from '../../../ui/field.tsx';
import { createApiForm } from '../../../ui/form.tsx';
import listBox from '../../../ui/list-box.module.css';
import { Select } from '../../../ui/select.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { isInPass } from '../../passes/queries.ts';
import styles from './destination.module.css';
import type { EditActions } from './edit-actions.ts';
import { EditDialog } from './edit-dialog.tsx';
import { changesOfDestinations, planDestinations } from './plan-changes.ts';

/** As many as one looks at; those with a problem come first. */
const PREVIEWED = 200;
const WAYS = [
  { value: 'replace', label: 'Search and replace' },
  { value: 'pattern', label: 'Make them by a pattern' },
] as const;
type Way = (typeof WAYS)[number]['value'];

/** Items of one mailbox never go to two. */
const isFixed = (mailbox: Mailbox): boolean => isInPass(mailbox) || mailbox.progress.itemsDone > 0;

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
  const free = () => props.chosen.filter((mailbox) => !isFixed(mailbox));
  const fixed = () => props.chosen.length - free().length;
  const planned = createMemo(() => {
    const { way, search, replace, pattern } = form.values();
    if (way === 'pattern') return pattern.trim() === '' ? [] : planDestinations(free(), props.all, { pattern });
    return search === '' ? [] : planDestinations(free(), props.all, { search, replace: replace.trim() });
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
    <EditDialog
      what="Destination"
      chosen={props.chosen.length}
      changing={planned().length}
      isEmpty={problems() > 0}
      form={form}
      note={
        <span class={problems() > 0 ? 'tone-bad grow' : 'muted grow'}>
          {problems() > 0
            ? `${counted(problems(), 'address is', 'addresses are')} not possible.`
            : planned().length === 0
              ? 'No address changes.'
              : ''}
        </span>
      }
      onClose={props.onClose}
    >
      <Show when={fixed() > 0}>
        <p class="small tone-wait">
          {counted(fixed(), 'mailbox is', 'mailboxes are')} left out: a pass is running on{' '}
          {fixed() === 1 ? 'it' : 'them'}, or has copied items. To copy elsewhere, remove the mailbox and add it again.
        </p>
      </Show>
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
          {losing() === 1
            ? '1 stored password is removed, because it belongs to the address that changes. Undo cannot restore it.'
            : `${formatCount(losing())} stored passwords are removed, because they belong to the addresses that change. Undo cannot restore them.`}
        </p>
      </Show>
      <Show when={planned().length > 0}>
        <div class={listBox.box} role="group" aria-label="Preview" tabIndex={0}>
          <For each={planned().slice(0, PREVIEWED)}>
            {({ mailbox, address, problem }) => (
              <div>
                <span class={styles.step}>
                  <span class="faint">{mailbox.destinationEmail} →</span>{' '}
                  <Show when={problem} fallback={<span>{address}</span>}>
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
    </EditDialog>
  );
}
