import type { JSX } from 'solid-js';
import { For, Show, createMemo, createSignal } from 'solid-js';
import { MOST_TAGS, TAG_LIMIT, tagKey, tagsIn } from '../../../../worker/lib/mailbox-tags.ts';
import { Tags } from '../../../../worker/lib/new-mailbox-tags.ts';
import type { Mailbox } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { formatCount } from '../../../lib/format.ts';
import { Check } from '../../../ui/check.tsx';
import { createApiForm } from '../../../ui/form.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import type { EditActions } from './edit-actions.ts';
import { EditDialog } from './edit-dialog.tsx';
import { countTags } from './count-tags.ts';
import { changesOfTags } from './plan-changes.ts';
import styles from './tags.module.css';

/** Adds tags to several mailboxes, and removes some that they have. */
export function TagsDialog(props: {
  chosen: readonly Mailbox[];
  actions: EditActions;
  onClose: () => void;
}): JSX.Element {
  const [removed, setRemoved] = createSignal<ReadonlySet<string>>(new Set<string>());
  const form = createApiForm({
    values: { add: '' },
    submit: async () => {
      const planned = changes();
      await props.actions.apply(planned, `The tags of ${counted(planned.length, 'mailbox', 'mailboxes')} are changed.`);
      props.onClose();
    },
  });
  const parsed = createMemo(() => Tags.safeParse(tagsIn(form.values().add)));
  const changes = createMemo(() => {
    const { data } = parsed();
    return data ? changesOfTags(props.chosen, { add: data, remove: removed() }) : [];
  });
  const tooMany = createMemo(() => changes().filter(({ edit }) => (edit.tags?.length ?? 0) > MOST_TAGS).length);
  const problem = () => {
    const { error } = parsed();
    if (error) return error.issues[0]?.message;
    return tooMany() > 0
      ? `${counted(tooMany(), 'mailbox', 'mailboxes')} would have more than ${MOST_TAGS} tags.`
      : undefined;
  };
  const known = createMemo(() => countTags(props.chosen));
  const toggle = (tag: string, isRemoved: boolean) => {
    const next = new Set(removed());
    if (isRemoved) next.add(tagKey(tag));
    else next.delete(tagKey(tag));
    setRemoved(next);
  };
  return (
    <EditDialog
      what="Tags"
      chosen={props.chosen.length}
      changing={changes().length}
      isEmpty={problem() !== undefined}
      form={form}
      onClose={props.onClose}
    >
      <TextInput
        label="Add tags"
        hint={`Separate several with commas. A tag has at most ${TAG_LIMIT} characters.`}
        name="tags"
        placeholder="Board, Berlin"
        autocomplete="off"
        value={form.values().add}
        wrong={problem()}
        onChange={(value) => form.set('add', value)}
      />
      <Show when={known().length > 0}>
        <fieldset class={styles.tags}>
          <legend>Remove tags</legend>
          <For each={known()}>
            {({ tag, count }) => (
              <Check checked={removed().has(tagKey(tag))} onChange={(isChecked) => toggle(tag, isChecked)}>
                {tag} <span class="muted">{formatCount(count)}</span>
              </Check>
            )}
          </For>
        </fieldset>
      </Show>
    </EditDialog>
  );
}
