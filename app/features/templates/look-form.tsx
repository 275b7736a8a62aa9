import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { base64Of } from '../../lib/base64-of.ts';
import { keys } from '../../lib/query-keys.ts';
import { button } from '../../ui/button.ts';
import { Field } from '../../ui/field.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './templates.module.css';

type Look = { accent: string | null; logoUrl: string | null; userText: string | null };

const USUAL_ACCENT = '#0b6e6e';

/** Logo and colour of messages, and what users read where they enter their password. */
export function LookForm(props: { look: Look }): JSX.Element {
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.look }),
      client.invalidateQueries({ queryKey: keys.templateTexts }),
    ]);
  const form = createApiForm({
    values: { accent: props.look.accent ?? USUAL_ACCENT, userText: props.look.userText ?? '' },
    submit: async ({ accent, userText }) => {
      await read(api.look.$patch({ json: { accent, userText: userText.trim() || null } }));
      await readAgain();
      showToast('Colour and text are saved.');
    },
  });
  const saveLogo = async (logo: string | null) => {
    setProblem();
    try {
      await read(api.look.$patch({ json: { logo } }));
      showToast(logo === null ? 'The logo is removed.' : 'The logo is saved.');
    } catch (error) {
      setProblem(problemIn(error));
    }
    await readAgain();
  };
  return (
    <section class="card pad stack">
      <h2>Logo, colour and text</h2>
      <Show when={props.look.logoUrl}>
        {(url) => (
          <div class="row spread">
            <img class={styles.logo} src={url()} alt="The logo of your workgroup" />
            <button type="button" class={button()} onClick={() => void saveLogo(null)}>
              Remove the logo
            </button>
          </div>
        )}
      </Show>
      <FileDrop
        label={props.look.logoUrl ? 'Choose another logo' : 'Choose a logo'}
        hint="PNG, JPEG or GIF, at most 200 KB. It is shown 40 pixels high."
        accept="image/png,image/jpeg,image/gif"
        onFile={(file) => void base64Of(file).then(saveLogo)}
      />
      <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
      <Form form={form} submitLabel="Save colour and text" busyLabel="Saving …">
        <Field label="Colour of buttons" wrong={form.wrong('accent')}>
          {(control) => (
            <input
              {...control()}
              type="color"
              value={form.values().accent}
              onInput={(event) => form.set('accent', event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          label="Text for users"
          hint="Optional. They read it where they enter their password. A customer can have a text of its own."
          wrong={form.wrong('userText')}
        >
          {(control) => (
            <textarea
              {...control()}
              rows={3}
              value={form.values().userText}
              onInput={(event) => form.set('userText', event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </section>
  );
}
