import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import styles from './mail.module.css';

/** What a mail server said to a test message. */
export type Answer = { isAccepted: boolean; response: string };

/** Sends one message to an address, and shows the server’s own answer. */
export function TestForm(props: { about?: string; send: (to: string) => Promise<Answer> }): JSX.Element {
  const me = createMeQuery();
  const [answer, setAnswer] = createSignal<Answer>();
  const form = createApiForm({
    values: { to: me.data?.agent?.email ?? '' },
    submit: async ({ to }) => {
      setAnswer();
      setAnswer(await props.send(to));
    },
  });
  return (
    <section class="card pad stack">
      <div>
        <h2>Test</h2>
        <Show when={props.about}>{(about) => <p class="muted">{about()}</p>}</Show>
      </div>
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
      <Show when={answer()}>
        {(value) => (
          <Notice
            {...(value().isAccepted ? { icon: 'check' as const } : { tone: 'bad' as const })}
            role={value().isAccepted ? 'status' : 'alert'}
          >
            <strong>{value().isAccepted ? 'The message was accepted.' : 'The message was not accepted.'}</strong>
            <span class={styles.answer}>{value().response}</span>
          </Notice>
        )}
      </Show>
    </section>
  );
}
