import { timeZoneChoices } from '../../lib/time-zones.ts';
import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Customer } from '../../api.ts';
import { api, read } from '../../api.ts';
import { base64Of } from '../../lib/base64-of.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Field } from '../../ui/field.tsx';
import type { InputAttributes } from '../../ui/text-input.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import type { CustomerValues } from './customer-values.ts';
import { requestOf, valuesOf } from './customer-values.ts';
import styles from './customers.module.css';

const LANGUAGE_OPTIONS = [
  { value: '', label: 'Not set' },
  ...LANGUAGES.map((language) => ({ value: language, label: LANGUAGE_NAMES[language] })),
];
const zoneOptions = () => [{ value: '', label: 'Not set' }, ...timeZoneChoices()];

/** Adds a customer, or changes one. */
export function CustomerForm(props: { customer?: Customer; onDone: (customer: Customer) => void }): JSX.Element {
  const client = useQueryClient();
  const start = props.customer;
  /** Undefined: it stays; null: it goes. */
  const [logo, setLogo] = createSignal<File | null>();
  const form = createApiForm({
    values: valuesOf(start),
    schema: async () => (await import('./customer-schema.ts')).CustomerFormSchema,
    submit: async (values) => {
      const customer = await save(values);
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.customers }),
        client.invalidateQueries({ queryKey: keys.customer(customer.id) }),
        client.invalidateQueries({ queryKey: keys.projects }),
      ]);
      props.onDone(customer);
    },
  });
  const save = async (values: CustomerValues): Promise<Customer> => {
    const file = logo();
    const json = { ...requestOf(values), ...(file !== undefined && { logo: file && (await base64Of(file)) }) };
    if (!start) return read(api.customers.$post({ json }));
    const header = { 'if-match': `"${start.updatedAt}"` };
    return read(api.customers[':id'].$patch({ param: { id: start.id }, header, json }));
  };
  const text = (name: keyof CustomerValues, label: string, hint?: string, attributes: InputAttributes = {}) => (
    <TextInput
      {...attributes}
      label={label}
      hint={hint}
      value={form.values()[name]}
      wrong={form.wrong(name)}
      onChange={(value) => form.set(name, value)}
    />
  );
  const area = (name: 'address' | 'notes' | 'userText', label: string, rows: number, hint?: string) => (
    <Field label={label} {...(hint !== undefined && { hint })} wrong={form.wrong(name)}>
      {(control) => (
        <textarea
          {...control()}
          class={`${control().class} ${styles.area}`}
          rows={rows}
          value={form.values()[name]}
          onInput={(event) => form.set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  );
  const asAddress = { autocapitalize: 'none', spellcheck: false, autocomplete: 'off' } as const;
  return (
    <Form form={form} submitLabel={start ? 'Save' : 'Add customer'} busyLabel={start ? 'Saving …' : 'Adding …'}>
      {text('companyName', 'Company name', undefined, {
        required: true,
        autocomplete: 'off',
        placeholder: 'Fjord Trading',
      })}
      {text('primaryDomain', 'Primary domain', 'The domain of the customer’s mail addresses.', {
        ...asAddress,
        required: true,
        placeholder: 'customer.example',
      })}
      {text('domains', 'Further domains', 'Optional. Separate several with commas.', asAddress)}
      <div class={styles.pair}>
        {text('contactName', 'Contact', undefined, { autocomplete: 'off' })}
        {text('email', 'E-mail', undefined, { ...asAddress, inputmode: 'email' })}
      </div>
      {text('phone', 'Phone', undefined, { type: 'tel', autocomplete: 'off' })}
      {area('address', 'Address', 3)}
      <div class={styles.pair}>
        <Field label="Language" hint="For messages to its users." wrong={form.wrong('language')}>
          {(control) => (
            <Select
              {...control()}
              value={form.values().language}
              options={LANGUAGE_OPTIONS}
              onChange={(language) => form.set('language', language)}
            />
          )}
        </Field>
        <Field label="Time zone" wrong={form.wrong('timeZone')}>
          {(control) => (
            <Select
              {...control()}
              value={form.values().timeZone}
              options={zoneOptions()}
              onChange={(zone) => form.set('timeZone', zone)}
            />
          )}
        </Field>
      </div>
      {area('notes', 'Notes', 3)}
      {area(
        'userText',
        'Text for users',
        3,
        'Optional. Users read it where they enter their password, in place of the text of your workgroup.',
      )}
      <Show when={logo() === undefined && start?.logoUrl}>
        {(url) => (
          <div class="row spread">
            <img class={styles.logo} src={url()} alt={`Logo of ${start?.companyName ?? ''}`} />
            <button type="button" class={button()} onClick={() => setLogo(null)}>
              Remove the logo
            </button>
          </div>
        )}
      </Show>
      <FileDrop
        label={logo()?.name ?? (start?.logoUrl ? 'Choose another logo' : 'Choose a logo')}
        hint="For messages to its users. PNG, JPEG or GIF, at most 200 KB."
        accept="image/png,image/jpeg,image/gif"
        onFile={setLogo}
      />
    </Form>
  );
}
