import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import BulkAddPage from '../../app/features/mailboxes/bulk/bulk-add-page.tsx';
import InventoryPage from '../../app/features/inventories/inventory-page.tsx';
import NotifyPage from '../../app/features/notices/notify-page.tsx';
import ProjectPage from '../../app/features/projects/project-page.tsx';
import WavesPage from '../../app/features/waves/waves-page.tsx';
import { mailbox } from './fixtures.ts';

const endpoint = (id: string) => ({
  id,
  name: id,
  url: `https://${id}.example/EWS/Exchange.asmx`,
  domains: [`${id}.example`],
  useImpersonation: false,
  version: null,
  health: 'ok',
  healthDetail: null,
  checkedAt: null,
  hasPassword: true,
});
const PROJECT = {
  id: 'prj_1',
  name: 'Fjord',
  customerId: 'cus_1',
  customer: { id: 'cus_1', companyName: 'Fjord Trading' },
  sourceEndpointId: 'old',
  destinationEndpointId: 'new',
  source: endpoint('old'),
  destination: endpoint('new'),
  options: {},
  counters: { notStarted: 1, waiting: 0, running: 0, attention: 0, done: 0, total: 1 },
  slotLimit: null,
  totals: { itemsDone: 0, itemsTotal: 0, bytesDone: 0, bytesTotal: 0, errors: 0 },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** A page of the project, for an owner. */
function open(path: string, archivedAt: string | null, mailboxes = [mailbox('ann')]) {
  vi.stubGlobal(
    'WebSocket',
    class extends EventTarget {
      close(): void {}
    },
  );
  vi.stubGlobal('fetch', async (input: string) => {
    const { pathname } = new URL(input, 'http://localhost');
    if (pathname === '/api/me') return Response.json({ role: 'owner', agent: { id: 'agt_1' } });
    if (pathname === '/api/projects/prj_1') return Response.json({ ...PROJECT, archivedAt });
    if (pathname.endsWith('/inventory')) return Response.json({ source: { mailboxCount: 0 } });
    if (pathname.endsWith('/plan')) return Response.json({ steps: [] });
    const items = pathname.endsWith('/mailboxes') ? mailboxes : [];
    return Response.json({ items, nextCursor: null });
  });
  const history = createMemoryHistory();
  history.set({ value: path });
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <MemoryRouter history={history}>
        <Route path="/projects/:id" component={ProjectPage} />
        <Route path="/projects/:id/mailboxes/:mailboxId" component={ProjectPage} />
        <Route path="/projects/:id/inventory" component={InventoryPage} />
        <Route path="/projects/:id/waves" component={WavesPage} />
        <Route path="/projects/:id/mailboxes/add" component={BulkAddPage} />
        <Route path="/projects/:id/notify" component={NotifyPage} />
      </MemoryRouter>
    </QueryClientProvider>
  ));
}

/** What a project in use offers that an archived one would refuse. */
const offered = () =>
  ['Add mailboxes', 'Notify users', 'Edit', 'Start'].filter(
    (name) => screen.queryByRole('link', { name }) ?? screen.queryByRole('button', { name }),
  );

it('offers everything on a project in use', async () => {
  open('/projects/prj_1', null);
  await screen.findByRole('region', { name: 'Plan' });
  expect(offered()).toEqual(['Add mailboxes', 'Notify users', 'Edit', 'Start']);
});

it('offers nothing on an archived project that the API refuses, but to restore it', async () => {
  open('/projects/prj_1', '2026-02-01T00:00:00.000Z');
  await screen.findByRole('button', { name: 'Restore' });
  // Drawn after the plan, where there is one.
  await screen.findByLabelText('Search mailboxes');
  expect([offered(), screen.queryByRole('region', { name: 'Plan' })]).toEqual([[], null]);
});

it.each([
  ['in use', null, 'a button'],
  ['archived', '2026-02-01T00:00:00.000Z', 'none'],
])('starts passes from the panel of a mailbox only in a project in use (%s)', async (_, archivedAt, button) => {
  open('/projects/prj_1/mailboxes/ann', archivedAt);
  // Behind the code of the page and of the panel.
  const panel = within(await screen.findByLabelText(/^Mailbox ann/, {}, { timeout: 30_000 }));
  expect(panel.queryByRole('button', { name: 'Full pass' }) ? 'a button' : 'none').toBe(button);
});

it.each([
  ['inventory', /archived before it had an inventory/],
  ['waves', /archived without waves/],
])('shows an archived project without %s as such', async (path, words) => {
  open(`/projects/prj_1/${path}`, '2026-02-01T00:00:00.000Z');
  await screen.findByText(words);
  expect(screen.queryByRole('button', { name: /^(Start|Create)/ })).toBeNull();
});

it('offers no mailboxes to an archived project without any', async () => {
  open('/projects/prj_1', '2026-02-01T00:00:00.000Z', []);
  await screen.findByText(/archived before it had a mailbox/);
  expect(offered()).toEqual([]);
});

it.each(['mailboxes/add', 'notify'])(
  'says on %s that the project is archived, and offers to restore it',
  async (page) => {
    open(`/projects/prj_1/${page}`, '2026-02-01T00:00:00.000Z');
    await screen.findByRole('button', { name: 'Restore' });
    expect(screen.queryByRole('textbox')).toBeNull();
  },
);
