import type { Accessor, JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { api, read } from '../../api.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { TestAnswer } from '../mail/test-send.tsx';
import { createMeQuery } from '../session/queries.ts';
import type { Which } from './queries.ts';

/** The text as it is typed, in a real mailbox. */
export function TemplateTest(props: {
  which: Accessor<Which>;
  text: Accessor<{ subject: string; body: string }>;
}): JSX.Element {
  const me = createMeQuery();
  const [answer, setAnswer] = createSignal<{ isAccepted: boolean; response: string }>();
  const form = createApiForm({
    values: { to: me.data?.agent?.email ?? '' },
    submit: async ({ to }) => {
      setAnswer();
      const json = { to, template: props.text() };
      setAnswer(await read(api.templates[':kind'][':language'].test.$post({ param: props.which(), json })));
    },
  });
  return (
    <section class="card pad stack">
      <h2>Test</h2>
      <Form form={form} layout="line" submitLabel="Send test" busyLabel="Sending …">
        <Field label="Recipient" wrong={form.wrong('to')}>
          {(control) => (
            <input
              {...control()}
              type="email"
              value={form.values().to}
              onInput={(event) => form.set('to', event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
      <Show when={answer()}>{(value) => <TestAnswer answer={value()} />}</Show>
    </section>
  );
}
