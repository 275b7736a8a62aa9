import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import { api, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Notice } from '../../ui/parts.tsx';
import { createMeQuery } from '../session/queries.ts';
import styles from './mail.module.css';

/** What a mail server said to a test message. */
type Answer = { isAccepted: boolean; response: string };

export function TestAnswer(props: { answer: Answer }): JSX.Element {
  return (
    <Notice
      {...(props.answer.isAccepted ? { icon: 'check' as const } : { tone: 'bad' as const })}
      role={props.answer.isAccepted ? 'status' : 'alert'}
    >
      <strong>{props.answer.isAccepted ? 'The message was accepted.' : 'The message was not accepted.'}</strong>
      <span class={styles.answer}>{props.answer.response}</span>
    </Notice>
  );
}

/** One message by the saved settings, with the server’s own answer. */
export function TestSend(): JSX.Element {
  const client = useQueryClient();
  const me = createMeQuery();
  const [answer, setAnswer] = createSignal<Answer>();
  const form = createApiForm({
    values: { to: me.data?.agent?.email ?? '' },
    submit: async (json) => {
      setAnswer();
      setAnswer(await read(api['mail-settings'].test.$post({ json })));
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.mailSettings }),
        client.invalidateQueries({ queryKey: keys.messages }),
      ]);
    },
  });
  return (
    <section class="card pad stack">
      <div>
        <h2>Test</h2>
        <p class="muted">Sends one message by the saved settings and shows what the mail server answers.</p>
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
      <Show when={answer()}>{(value) => <TestAnswer answer={value()} />}</Show>
    </section>
  );
}
