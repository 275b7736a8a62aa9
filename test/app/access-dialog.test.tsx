import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import { AccessDialog } from '../../app/features/projects/access-dialog.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const agent = (name: string, role: string, more: object = {}) => ({
  agentId: `agt_${name}`,
  name,
  email: `${name}@service.example`,
  role,
  isCreator: false,
  isGranted: false,
  ...more,
});
const AGENTS = [
  agent('Ada', 'owner'),
  agent('Ben', 'agent', { isGranted: true }),
  agent('Cleo', 'agent', { isCreator: true }),
  agent('Dan', 'inactive'),
];

function open(items: unknown[] = AGENTS, projectSharing = false) {
  const sent: unknown[] = [];
  const onClose = vi.fn();
  vi.stubGlobal('fetch', async (_: string, init: RequestInit = {}) => {
    if (init.method === 'PUT') sent.push(JSON.parse(init.body as string));
    return Response.json({ projectSharing, items });
  });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <AccessDialog projectId="prj_1" onClose={onClose} />
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, onClose };
}

it('gives a project to agents, and takes it from others', async () => {
  const { sent, onClose } = open();
  const ben = await screen.findByLabelText<HTMLInputElement>(/^Ben/);
  const cleo = screen.getByLabelText<HTMLInputElement>(/^Cleo/);
  expect([ben.checked, cleo.checked]).toEqual([true, false]);
  // Owners see it anyway.
  expect(screen.queryByLabelText(/^Ada/)).toBeNull();
  expect(screen.getByText(/every project: Ada/)).toBeTruthy();
  const save = screen.getByRole<HTMLButtonElement>('button', { name: 'Save' });
  expect(save.disabled).toBe(true);
  fireEvent.click(ben);
  fireEvent.click(cleo);
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(save);
  await screen.findByText('The access to this project is saved.');
  expect(sent).toEqual([{ agentIds: ['agt_Cleo'] }]);
  expect(onClose).toHaveBeenCalledOnce();
});

it('says that all agents see the project while the workgroup shares its projects', async () => {
  open(AGENTS, true);
  await screen.findByText('All agents see it now');
});

it('says where there is nobody to give it to', async () => {
  open([agent('Ada', 'owner')]);
  await screen.findByText(/There is nobody to give it to/);
});
