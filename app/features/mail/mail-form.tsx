import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show } from 'solid-js';
import type { MailDriver, MailSecurity } from '../../../worker/lib/mail/mail-settings.ts';
import type { MailSettings } from '../../api.ts';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Field } from '../../ui/field.tsx';
import type { InputAttributes } from '../../ui/text-input.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './mail.module.css';
import type { MailValues } from './mail-values.ts';
import { DRIVER_LABELS, fieldOf, requestOf, USUAL_PORTS, valuesOf } from './mail-values.ts';

const SECURITIES: readonly (readonly [MailSecurity, string])[] = [
  ['starttls', 'STARTTLS, required'],
  ['tls', 'TLS from the start'],
  ['none', 'None: passwords and messages can be read on the way'],
];

/** Driver and sender of a workgroup. */
export function MailForm(props: { settings: MailSettings }): JSX.Element {
  const client = useQueryClient();
  const form = createApiForm({
    values: valuesOf(props.settings),
    fieldOf,
    submit: async (values) => {
      await read(api['mail-settings'].$put({ json: requestOf(values) }));
      form.set('password', '');
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.mailSettings }),
        client.invalidateQueries({ queryKey: keys.mailDomain }),
        client.invalidateQueries({ queryKey: keys.messages }),
      ]);
      showToast('The mail settings are saved.');
    },
  });
  const usual = () => {
    const [first] = props.settings.drivers;
    return first ? `Usual: ${DRIVER_LABELS[first]}` : 'Usual';
  };
  const text = (
    name: Exclude<keyof MailValues, 'driver' | 'security'>,
    label: string,
    hint?: string,
    attributes: InputAttributes = {},
  ) => (
    <TextInput
      {...attributes}
      label={label}
      hint={hint}
      value={form.values()[name]}
      wrong={form.wrong(name)}
      onChange={(value) => form.set(name, value)}
    />
  );
  const chooseSecurity = (security: MailSecurity) => {
    // A port that was the usual one of the former choice follows.
    if (form.values().port === USUAL_PORTS[form.values().security]) form.set('port', USUAL_PORTS[security]);
    form.set('security', security);
  };
  return (
    <Form form={form} submitLabel="Save" busyLabel="Saving …">
      <Field label="Send by" wrong={form.wrong('driver')}>
        {(control) => (
          <Select<MailDriver | 'usual'>
            {...control()}
            value={form.values().driver}
            options={[
              { value: 'usual', label: usual() },
              ...props.settings.drivers.map((driver) => ({ value: driver, label: DRIVER_LABELS[driver] })),
            ]}
            onChange={(driver) => form.set('driver', driver)}
          />
        )}
      </Field>
      <Show when={form.values().driver === 'smtp'}>
        <div class={styles.pair}>
          {text('host', 'Mail server', undefined, { placeholder: 'smtp.example.com', autocomplete: 'off' })}
          {text('port', 'Port', undefined, { inputmode: 'numeric' })}
        </div>
        <Field label="Encryption" wrong={form.wrong('security')}>
          {(control) => (
            <Select
              {...control()}
              value={form.values().security}
              options={SECURITIES.map(([value, label]) => ({ value, label }))}
              onChange={chooseSecurity}
            />
          )}
        </Field>
        <div class={styles.halves}>
          {text('username', 'User name', 'Leave it empty if the server asks for none.', { autocomplete: 'off' })}
          {text(
            'password',
            'Password',
            props.settings.smtp?.hasPassword ? 'Saved. Enter another one to replace it.' : undefined,
            { type: 'password', autocomplete: 'new-password' },
          )}
        </div>
      </Show>
      <div class={styles.halves}>
        {text('senderName', 'Sender name', 'If it is empty: the name of your workgroup.')}
        {text('senderAddress', 'Sender address', undefined, { type: 'email', autocomplete: 'off' })}
      </div>
      <div class={styles.halves}>
        {text('replyTo', 'Reply-to address', 'Where answers go. If it is empty: to the sender address.', {
          type: 'email',
          autocomplete: 'off',
        })}
        {text('dkimSelector', 'DKIM selector', 'Needed only for the check below, if your provider uses its own.')}
      </div>
      {text('hourlyLimit', 'Messages per hour, at most', 'If it is empty: 1,000.', { inputmode: 'numeric' })}
    </Form>
  );
}
