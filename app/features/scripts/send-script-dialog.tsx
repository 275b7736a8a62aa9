import type { JSX } from 'solid-js';
import type { Language } from '../../../worker/lib/mail/languages.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../../worker/lib/mail/languages.ts';
import type { Script } from '../../api.ts';
import { api, read } from '../../api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Form, createApiForm } from '../../ui/form.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { ScriptChoice } from './script-choice.ts';
import { bodyOf } from './script-choice.ts';

const LANGUAGE_OPTIONS: readonly { value: Language | ''; label: string }[] = [
  { value: '', label: 'As the workgroup' },
  ...LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] })),
];

type Values = { to: string; language: Language | ''; note: string };

/** Sends a script to an administrator of the provider, in the text of a message. */
export function SendScriptDialog(props: {
  projectId: string;
  script: Script;
  choice: ScriptChoice;
  onClose: () => void;
}): JSX.Element {
  const form = createApiForm<Values>({
    values: { to: '', language: '', note: '' },
    submit: async ({ to, language, note }) => {
      await read(
        api.projects[':id'].scripts[':scriptId'].messages.$post({
          param: { id: props.projectId, scriptId: props.script.id },
          json: {
            to: to.trim(),
            ...(language && { language }),
            ...(note.trim() && { note: note.trim() }),
            ...bodyOf(props.script.id, props.choice),
          },
        }),
      );
      showToast(`The script goes to ${to.trim()}.`);
      props.onClose();
    },
  });
  return (
    <Dialog title={`Send “${props.script.title}”`} onClose={props.onClose}>
      <div class="stack">
        <p class="muted">
          The administrator gets a message with the script in its text, and with how to run it. Mail servers refuse
          script files.
        </p>
        <Form form={form} submitLabel="Send" busyLabel="Sending …" isEmpty={form.values().to.trim() === ''}>
          <TextInput
            label="E-mail address of the administrator"
            type="email"
            autocomplete="off"
            autocapitalize="off"
            value={form.values().to}
            wrong={form.wrong('to')}
            onChange={(to) => form.set('to', to)}
          />
          <Field label="Language" wrong={form.wrong('language')}>
            {(control) => (
              <Select
                {...control()}
                value={form.values().language}
                options={LANGUAGE_OPTIONS}
                onChange={(language) => form.set('language', language)}
              />
            )}
          </Field>
          <Field label="Note" hint="Stands above the script. Optional." wrong={form.wrong('note')}>
            {(control) => (
              <textarea
                {...control()}
                rows={3}
                value={form.values().note}
                onInput={(event) => form.set('note', event.currentTarget.value)}
              />
            )}
          </Field>
        </Form>
      </div>
    </Dialog>
  );
}
