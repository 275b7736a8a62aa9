import type { JSX } from 'solid-js';
import { For, Show } from 'solid-js';
import { ITEM_KINDS } from '../../../../worker/lib/item-kinds.ts';
import { Check } from '../../../ui/check.tsx';
import { Later } from '../../../ui/later.tsx';
import { Notice } from '../../../ui/parts.tsx';
import { PreviewReach, RowHits, createFolderPreview } from './folder-preview.tsx';
import { MomentInputs } from './moment-inputs.tsx';
import type { OptionsForm } from './option-parts.tsx';
import styles from './option-parts.module.css';
import { NumberOption, Option, OptionGroup } from './option-parts.tsx';
import type { Draft } from './options-draft.ts';
import { DEFAULTS, KIND_NAMES, LABELS } from './options-draft.ts';
import { RowsEditor } from './rows-editor.tsx';

/** Folders, kinds and dates: what of a mailbox is copied at all. */
export function ContentOptions(props: { form: OptionsForm; projectId: string }): JSX.Element {
  const preview = createFolderPreview(props.form.draft, () => props.projectId);
  return (
    <OptionGroup id="content" title="Content">
      <Option
        form={props.form}
        name="excludedFolders"
        isGroup
        byDefault="all folders are copied"
        hint={
          <>
            Subfolders are excluded too. <code>*</code> stands for any part of a name, <code>**</code> for any folders:{' '}
            <code>**/Spam</code>. Names such as <code>deleteditems</code> match in every language.
          </>
        }
      >
        {() => (
          <>
            <RowsEditor
              columns={[{ label: 'Excluded folder', placeholder: 'Inbox/Old' }]}
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
        byDefault="each folder keeps its path"
        hint="Subfolders move too. Missing folders are created at the destination."
      >
        {() => (
          <>
            <RowsEditor
              columns={[
                { label: 'Source folder', placeholder: 'Inbox/Projects' },
                { label: 'Destination folder', placeholder: 'Archive/Projects' },
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
      <Later>
        <Option form={props.form} name="itemKinds" isGroup byDefault="all types">
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
      </Later>
      <Later>
        <MomentOption form={props.form} name="from" byDefault="none" hint="Items dated earlier are not copied." />
        <MomentOption
          form={props.form}
          name="until"
          byDefault="none"
          hint="Items dated at this moment or later are not copied."
        />
      </Later>
    </OptionGroup>
  );
}

function kindsWith(draft: Draft, kind: Draft['itemKinds'][number], isOn: boolean): Draft['itemKinds'] {
  return DEFAULTS.itemKinds.filter((each) => (each === kind ? isOn : draft.itemKinds.includes(each)));
}

/** A moment, by the clock of the reader's zone unless another one is chosen. */
function MomentOption(props: {
  form: OptionsForm;
  name: 'from' | 'until';
  byDefault: string;
  hint: string;
}): JSX.Element {
  return (
    <Option form={props.form} name={props.name} byDefault={props.byDefault} hint={props.hint}>
      {(id, state) => (
        <MomentInputs
          label={LABELS[props.name]}
          control={{ id, ...state() }}
          instant={props.form.draft[props.name]}
          onInstant={(instant) => props.form.set(props.name, instant)}
        />
      )}
    </Option>
  );
}

const DELETIONS = [
  ['keep', 'Keep the copy', 'Deletions at the source never remove anything at the destination.'],
  ['remove', 'Remove the copy', 'It moves to Deleted Items. A copy that someone has changed stays.'],
] as const;

/** What happens at the destination when something is deleted at the source. */
export function FollowOptions(props: { form: OptionsForm }): JSX.Element {
  const isRemoving = () => props.form.draft.deletions === 'remove';
  return (
    <OptionGroup
      id="follow"
      title="Changes at the source"
      about="Edits, read states, moves and renamed folders are always carried over."
    >
      <Option
        form={props.form}
        name="deletions"
        isGroup
        byDefault="the copy is kept"
        hint="Between passes, people delete items that have already been copied."
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
                  If someone empties a folder at the source, its copy is emptied too. Use this only until the cutover.
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
          byDefault="half of the mailbox, but at least 50"
          placeholder="Half"
          hint="If a mailbox has more deletions than this at once, nothing is removed and the mailbox pauses."
        />
      </Show>
    </OptionGroup>
  );
}
