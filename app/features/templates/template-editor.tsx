import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { createSettled } from '../../lib/settled.ts';
import { button } from '../../ui/button.ts';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { ProblemNotice } from '../../ui/parts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { Preview } from './preview.tsx';
import type { Which } from './queries.ts';
import styles from './templates.module.css';
import { TemplateTest } from './template-test.tsx';

type Template = Which & { subject: string; body: string; isChanged: boolean };

/** The text of one kind in one language, its preview and a test. */
export function TemplateEditor(props: { template: Template; variables: readonly { name: string }[] }): JSX.Element {
  const client = useQueryClient();
  const { kind, language, subject, body } = props.template;
  const which = (): Which => ({ kind, language });
  const [problem, setProblem] = createSignal<Problem>();
  let field!: HTMLTextAreaElement;
  const readAgain = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.template(kind, language) }),
      client.invalidateQueries({ queryKey: keys.templates }),
    ]);
  const form = createApiForm({
    values: { subject, body },
    submit: async (json) => {
      await save(json);
      showToast('The template is saved.');
    },
  });
  const show = (text: { subject: string; body: string }) => {
    form.set('subject', text.subject);
    form.set('body', text.body);
  };
  const save = async (json: { subject: string; body: string }) => {
    await read(api.templates[':kind'][':language'].$put({ param: which(), json }));
    await readAgain();
  };
  const reset = async () => {
    setProblem();
    const own = { subject: props.template.subject, body: props.template.body };
    try {
      show(await read(api.templates[':kind'][':language'].$delete({ param: which() })));
      // The button goes away with the change that it takes back.
      field.focus();
      await readAgain();
    } catch (error) {
      return setProblem(problemIn(error));
    }
    showToast('The template is the usual one again.', () => {
      show(own);
      save(own).catch((error: unknown) => setProblem(problemIn(error)));
    });
  };
  const insert = (name: string) => {
    const { selectionStart: from, selectionEnd: to, value } = field;
    form.set('body', `${value.slice(0, from)}{{${name}}}${value.slice(to)}`);
    field.focus();
    field.setSelectionRange(from + name.length + 4, from + name.length + 4);
  };
  const settled = createSettled(form.values);
  return (
    <div class={styles.editor}>
      <div class="stack">
        <section class="card pad stack">
          <Form form={form} submitLabel="Save" busyLabel="Saving …">
            <Field label="Subject" wrong={form.wrong('subject')}>
              {(control) => (
                <input
                  {...control()}
                  lang={language}
                  value={form.values().subject}
                  onInput={(event) => form.set('subject', event.currentTarget.value)}
                />
              )}
            </Field>
            <Field
              label="Text"
              hint="Markdown. A link by itself in a paragraph becomes a button."
              wrong={form.wrong('body')}
            >
              {(control) => (
                <textarea
                  {...control()}
                  ref={field}
                  rows={16}
                  lang={language}
                  value={form.values().body}
                  onInput={(event) => form.set('body', event.currentTarget.value)}
                />
              )}
            </Field>
            <div class={styles.variables} role="group" aria-label="Insert a variable">
              <For each={props.variables}>
                {({ name }) => (
                  <button type="button" class={button()} onClick={() => insert(name)}>
                    {`{{${name}}}`}
                  </button>
                )}
              </For>
            </div>
          </Form>
          <Show when={props.template.isChanged}>
            <div>
              <button type="button" class={button('ghost')} onClick={() => void reset()}>
                Return to the usual text
              </button>
            </div>
          </Show>
        </section>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
        <TemplateTest which={which} text={form.values} />
      </div>
      <Preview which={which} text={settled} />
    </div>
  );
}
