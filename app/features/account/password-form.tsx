import type { JSX } from 'solid-js';
import { Form, createApiForm } from '../../ui/form.tsx';
import { showToast } from '../../ui/toast.tsx';
import { changePassword } from '../session/queries.ts';
import { TextInput } from '../../ui/text-input.tsx';
import { createAccountRefresh } from './queries.ts';

/** Changes the password. `email` tells password managers which one they are to replace. */
export function PasswordForm(props: { email: string }): JSX.Element {
  const refresh = createAccountRefresh();
  const form = createApiForm({
    values: { currentPassword: '', newPassword: '' },
    schema: async () => (await import('../../../worker/lib/account-requests.ts')).PasswordChangeForm,
    submit: async ({ currentPassword, newPassword }) => {
      await changePassword(currentPassword, newPassword);
      form.reset();
      showToast('Your password is changed. Other devices are signed out.');
      await refresh();
    },
  });
  return (
    <Form form={form} submitLabel="Change password" busyLabel="Changing …">
      <input type="text" name="username" autocomplete="username" value={props.email} readOnly hidden />
      <TextInput
        label="Current password"
        type="password"
        name="current-password"
        autocomplete="current-password"
        required
        value={form.values().currentPassword}
        wrong={form.wrong('currentPassword')}
        onChange={(value) => form.set('currentPassword', value)}
      />
      <TextInput
        label="New password"
        hint="At least ten characters."
        type="password"
        name="new-password"
        autocomplete="new-password"
        required
        value={form.values().newPassword}
        wrong={form.wrong('newPassword')}
        onChange={(value) => form.set('newPassword', value)}
      />
    </Form>
  );
}
