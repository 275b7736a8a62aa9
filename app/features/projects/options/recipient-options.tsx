import type { JSX } from 'solid-js';
import { For } from 'solid-js';
import type { CopyMethod } from '../../../../worker/lib/copy-methods.ts';
import { COPY_METHODS } from '../../../../worker/lib/copy-methods.ts';
import { Check } from '../../../ui/check.tsx';
import { Notice } from '../../../ui/parts.tsx';
import type { OptionsForm } from './option-parts.tsx';
import styles from './option-parts.module.css';
import { Option, OptionGroup, Toggle } from './option-parts.tsx';
import { DEFAULTS, METHOD_NAMES } from './options-draft.ts';
import { RecipientPreview } from './recipient-preview.tsx';
import { RowsEditor } from './rows-editor.tsx';

const METHOD_WORDS: Readonly<Record<CopyMethod, string>> = {
  transfer: 'Copies whole items. Needs Exchange 2010 SP1 or newer on both sides.',
  mime: 'Copies messages, without a few of their properties.',
  typed: 'Copies everything else, one EWS element after the other.',
};

/** By which methods items may be copied, and which addresses in them are replaced. */
export function RecipientOptions(props: { form: OptionsForm; projectId: string }): JSX.Element {
  return (
    <OptionGroup id="recipients" title="Recipient mapping and methods">
      <Option
        form={props.form}
        name="recipientMapping"
        isGroup
        byDefault="addresses stay unchanged"
        hint="For senders, recipients and attendees, and for the people in permissions, rules and delegates. Map an address to an address, or a domain to a domain. The most specific rule applies."
      >
        {() => (
          <RowsEditor
            columns={[
              { label: 'Old address', placeholder: '@old.example' },
              { label: 'New address', placeholder: '@new.example' },
            ]}
            rows={props.form.draft.recipientMapping}
            onRows={(rows) => props.form.set('recipientMapping', rows)}
            wrong={(row) => props.form.wrong('recipientMapping', row)}
            addLabel="Add a rule"
          />
        )}
      </Option>
      <div class={styles.toggle}>
        <Notice icon="help" iconClass="faint">
          Export and upload cannot rewrite addresses: they copy the server’s own content, byte for byte. MIME and
          element by element can, but lose a few properties of each item.
        </Notice>
      </div>
      <Toggle form={props.form} name="rewriteAddresses" byDefault="off">
        Copies all items by MIME or element by element, and none by export and upload.
      </Toggle>
      <RecipientPreview draft={props.form.draft} projectId={props.projectId} />
      <Option
        form={props.form}
        name="copyPaths"
        isGroup
        byDefault="all, the best one first for each item"
        hint="If one method cannot copy an item, Mailferry tries the next."
      >
        {() => (
          <div class="stack snug">
            <For each={COPY_METHODS}>
              {(method) => (
                <Check
                  checked={props.form.draft.copyPaths.includes(method)}
                  onChange={(isOn) =>
                    props.form.set(
                      'copyPaths',
                      DEFAULTS.copyPaths.filter((each) =>
                        each === method ? isOn : props.form.draft.copyPaths.includes(each),
                      ),
                    )
                  }
                  hint={METHOD_WORDS[method]}
                >
                  {METHOD_NAMES[method]}
                </Check>
              )}
            </For>
          </div>
        )}
      </Option>
    </OptionGroup>
  );
}
