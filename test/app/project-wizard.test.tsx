import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import NewProjectPage from '../../app/features/projects/new-project-page.tsx';
import '../../app/features/customers/customer-dialog.tsx';
import '../../app/features/customers/customer-schema.ts';
import '../../app/features/projects/wizard/advanced-options.tsx';
import { emptyDraft, parseDraft, stepAfter } from '../../app/features/projects/wizard/draft.ts';
import { optionsFor } from '../../app/features/projects/wizard/kinds.ts';
import { signOutHere } from '../../app/lib/session-end.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

const CUSTOMER = { id: 'cus_1', companyName: 'Fjord Trading', primaryDomain: 'fjord.example', isDomainMissing: false };
const endpoint = (id: string, name: string) => ({
  id,
  name,
  url: `https://${name}.example/EWS/Exchange.asmx`,
  domains: [`${name}.example`],
  useImpersonation: false,
  version: null,
  health: 'ok',
  healthDetail: null,
  checkedAt: null,
  hasPassword: true,
});
const ENDPOINTS = [endpoint('end_1', 'old'), endpoint('end_2', 'new')];
const COUNTERS = { notStarted: 0, waiting: 0, running: 0, attention: 0, done: 0, total: 0 };
const PROJECT = {
  id: 'prj_1',
  name: 'Fjord',
  customerId: 'cus_1',
  customer: { id: 'cus_1', companyName: 'Fjord Trading' },
  sourceEndpointId: 'end_1',
  destinationEndpointId: 'end_2',
  source: ENDPOINTS[0],
  destination: ENDPOINTS[1],
  options: {},
  counters: COUNTERS,
  slotLimit: null,
  totals: { itemsDone: 0, itemsTotal: 0, bytesDone: 0, bytesTotal: 0, errors: 0 },
  archivedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};
const KEY = 'mailferry.project-draft.agt_1.wgr_1';

type Sent = { method: string; path: string; body: unknown; key: string | null };

/** The page over this API. */
function open({ at = '/projects/new', agent = 'agt_1', onPost = (): unknown => PROJECT } = {}) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    const method = init.method ?? 'GET';
    const body: unknown = init.body ? JSON.parse(init.body as string) : undefined;
    sent.push({ method, path: pathname, body, key: new Headers(init.headers).get('idempotency-key') });
    if (pathname === '/api/me')
      return Response.json({ role: 'owner', agent: { id: agent }, workgroup: { id: 'wgr_1' } });
    if (pathname === '/api/customers') return Response.json({ items: [CUSTOMER], nextCursor: null });
    if (pathname === '/api/endpoints') return Response.json({ items: ENDPOINTS, nextCursor: null });
    if (method === 'GET') return Response.json(PROJECT);
    const answer = await onPost();
    return answer instanceof Response ? answer : Response.json(answer, { status: method === 'POST' ? 201 : 200 });
  });
  const history = createMemoryHistory();
  history.set({ value: at });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(() => (
    <QueryClientProvider client={client}>
      <MemoryRouter history={history}>
        <Route path="/projects/new" component={NewProjectPage} />
        <Route path="/projects/:id/mailboxes/add" component={() => <p>Its new mailboxes</p>} />
        <Route path="/projects/:id" component={() => <p>The page of the project</p>} />
      </MemoryRouter>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, history, close: () => view.unmount() };
}

const keysOf = (sent: readonly Sent[]) => sent.filter(({ method }) => method === 'POST').map(({ key }) => key);
const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole('button', { name }));
const titled = (name: string) => screen.findByRole('heading', { name });
const nameIt = async (value: string) => {
  const input = await screen.findByLabelText<HTMLInputElement>('Name');
  fireEvent.input(input, { target: { value } });
  fireEvent.submit(input.form!);
};

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

it('makes a project in five presses and a name, and hands over to its mailboxes', async () => {
  const { sent, history } = open();
  await titled('What do you migrate?');
  expect(await findBarriers(document.body)).toEqual([]);
  await press(/^Mailboxes Mail/);
  await nameIt('');
  await screen.findByText('A project needs a name.');
  await nameIt(' Fjord ');
  await titled('Whose mailboxes are they?');
  expect(await findBarriers(document.body)).toEqual([]);
  await press(/Fjord Trading/);
  await titled('Where are the mailboxes now?');
  await press(/^old/);
  await titled('Where do the mailboxes go?');
  await press(/^new/);
  await titled('Which mailboxes move?');
  expect(await findBarriers(document.body)).toEqual([]);
  await press('Add mailboxes');
  await vi.waitFor(() => expect(history.get()).toBe('/projects/prj_1/mailboxes/add'));
  expect(localStorage.getItem(KEY)).toBeNull();
  expect(sent.filter(({ method }) => method === 'POST')).toEqual([
    {
      method: 'POST',
      path: '/api/projects',
      key: expect.any(String),
      body: {
        name: 'Fjord',
        customerId: 'cus_1',
        sourceEndpointId: 'end_1',
        destinationEndpointId: 'end_2',
        options: {},
      },
    },
  ]);
});

it('keeps the draft of each agent, goes on where they left off, and starts over with a way back', async () => {
  const first = open();
  await press(/^Mailboxes and archives/);
  await nameIt('Fjord');
  await press(/Fjord Trading/);
  await titled('Where are the mailboxes now?');
  first.close();
  const other = open({ agent: 'agt_2' });
  await titled('What do you migrate?');
  other.close();
  open();
  await titled('Where are the mailboxes now?');
  expect(JSON.parse(localStorage.getItem(KEY)!)).toMatchObject({ name: 'Fjord', options: { archive: true } });
  await press('Start over');
  await titled('What do you migrate?');
  await vi.waitFor(() => expect(localStorage.getItem(KEY)).toBeNull());
  await press('Undo');
  await titled('Where are the mailboxes now?');
});

