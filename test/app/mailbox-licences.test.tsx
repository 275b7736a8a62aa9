import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import { EditMenu } from '../../app/features/mailboxes/edits/edit-menu.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';
import { mailbox } from './fixtures.ts';
import { press } from './press.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** Code that comes when it is needed takes its time on a busy machine. */
const SLOW = { timeout: 10_000 };

type Sent = { path: string; body: unknown };
const TOO_FEW = { code: 'too-few-licences', title: 'Not enough licences', status: 409, detail: '1 is left.' };

/** The menu of a project of a workgroup that uses licences, or does not. `answers`: what routes say, by their path. */
async function open(answers: Record<string, { status?: number; body: object }>, isOn = true): Promise<Sent[]> {
  const sent: Sent[] = [];
  const kinds = [
    { kind: 'mailbox', available: 4 },
    { kind: 'user-bundle', available: 7 },
  ];
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    if (method === 'POST') {
      sent.push({ path: url, body: JSON.parse(body as string) });
      const answer = answers[url];
      return Response.json(answer?.body ?? { items: [] }, { status: answer?.status ?? 200 });
    }
    if (url.startsWith('/api/licences')) return Response.json({ isOn, kinds });
    return Response.json({ id: 'prj_1', name: 'Fjord', customerId: 'cus_1', items: [], nextCursor: null });
  });
  const list = [mailbox('ann'), mailbox('bo')];
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <EditMenu projectId="prj_1" projectName="Fjord" mailboxes={list} shown={list} selected={new Set()} />
      <Toasts />
    </QueryClientProvider>
  ));
  await new Promise((done) => setTimeout(done, 50));
  fireEvent.keyDown(screen.getByRole('button', { name: 'Edit' }), { key: 'Enter' });
  await screen.findByRole('menuitem', { name: /^Tags/ }, SLOW);
  return sent;
}

async function openDialog() {
  await press(await screen.findByRole('menuitem', { name: /^Licences/ }, SLOW));
  const dialog = within(await screen.findByRole('dialog', { name: 'Licences of 2 mailboxes' }, SLOW));
  await dialog.findByRole('radio', { name: /Apply a User Bundle licence/ }, SLOW);
  return dialog;
}

it('shows licences only where the workgroup uses them', async () => {
  await open({}, false);
  expect(screen.queryByRole('menuitem', { name: /^Licences/ })).toBeNull();
});

it('applies licences to the owners of mailboxes, and undoes exactly that', async () => {
  const apply = '/api/projects/prj_1/licences/apply';
  const revoke = '/api/projects/prj_1/licences/revoke';
  const sent = await open({ [apply]: { body: { items: [{ id: 'las_1' }, { id: 'las_2' }] } } });
  const dialog = await openDialog();
  expect(dialog.getByText(/7 available/)).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  await press(dialog.getByRole('button', { name: 'Apply' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }, SLOW));
  await vi.waitFor(() => expect(sent).toHaveLength(2), SLOW);
  expect(sent).toEqual([
    { path: apply, body: { kind: 'user-bundle', mailboxIds: ['ann', 'bo'] } },
    { path: revoke, body: { assignmentIds: ['las_1', 'las_2'] } },
  ]);
});

it('says which licences are missing, and stays open', async () => {
  await open({ '/api/projects/prj_1/licences/apply': { status: 409, body: TOO_FEW } });
  const dialog = await openDialog();
  fireEvent.click(dialog.getByRole('radio', { name: /Apply a Mailbox licence/ }));
  await press(dialog.getByRole('button', { name: 'Apply' }));
  expect(await dialog.findByText('Not enough licences', {}, SLOW)).toBeTruthy();
});

it('returns unused licences, and gives them back to the same users', async () => {
  const revoke = '/api/projects/prj_1/licences/revoke';
  const items = [
    { userId: 'usr_1', kind: 'user-bundle' },
    { userId: 'usr_2', kind: 'mailbox' },
    { userId: 'usr_3', kind: 'user-bundle' },
  ];
  const sent = await open({ [revoke]: { body: { items } } });
  const dialog = await openDialog();
  fireEvent.click(dialog.getByRole('radio', { name: /Return unused licences/ }));
  await press(dialog.getByRole('button', { name: 'Return' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }, SLOW));
  await vi.waitFor(() => expect(sent).toHaveLength(3), SLOW);
  const apply = '/api/customers/cus_1/licences/apply';
  expect(sent).toEqual([
    { path: revoke, body: { mailboxIds: ['ann', 'bo'] } },
    { path: apply, body: { kind: 'user-bundle', userIds: ['usr_1', 'usr_3'] } },
    { path: apply, body: { kind: 'mailbox', userIds: ['usr_2'] } },
  ]);
});

it('says where there is nothing to return', async () => {
  await open({});
  const dialog = await openDialog();
  fireEvent.click(dialog.getByRole('radio', { name: /Return unused licences/ }));
  await press(dialog.getByRole('button', { name: 'Return' }));
  expect(await screen.findByText('There is no unused licence to return.', {}, SLOW)).toBeTruthy();
});
