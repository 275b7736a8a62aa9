import type { JSX } from 'solid-js';
import { Dialog } from '../../ui/dialog.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { SavedFilterFacts } from './queries.ts';
import { createSavedFilterActions } from './queries.ts';

/** Keeps a filter under a name. */
export function SaveFilterDialog(props: { filter: SavedFilterFacts; words: string; onClose: () => void }): JSX.Element {
  const actions = createSavedFilterActions();
  const form = createApiForm({
    values: { name: '' },
    submit: async ({ name }) => {
      await actions.save(name.trim(), props.filter);
      showToast(`The filter “${name.trim()}” is saved.`);
      props.onClose();
    },
  });
  return (
    <Dialog title="Save filter" onClose={props.onClose}>
      <Form form={form} submitLabel="Save" busyLabel="Saving …" isEmpty={form.values().name.trim() === ''}>
        <p class="muted">{props.words}</p>
        <TextInput
          label="Name"
          hint="Everyone in the workgroup sees it, in every project."
          name="filter-name"
          autocomplete="off"
          value={form.values().name}
          wrong={form.wrong('name')}
          onChange={(value) => form.set('name', value)}
        />
      </Form>
    </Dialog>
  );
}
