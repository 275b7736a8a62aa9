import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import { MESSAGE_KINDS } from '../../../worker/lib/mail/message-kinds.ts';
import type { MailboxState } from '../../../worker/lib/mailbox-statuses.ts';
import type { NoticePreviewAnswer } from '../../api.ts';
import { formatCount } from '../../lib/format.ts';
import { Check } from '../../ui/check.tsx';
import { DateTime } from '../../ui/date-time.tsx';
import { Field } from '../../ui/field.tsx';
import type { createApiForm } from '../../ui/form.tsx';
import { Form } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import styles from './notices.module.css';
import { KIND_OPTIONS, LANGUAGE_OPTIONS, usersOf } from './notice-words.ts';
import type { NotifyValues } from './notify-values.ts';
import { missingOf } from './notify-values.ts';

const STATE_OPTIONS: readonly { value: MailboxState | ''; label: string }[] = [
  { value: '', label: 'All' },
  { value: 'notStarted', label: 'Not started' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'running', label: 'Running' },
  { value: 'attention', label: 'Needs attention' },
  { value: 'done', label: 'Done' },
];

/** Who gets which notice, in which language, and when. */
export function NotifyForm(props: {
  form: ReturnType<typeof createApiForm<NotifyValues>>;
  /** How many mailboxes were selected in the project. */
  selected: number;
  counts: NoticePreviewAnswer['counts'] | undefined;
  /** Others are chosen. */
  onChoice: () => void;
}): JSX.Element {
  const { form } = props;
  const values = () => form.values();
  const choose = <Name extends 'who' | 'state' | 'q'>(name: Name, value: NotifyValues[Name]) => {
    form.set(name, value);
    props.onChoice();
  };
  const label = () => {
    const action = values().when === 'later' ? 'Schedule for' : 'Send to';
    return props.counts ? `${action} ${usersOf(props.counts.toSend)}` : action.split(' ')[0]!;
  };
  return (
    <section class="card pad stack" aria-label="Notice">
      <Form
        form={form}
        submitLabel={label()}
        busyLabel={values().when === 'later' ? 'Scheduling …' : 'Sending …'}
        isEmpty={missingOf(values()) !== undefined || props.counts?.toSend === 0}
      >
        <fieldset class={styles.group}>
          <legend>Users</legend>
          <Show when={props.selected > 0}>
            <Check
              choiceOf="notice-who"
              checked={values().who === 'selected'}
              onChange={() => choose('who', 'selected')}
            >
              {props.selected === 1 ? 'The selected mailbox' : `The ${formatCount(props.selected)} selected mailboxes`}
            </Check>
            <Check choiceOf="notice-who" checked={values().who === 'filter'} onChange={() => choose('who', 'filter')}>
              All mailboxes that match
            </Check>
          </Show>
          <Show when={values().who === 'filter'}>
            <div class={styles.pair}>
              <Field label="Mailboxes">
                {(control) => (
                  <Select
                    {...control()}
                    value={values().state}
                    options={STATE_OPTIONS}
                    onChange={(state) => choose('state', state)}
                  />
                )}
              </Field>
              <TextInput
                label="Address contains"
                type="search"
                autocomplete="off"
                value={values().q}
                wrong={form.wrong('q')}
                onChange={(q) => choose('q', q)}
              />
            </div>
          </Show>
        </fieldset>
        <div class={styles.pair}>
          <Field label="Template" hint={MESSAGE_KINDS[values().kind].about} wrong={form.wrong('kind')}>
            {(control) => (
              <Select
                {...control()}
                value={values().kind}
                options={KIND_OPTIONS}
                onChange={(kind) => form.set('kind', kind)}
              />
            )}
          </Field>
          <Field label="Language" wrong={form.wrong('language')}>
            {(control) => (
              <Select
                {...control()}
                value={values().language}
                options={LANGUAGE_OPTIONS}
                onChange={(language) => form.set('language', language)}
              />
            )}
          </Field>
        </div>
        <Show when={values().kind === 'migration-notice'}>
          <DateTime
            label="Start of the migration"
            hint="Stated in the notice. Each user reads it in the time zone of their customer."
            wrong={form.wrong('startsAt')}
            value={values().startsAt}
            onChange={(startsAt) => form.set('startsAt', startsAt)}
          />
        </Show>
        <fieldset class={styles.group}>
          <legend>Send</legend>
          <Check choiceOf="notice-when" checked={values().when === 'now'} onChange={() => form.set('when', 'now')}>
            Now
          </Check>
          <Check choiceOf="notice-when" checked={values().when === 'later'} onChange={() => form.set('when', 'later')}>
            At a time
          </Check>
          <Show when={values().when === 'later'}>
            <DateTime
              label="Send at"
              wrong={form.wrong('sendAt')}
              value={values().sendAt}
              onChange={(sendAt) => form.set('sendAt', sendAt)}
            />
          </Show>
        </fieldset>
        <Check
          checked={values().again}
          onChange={(again) => form.set('again', again)}
          hint="Without this, users who have had the same notice are skipped, unless it failed or bounced."
        >
          Send again to users who have had it
        </Check>
      </Form>
    </section>
  );
}