it('lets every step be revisited, says what is missing, and changes the project that is there', async () => {
  const { sent, history } = open();
  await titled('What do you migrate?');
  const steps = within(screen.getByRole('navigation', { name: 'Steps' }));
  fireEvent.click(steps.getByRole('button', { name: /Mailboxes/ }));
  await screen.findByText('Still needed: name, source, destination.');
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Add later' }).disabled).toBe(true);
  fireEvent.click(steps.getByRole('button', { name: /Destination/ }));
  await press(/^new/);
  await nameIt('Fjord');
  await press('Without a customer');
  await press(/^old/);
  await press('Add later');
  await titled('The project “Fjord” is ready');
  expect(sent.find(({ method }) => method === 'POST')?.body).not.toHaveProperty('customerId');
  fireEvent.click(steps.getByRole('button', { name: /Name/ }));
  await nameIt('Fjord 2');
  await press('Save, and add later');
  await titled('The project “Fjord” is ready');
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(sent.find(({ method }) => method === 'PATCH')).toMatchObject({
    path: '/api/projects/prj_1',
    body: { name: 'Fjord 2' },
  });
  await press('Open the project');
  await vi.waitFor(() => expect(history.get()).toBe('/projects/prj_1'));
  expect(localStorage.getItem(KEY)).toBeNull();
});

it('says what went wrong, keeps what was entered, and creates the project once when it works again', async () => {
  const draft = {
    ...emptyDraft('cus_1'),
    step: 'mailboxes',
    name: 'Fjord',
    sourceEndpointId: 'end_1',
    destinationEndpointId: 'gone',
  };
  localStorage.setItem(KEY, JSON.stringify(draft));
  let isOffline = true;
  const { sent, close } = open({
    onPost: () => {
      if (isOffline) throw new TypeError('Failed to fetch');
      return PROJECT;
    },
  });
  await screen.findByText('This endpoint was deleted. Choose another one.');
  await press('Add later');
  await screen.findByRole('alert');
  expect(JSON.parse(localStorage.getItem(KEY)!)).toMatchObject({ name: 'Fjord' });
  await press('Add later');
  await vi.waitFor(() => expect(keysOf(sent)).toHaveLength(2));
  close();
  // Also after the page has been loaded again: the first request may have arrived.
  isOffline = false;
  const second = open();
  await press('Add later');
  await titled('The project “Fjord” is ready');
  expect(new Set([...keysOf(sent), ...keysOf(second.sent)]).size).toBe(1);
});

it('asks under another key for a project that was changed after the answer failed to come', async () => {
  const draft = { ...emptyDraft('cus_1'), step: 'mailboxes', name: 'Fjord', sourceEndpointId: 'end_1' };
  localStorage.setItem(KEY, JSON.stringify({ ...draft, destinationEndpointId: 'end_2' }));
  let isOffline = true;
  const { sent } = open({
    onPost: () => {
      if (isOffline) throw new TypeError('Failed to fetch');
      return PROJECT;
    },
  });
  await press('Add later');
  await screen.findByRole('alert');
  isOffline = false;
  fireEvent.click(within(screen.getByRole('navigation', { name: 'Steps' })).getByRole('button', { name: /Name/ }));
  await nameIt('Fjord 2');
  await press('Add later');
  await titled('The project “Fjord” is ready');
  expect(new Set(keysOf(sent)).size).toBe(2);
});

it('offers the advanced options, each explained, and what the type presets', async () => {
  const { sent } = open();
  await press('Advanced options');
  const archive = await screen.findByLabelText<HTMLInputElement>(/^Archive mailbox/);
  expect(archive.checked).toBe(false);
  await press(/^Mailboxes and archives/);
  await vi.waitFor(() => expect(archive.checked).toBe(true));
  fireEvent.click(screen.getByLabelText(/^Automatic reply/));
  const found = JSON.parse(localStorage.getItem(KEY)!) as { options: unknown };
  expect(found.options).toEqual({ archive: true, settings: { outOfOffice: true } });
  expect(sent.every(({ method }) => method === 'GET')).toBe(true);
});

describe('a draft', () => {
  it.each(['', 'null', '[]', '{"step":"nowhere"}', '{"step":"name","kind":"mailboxes","options":null}'])(
    'is not taken from %j',
    (text) => expect(parseDraft(text)).toBeUndefined(),
  );

  it('leads to what is missing, and to the mailboxes when nothing is', () => {
    const draft = { ...emptyDraft(), name: 'x', customerId: 'none', destinationEndpointId: 'end_2' };
    expect(stepAfter('type', draft)).toBe('source');
    expect(stepAfter('destination', draft)).toBe('source');
    expect(stepAfter('source', { ...draft, sourceEndpointId: 'end_1' })).toBe('mailboxes');
  });

  it('has the options of another type without those of the one before', () => {
    const archives = optionsFor('archives', { maximumErrors: 5 });
    expect(archives).toEqual({ archive: true, maximumErrors: 5 });
    expect(optionsFor('mailboxes', archives)).toEqual({ maximumErrors: 5 });
  });
});

it('leaves no draft on a device that an agent signs out of', async () => {
  localStorage.setItem(KEY, JSON.stringify({ ...emptyDraft(), name: 'Fjord' }));
  vi.stubGlobal('fetch', async () => new Response(null, { status: 200 }));
  await signOutHere(new QueryClient());
  expect(localStorage.getItem(KEY)).toBeNull();
});
