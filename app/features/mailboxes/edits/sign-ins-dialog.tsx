import type { JSX } from 'solid-js';
import { Show, createMemo } from 'solid-js';
import { UNKNOWN_LOGIN } from '../../../../worker/lib/credential-request-facts.ts';
import type { Mailbox } from '../../../api.ts';
import { counted } from '../../../lib/counted.ts';
import { Field } from '../../../ui/field.tsx';
import { createApiForm } from '../../../ui/form.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import type { EditActions } from './edit-actions.ts';
import { EditDialog } from './edit-dialog.tsx';
import type { SignInEdit } from './plan-changes.ts';
import { changesOfSignIn } from './plan-changes.ts';

const SIDE_CHOICES = [
  { value: 'source', label: 'Source' },
  { value: 'destination', label: 'Destination' },
] as const;
const LOGIN_CHOICES = [
  { value: 'keep', label: 'Leave as they are' },
  { value: 'address', label: 'The address of the mailbox' },
  { value: 'pattern', label: 'Make them by a pattern' },
  { value: 'unknown', label: 'I don’t know them: ask the users' },
] as const;
const PASSWORD_CHOICES = [
  { value: 'keep', label: 'Leave as they are' },
  { value: 'same', label: 'The same for all' },
  { value: 'remove', label: 'Remove them' },
] as const;
type Values = {
  side: (typeof SIDE_CHOICES)[number]['value'];
  login: (typeof LOGIN_CHOICES)[number]['value'];
  pattern: string;
  password: (typeof PASSWORD_CHOICES)[number]['value'];
  same: string;
};

/** How Mailferry signs in to several mailboxes on one side. */
export function SignInsDialog(props: {
  chosen: readonly Mailbox[];
  actions: EditActions;
  onClose: () => void;
}): JSX.Element {
  const values: Values = { side: 'source', login: 'keep', pattern: '', password: 'keep', same: '' };
  const form = createApiForm({
    values,
    submit: async (filled) => {
      const changes = changesOfSignIn(props.chosen, editOf(filled));
      await props.actions.apply(
        changes,
        `The sign-in of ${counted(changes.length, 'mailbox', 'mailboxes')} is changed.`,
      );
      props.onClose();
    },
  });
  const isEmpty = () => {
    const { login, pattern, password, same } = form.values();
    if (login === 'pattern' && pattern.trim() === '') return true;
    if (login === 'unknown') return false;
    if (password === 'same' && same === '') return true;
    return login === 'keep' && password === 'keep';
  };
  /** Passwords that nobody can bring back afterwards. */
  const losing = createMemo(() => {
    const { side, login, password } = form.values();
    if (login !== 'unknown' && password === 'keep') return 0;
    const has = side === 'source' ? 'hasSourcePassword' : 'hasDestinationPassword';
    return props.chosen.filter((mailbox) => mailbox[has]).length;
  });
  return (
    <EditDialog
      what="Sign-in"
      chosen={props.chosen.length}
      changing={isEmpty() ? 0 : props.chosen.length}
      form={form}
      note={
        <Show when={losing() > 0} fallback={<span class="grow" />}>
          <span class="small tone-wait grow">
            {counted(losing(), 'stored password is', 'stored passwords are')}{' '}
            {form.values().password === 'same' && form.values().login !== 'unknown' ? 'replaced' : 'removed'}. Undo
            cannot restore {losing() === 1 ? 'it' : 'them'}.
          </span>
        </Show>
      }
      onClose={props.onClose}
    >
      <Field label="Side">
        {(control) => (
          <Select
            {...control()}
            options={SIDE_CHOICES}
            value={form.values().side}
            onChange={(side) => form.set('side', side)}
          />
        )}
      </Field>
      <Field label="Logins" wrong={form.wrong('login')}>
        {(control) => (
          <Select
            {...control()}
            options={LOGIN_CHOICES}
            value={form.values().login}
            onChange={(login) => form.set('login', login)}
          />
        )}
      </Field>
      <Show when={form.values().login === 'pattern'}>
        <TextInput
          label="Pattern"
          hint="{local} is the part before the @ of the address on this side, {domain} the part after it."
          name="pattern"
          placeholder="FJORD\{local}"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          value={form.values().pattern}
          wrong={form.wrong('pattern')}
          onChange={(value) => form.set('pattern', value)}
        />
      </Show>
      <Show when={form.values().login !== 'unknown'}>
        <Field label="Passwords" wrong={form.wrong('password')}>
          {(control) => (
            <Select
              {...control()}
              options={PASSWORD_CHOICES}
              value={form.values().password}
              onChange={(password) => form.set('password', password)}
            />
          )}
        </Field>
        <Show when={form.values().password === 'same'}>
          <TextInput
            label="Password"
            name="same"
            type="password"
            autocomplete="new-password"
            value={form.values().same}
            wrong={form.wrong('same')}
            onChange={(value) => form.set('same', value)}
          />
        </Show>
      </Show>
    </EditDialog>
  );
}

function editOf({ side, login, pattern, password, same }: Values): SignInEdit {
  const logins = { keep: undefined, address: null, pattern: pattern.trim(), unknown: UNKNOWN_LOGIN };
  const passwords = { keep: undefined, same, remove: null };
  const newLogin = logins[login];
  const newPassword = login === 'unknown' ? undefined : passwords[password];
  return {
    side,
    ...(newLogin !== undefined && { login: newLogin }),
    ...(newPassword !== undefined && { password: newPassword }),
  };
}
