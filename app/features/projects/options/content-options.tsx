import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { ITEM_KINDS } from '../../../../worker/lib/item-kinds.ts';
import { Check } from '../../../ui/check.tsx';
import { Notice } from '../../../ui/parts.tsx';
import { PreviewReach, RowHits, createFolderPreview } from './folder-preview.tsx';
import type { OptionsForm } from './option-parts.tsx';
import styles from './option-parts.module.css';
import { NumberOption, Option, OptionGroup } from './option-parts.tsx';
import type { Draft } from './options-draft.ts';
import { DEFAULTS, KIND_NAMES, dayOf, instantOf } from './options-draft.ts';
import { RowsEditor } from './rows-editor.tsx';

/** Folders, kinds and dates: what of a mailbox is copied at all. */
export function ContentOptions(props: { form: OptionsForm; projectId: string }): JSX.Element {
  const preview = createFolderPreview(props.form.draft, () => props.projectId);
  return (
    <OptionGroup id="content" title="What is copied">
      <Option
        form={props.form}
        name="excludedFolders"
        isGroup
        byDefault="all folders cross"
        hint={
          <>
            With all that is below them. <code>*</code> is any part of a name, <code>**</code> any folders:{' '}
            <code>**/Spam</code>. Plain names such as <code>deleteditems</code> fit in every language.
          </>
        }
      >
        {() => (
          <>
            <RowsEditor
              columns={[{ label: 'Folder that stays behind', placeholder: 'Inbox/Old' }]}
              rows={props.form.draft.excludedFolders}
              onRows={(rows) => props.form.set('excludedFolders', rows)}
              wrong={(row) => props.form.wrong('excludedFolders', row)}
              note={(row) => <RowHits preview={preview} row={row} />}
              addLabel="Add a folder"
            />
            <PreviewReach preview={preview} isUsed={props.form.draft.excludedFolders.length > 0} />
          </>
        )}
      </Option>
      <Option
        form={props.form}
        name="folderMapping"
        isGroup
        byDefault="each folder keeps its place"
        hint="With all that is below them. Folders that the destination lacks are made."
      >
        {() => (
          <>
            <RowsEditor
              columns={[
                { label: 'Folder at the source', placeholder: 'Inbox/Projects' },
                { label: 'Folder at the destination', placeholder: 'Archive/Projects' },
              ]}
              rows={props.form.draft.folderMapping}
              onRows={(rows) => props.form.set('folderMapping', rows)}
              wrong={(row) => props.form.wrong('folderMapping', row)}
              note={(row) => <RowHits preview={preview} row={row} />}
              addLabel="Add a folder"
            />
            <PreviewReach preview={preview} isUsed={props.form.draft.folderMapping.length > 0} />
          </>
        )}
      </Option>
      <Option form={props.form} name="itemKinds" isGroup byDefault="all of them">
        {() => (
          <div class={styles.choices}>
            <For each={ITEM_KINDS}>
              {(kind) => (
                <Check
                  checked={props.form.draft.itemKinds.includes(kind)}
                  onChange={(isOn) => props.form.set('itemKinds', kindsWith(props.form.draft, kind, isOn))}
                >
                  {KIND_NAMES[kind]}
                </Check>
              )}
            </For>
          </div>
        )}
      </Option>
      <DayOption form={props.form} name="from" byDefault="from the very first item" hint="Older items stay behind." />
      <DayOption
        form={props.form}
        name="until"
        byDefault="up to the newest item"
        hint="Items of this day and of later ones stay behind."
      />
    </OptionGroup>
  );
}

function kindsWith(draft: Draft, kind: Draft['itemKinds'][number], isOn: boolean): Draft['itemKinds'] {
  return DEFAULTS.itemKinds.filter((each) => (each === kind ? isOn : draft.itemKinds.includes(each)));
}

/** A day of the reader's zone; the instant that it means stands beside it. */
function DayOption(props: { form: OptionsForm; name: 'from' | 'until'; byDefault: string; hint: string }): JSX.Element {
  const instant = () => props.form.draft[props.name];
  return (
    <Option form={props.form} name={props.name} byDefault={props.byDefault} hint={props.hint}>
      {(id, state) => (
        <div class={styles.day}>
          <input
            id={id}
            {...state()}
            class={`${state().class} ${styles.date}`}
            type="date"
            max="9999-12-31"
            value={dayOf(instant())}
            onChange={(event) => props.form.set(props.name, instantOf(event.currentTarget.value))}
          />
          <Show when={instant()}>
            {(at) => (
              <time class="small faint" dateTime={at()} title={at()}>
                {new Date(at()).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'long' })}
              </time>
            )}
          </Show>
        </div>
      )}
    </Option>
  );
}

const DELETIONS = [
  ['keep', 'Keep the copy', 'Nothing at the destination is ever removed because of the source.'],
  ['remove', 'Remove the copy', 'It goes to Deleted Items. A copy that somebody has changed stays.'],
] as const;

/** What happens at the destination when something is deleted at the source. */
export function FollowOptions(props: { form: OptionsForm }): JSX.Element {
  const isRemoving = () => props.form.draft.deletions === 'remove';
  return (
    <OptionGroup
      id="follow"
      title="What follows the source"
      about="Edits, read states, moves and renamed folders always follow."
    >
      <Option
        form={props.form}
        name="deletions"
        isGroup
        byDefault="the copy is kept"
        hint="Between two passes people delete items whose copies stand at the destination already."
      >
        {() => (
          <div class="stack snug">
            <For each={DELETIONS}>
              {([value, label, what]) => (
                <Check
                  choiceOf="deletions"
                  checked={props.form.draft.deletions === value}
                  onChange={() => props.form.set('deletions', value)}
                  hint={what}
                >
                  {label}
                </Check>
              )}
            </For>
            <Show when={isRemoving()}>
              <Notice tone="wait" role="status">
                <strong>The next pass removes copies at the destination.</strong>
                <span class="muted">
                  Whoever empties a folder at the old provider empties it at the new one. Best only until the cutover.
                </span>
              </Notice>
            </Show>
          </div>
        )}
      </Option>
      <Show when={isRemoving() || props.form.draft.maximumDeletions !== ''}>
        <NumberOption
          form={props.form}
          name="maximumDeletions"
          byDefault="half of the mailbox, at least 50"
          placeholder="Half"
          hint="More deletions than this in a mailbox are not believed: nothing is removed, and the mailbox pauses."
        />
      </Show>
    </OptionGroup>
  );
}
