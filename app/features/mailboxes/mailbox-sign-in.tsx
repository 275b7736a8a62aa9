import { useQueryClient } from '@tanstack/solid-query';
import type { JSX } from 'solid-js';
import { For, Show, createSignal } from 'solid-js';
import type { Mailbox, Problem } from '../../api.ts';
import { api, problemIn, read } from '../../api.ts';
import { keys } from '../../lib/query-keys.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice, ProblemNotice } from '../../ui/parts.tsx';
import { button } from '../../ui/button.ts';
import formStyles from '../../ui/form.module.css';

const SIDES = [
  { side: 'source', title: 'Source' },
  { side: 'destination', title: 'Destination' },
] as const;

/** Passwords that no longer work, and the form to enter them again. */
export function MailboxSignIn(props: { mailbox: Mailbox }): JSX.Element {
  const [isOpen, setOpen] = createSignal(false);
  const issues = () =>
    SIDES.flatMap(({ side, title }) => {
      const issue = props.mailbox[`${side}PasswordIssue`];
      return issue === null ? [] : [`${title}: ${issue}`];
    });
  return (
    <>
      <For each={issues()}>
        {(issue) => (
          <Notice tone="wait" role="alert">
            {issue}
          </Notice>
        )}
      </For>
      <div>
        <button type="button" class={button()} onClick={() => setOpen(true)}>
          Change login and password
        </button>
      </div>
      <Show when={isOpen()}>
        <SignInDialog mailbox={props.mailbox} onClose={() => setOpen(false)} />
      </Show>
    </>
  );
}

function SignInDialog(props: { mailbox: Mailbox; onClose: () => void }): JSX.Element {
  const client = useQueryClient();
  const [problem, setProblem] = createSignal<Problem>();
  const [isBusy, setBusy] = createSignal(false);

  const save = async (form: HTMLFormElement) => {
    setBusy(true);
    setProblem();
    try {
      await read(
        api.mailboxes[':id'].$patch({
          param: { id: props.mailbox.id },
          json: changeIn(new FormData(form), props.mailbox),
        }),
      );
      void client.invalidateQueries({ queryKey: keys.mailboxes(props.mailbox.projectId) });
      props.onClose();
    } catch (error) {
      setProblem(problemIn(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={`Sign-in of ${props.mailbox.sourceEmail}`} onClose={props.onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget);
        }}
      >
        <For each={SIDES}>
          {({ side, title }) => (
            <>
              <Field label={`${title} login`} hint={`Leave empty to use ${props.mailbox[`${side}Email`]}.`}>
                {(control) => (
                  <input
                    {...control()}
                    name={`${side}Login`}
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck={false}
                    value={props.mailbox[`${side}Login`] ?? ''}
                  />
                )}
              </Field>
              <Field
                label={`${title} password`}
                hint={
                  props.mailbox[side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword']
                    ? 'Leave empty to keep the stored password.'
                    : 'Leave empty to sign in with the endpoint’s administrator account.'
                }
              >
                {(control) => <input {...control()} name={`${side}Password`} type="password" autocomplete="off" />}
              </Field>
            </>
          )}
        </For>
        <Show when={problem()}>{(value) => <ProblemNotice problem={value()} />}</Show>
        <div class={formStyles.actions}>
          <button type="submit" class={button('primary')} disabled={isBusy()}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What of the form differs from the mailbox. A password is sent as it was typed. */
function changeIn(form: FormData, mailbox: Mailbox) {
  const change: { [Name in 'sourceLogin' | 'destinationLogin']?: string | null } & {
    [Name in 'sourcePassword' | 'destinationPassword']?: string;
  } = {};
  for (const { side } of SIDES) {
    const login = textOf(form, `${side}Login`).trim() || null;
    if (login !== mailbox[`${side}Login`]) change[`${side}Login`] = login;
    const password = textOf(form, `${side}Password`);
    if (password !== '') change[`${side}Password`] = password;
  }
  return change;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
