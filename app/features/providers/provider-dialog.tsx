import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem, Provider } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { button } from '../../ui/button.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { ProviderValues } from './provider-values.ts';
import { factsOf, fieldOf, requestOf, valuesOf } from './provider-values.ts';

const STATUSES = [
  { value: 'live', label: 'In use' },
  { value: 'unknown', label: 'Not confirmed' },
  { value: 'ended', label: 'Ended' },
] as const;

/** Adds a provider to the directory of the workgroup, or corrects an entry of it. */
export function ProviderDialog(props: { provider?: Provider; onDone: () => void; onClose: () => void }): JSX.Element {
  const start = props.provider;
  const form = createApiForm({
    values: valuesOf(start),
    schema: async () => (await import('./provider-schema.ts')).ProviderFormSchema,
    fieldOf,
    submit: async (values) => {
      const json = requestOf(values, start);
      if (start) await read(api.providers[':id'].$patch({ param: { id: start.id }, json }));
      else await read(api.providers.$post({ json }));
      props.onDone();
    },
  });
  const [problem, setProblem] = createSignal<Problem>();
  /** Back to what was there before; a toast offers to write it again. */
  const remove = async (provider: Provider) => {
    const { id, origin } = provider;
    const json = factsOf(provider);
    setProblem();
    try {
      await read(api.providers[':id'].$delete({ param: { id } }) as never);
    } catch (error) {
      setProblem(problemIn(error));
      return;
    }
    const isOwn = origin === 'own';
    const writeAgain = async () => {
      try {
        if (isOwn) await read(api.providers.$post({ json }));
        else await read(api.providers[':id'].$patch({ param: { id }, json }));
        props.onDone();
      } catch (error) {
        showToast(`The provider could not be written again: ${problemIn(error).title}.`);
      }
    };
    showToast(isOwn ? 'The provider is deleted.' : 'The correction is undone.', () => void writeAgain());
    props.onDone();
  };
  const line = (name: Exclude<keyof ProviderValues, 'status'>, label: string, hint?: string, example?: string) => (
    <TextInput
      label={label}
      hint={hint}
      {...(example !== undefined && { placeholder: example })}
      value={form.values()[name]}
      wrong={form.wrong(name)}
      onChange={(value) => form.set(name, value)}
    />
  );
  return (
    <Dialog title={start ? `Correct ${start.name}` : 'Add a provider'} onClose={props.onClose}>
      <Form
        form={form}
        submitLabel={start ? 'Save' : 'Add provider'}
        busyLabel="Saving …"
        note={
          <Show when={start && start.origin !== 'shipped' ? start : undefined}>
            {(provider) => (
              <button type="button" class={button('danger')} onClick={() => void remove(provider())}>
                {provider().origin === 'own' ? 'Delete' : 'Undo the correction'}
              </button>
            )}
          </Show>
        }
      >
        <p class="muted small">Only your workgroup sees what you write here.</p>
        {line('name', 'Name')}
        <Field
          label="Addresses of EWS or webmail"
          hint="One per line, with https://. A * stands for what differs from customer to customer."
          wrong={form.wrong('addresses')}
        >
          {(control) => (
            <textarea
              {...control()}
              rows={3}
              autocapitalize="none"
              spellcheck={false}
              placeholder="https://mail.provider.example/owa"
              value={form.values().addresses}
              onInput={(event) => form.set('addresses', event.currentTarget.value)}
            />
          )}
        </Field>
        {line(
          'mxNames',
          'Names of its mail servers',
          'Optional. By the MX records of a domain, Mailferry then recognises this provider.',
          'mail.provider.example',
        )}
        <Field label="Service">
          {(control) => (
            <Select
              {...control()}
              value={form.values().status}
              options={STATUSES}
              onChange={(status) => form.set('status', status)}
            />
          )}
        </Field>
        {line('note', 'Note', 'Optional. What colleagues should know.')}
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      </Form>
    </Dialog>
  );
}
