import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Project } from '../../app/api.ts';
import { AddMailboxesDialog } from '../../app/features/mailboxes/add-mailboxes-dialog.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** The dialog of a project with one mailbox, against an API that gives these answers. */
async function open(...answers: Response[]) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    sent.push(JSON.parse(body as string));
    return answers.shift() ?? Response.json({}, { status: 201 });
  });
  const onClose = vi.fn();
  const project = {
    id: 'prj_1',
    source: { domains: ['old.example'] },
    destination: { domains: ['new.example'] },
  } as Project;
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <AddMailboxesDialog project={project} mailboxes={[mailbox('ann')]} onClose={onClose} />
    </QueryClientProvider>
  ));
  const lines = await screen.findByLabelText<HTMLTextAreaElement>('Addresses, one mailbox per line');
  const type = (value: string) => fireEvent.input(lines, { target: { value } });
  const add = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
  return { sent, onClose, lines, type, add };
}

it('begins where lines are typed, adds nothing without any, and has no axe findings', async () => {
  const { sent, lines, type, add } = await open();
  await vi.waitFor(() => expect(document.activeElement).toBe(lines));
  expect(add('Add mailboxes').disabled).toBe(true);
  fireEvent.submit(lines.form!);
  type('ann@old.example');
  expect(screen.getByText('ann@old.example is already in this project.')).toBeTruthy();
  expect([screen.getByText('1 line is left out').isConnected, add('Add mailboxes').disabled]).toEqual([true, true]);
  expect([sent, await findBarriers(document.body)]).toEqual([[], []]);
});

it('warns of addresses outside the mail domains of an endpoint, and adds them all the same', async () => {
  const { sent, type, add } = await open();
  type('bo@OLD.example\nchloe@sub.old.example, chloe@elsewhere.example');
  expect(screen.getByText('1 outside the mail domains of the endpoints')).toBeTruthy();
  expect(screen.getAllByText(/address outside the domains of the endpoint/)).toHaveLength(2);
  fireEvent.click(add('Add 2 mailboxes'));
  await vi.waitFor(() => expect(sent).toHaveLength(1));
});

it('adds what is right of what was typed, and closes', async () => {
  const { sent, onClose, type, add } = await open();
  type('bo@old.example\nnonsense\nchloe@old.example -> c@new.example');
  fireEvent.click(add('Add 2 mailboxes'));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent).toEqual([
    {
      mailboxes: [
        { sourceEmail: 'bo@old.example', destinationEmail: 'bo@new.example' },
        { sourceEmail: 'chloe@old.example', destinationEmail: 'c@new.example' },
      ],
    },
  ]);
});

it('has users asked whose logins are unknown, but not those whose logins are in the list', async () => {
  const { sent, onClose, type, add } = await open();
  type('Source Email,Source Password\nbo@old.example,\nchloe@old.example,secret');
  fireEvent.click(screen.getByLabelText('I don’t know the source logins'));
  expect(screen.getByLabelText('Preview').textContent).toMatch(/bo@new.example · asks the user \(source\)/);
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(add('Add 2 mailboxes'));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  expect(sent).toEqual([
    {
      mailboxes: [
        { sourceEmail: 'bo@old.example', destinationEmail: 'bo@new.example', sourceLogin: 'unknown' },
        { sourceEmail: 'chloe@old.example', destinationEmail: 'chloe@new.example', sourcePassword: 'secret' },
      ],
    },
  ]);
});

it('keeps what was typed when the API refuses it, and says why', async () => {
  const refused = { code: 'mailbox-exists', title: 'A mailbox is in another project', status: 409 };
  const { onClose, lines, type, add } = await open(Response.json(refused, { status: 409 }));
  type('bo@old.example');
  fireEvent.click(add('Add 1 mailbox'));
  expect((await screen.findByRole('alert')).textContent).toContain('A mailbox is in another project');
  expect([lines.value, add('Add 1 mailbox').disabled]).toEqual(['bo@old.example', false]);
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(add('Add 1 mailbox'));
  await vi.waitFor(() => expect(onClose).toHaveBeenCalledOnce());
});
