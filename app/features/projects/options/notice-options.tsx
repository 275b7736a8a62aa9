import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { readersZone } from '../../../lib/readers-zone.ts';
import { DateTimeInputs } from '../../../ui/date-time-inputs.tsx';
import { Notice } from '../../../ui/parts.tsx';
import type { OptionsForm } from './option-parts.tsx';
import { NumberOption, Option, OptionGroup, Toggle } from './option-parts.tsx';
import { DEFAULTS, LABELS } from './options-draft.ts';

/** What Mailferry writes to users without anyone sending it. */
export function NoticeOptions(props: { form: OptionsForm }): JSX.Element {
  const start = () => props.form.draft.noticeStart;
  return (
    <OptionGroup
      id="notices"
      title="Notices"
      about="Messages to the owners of mailboxes. Nobody gets one of them twice."
    >
      <Option
        form={props.form}
        name="noticeStart"
        byDefault="none"
        hint="Notices tell users this time. It starts nothing by itself."
      >
        {(id, state) => (
          <DateTimeInputs
            label={LABELS.noticeStart}
            control={{ ...state(), id }}
            value={start()}
            onChange={({ local, zone }) =>
              props.form.set(
                'noticeStart',
                local === '' ? DEFAULTS.noticeStart : { local, zone: zone || readersZone() },
              )
            }
          />
        )}
      </Option>
      <NumberOption
        form={props.form}
        name="noticeBefore"
        byDefault="off"
        placeholder="Off"
        hint="So many days before the start, at the same time of day. Mailboxes that are added later get it then. Users who have had it get no second one when the start changes: notify them yourself."
      />
      <Show when={props.form.draft.noticeBefore !== '' && start().local === ''}>
        <Notice tone="wait" role="status">
          <span>Without a start of the migration, no notice is sent before it.</span>
        </Notice>
      </Show>
      <Toggle form={props.form} name="noticeAtStart" byDefault="off">
        When the first pre-stage or full pass on the mailbox starts. Users who must give their credentials first are
        asked for these instead.
      </Toggle>
      <Toggle form={props.form} name="noticeAtCompletion" byDefault="off">
        When a full pass on the mailbox completes, to its new address.
      </Toggle>
    </OptionGroup>
  );
}
