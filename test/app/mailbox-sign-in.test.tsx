import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Mailbox } from '../../app/api.ts';
import { SignInDialog } from '../../app/features/mailboxes/mailbox-sign-in-dialog.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

async function open(each: Mailbox) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    sent.push(JSON.parse(body as string));
    return Response.json({});
  });
  const onClose = vi.fn();
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <SignInDialog mailbox={each} onClose={onClose} />
      <Toasts />
    </QueryClientProvider>
  ));
  await screen.findByRole('dialog');
  const save = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
    return sent;
  };
  return { save };
}
const box = (side: string) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`know the ${side} login`) });

it('leaves a side to its user', async () => {
  const { save } = await open(mailbox('ann'));
  fireEvent.input(screen.getByLabelText('Source password'), { target: { value: 'typed before' } });
  fireEvent.click(box('source'));
  expect(screen.queryByLabelText('Source password')).toBeNull();
  expect(await findBarriers(document.body)).toEqual([]);
  expect(await save()).toEqual([{ sourceLogin: 'unknown' }]);
});

it('takes a login for one that was left to its user', async () => {
  const { save } = await open(mailbox('ann', {}, { sourceLogin: 'unknown', destinationLogin: 'unknown' }));
  expect([box('source').checked, screen.queryByLabelText('Source login')]).toEqual([true, null]);
  fireEvent.click(box('source'));
  expect(screen.getByLabelText<HTMLInputElement>('Source login').value).toBe('');
  fireEvent.input(screen.getByLabelText('Source password'), { target: { value: ' as it is ' } });
  expect(await save()).toEqual([{ sourceLogin: null, sourcePassword: ' as it is ' }]);
});

it('says which passwords undo cannot restore, and undoes the rest', async () => {
  const { save } = await open(mailbox('ann', {}, { sourceLogin: 'FJORD\\ann', hasSourcePassword: true }));
  expect(screen.queryByText(/Undo cannot restore/)).toBeNull();
  fireEvent.input(screen.getByLabelText('Source login'), { target: { value: 'ann' } });
  fireEvent.input(screen.getByLabelText('Source password'), { target: { value: 'new' } });
  fireEvent.input(screen.getByLabelText('Destination password'), { target: { value: 'first' } });
  expect(screen.getByText('The stored source password is replaced. Undo cannot restore it.')).toBeTruthy();
  const sent = await save();
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByText('The change is undone.');
  expect(sent).toEqual([
    { sourceLogin: 'ann', sourcePassword: 'new', destinationPassword: 'first' },
    { sourceLogin: 'FJORD\\ann', destinationPassword: null },
  ]);
});
