import { MemoryRouter, Route, createMemoryHistory } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Customer, CustomerUser } from '../../app/api.ts';
import CustomerPage from '../../app/features/customers/customer-page.tsx';
import CustomersPage from '../../app/features/customers/customers-page.tsx';
import '../../app/features/customers/customer-dialog.tsx';
import '../../app/features/customers/customer-schema.ts';
import '../../app/features/customers/customer-users.tsx';
import '../../app/features/customers/import-users-dialog.tsx';
import '../../app/features/customers/user-dialog.tsx';
import '../../app/features/customers/user-schema.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

// jsdom lays nothing out: here everything is as high as a window of twelve rows.
beforeAll(() => {
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(1000);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const FJORD: Customer = {
  id: 'cus_1',
  companyName: 'Fjord Trading',
  primaryDomain: 'fjord.example',
  isDomainMissing: false,
  domains: [],
  address: null,
  contactName: 'Åse Lund',
  phone: null,
  email: null,
  timeZone: null,
  language: null,
  notes: null,
  userText: null,
  logoUrl: null,
  isDefault: false,
  projectCount: 2,
  userCount: 1,
  archivedAt: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
};
const ANNA: CustomerUser = {
  id: 'usr_1',
  customerId: 'cus_1',
  name: 'Anna Lind',
  addresses: ['anna@fjord.example', 'a@fjord.example'],
  source: 'mailbox',
  mailboxes: [
    {
      id: 'mbx_1',
      projectId: 'prj_1',
      projectName: 'Move',
      sourceEmail: 'anna@fjord.example',
      destinationEmail: 'anna@new.example',
      status: 'Failed',
      state: 'attention',
    },
  ],
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
};

type Sent = { method: string; path: string; search: string; body: unknown; ifMatch: string | null };

/** The screens over this API; what it was asked for comes in `sent`. */
function open(path: string, answer: (sent: Sent) => unknown) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname, search } = new URL(input, 'http://localhost');
    const body: unknown = init.body ? JSON.parse(init.body as string) : undefined;
    const ifMatch = new Headers(init.headers).get('if-match');
    const one = { method: init.method ?? 'GET', path: pathname, search, body, ifMatch };
    sent.push(one);
    if (pathname === '/api/me') return Response.json({ role: 'owner', agent: null, workgroup: { id: 'wgr_1' } });
    const found = await answer(one);
    if (found instanceof Response) return found;
    return Response.json(Array.isArray(found) ? { items: found, nextCursor: null } : found);
  });
  const history = createMemoryHistory();
  history.set({ value: path });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(() => (
    <QueryClientProvider client={client}>
      <MemoryRouter history={history}>
        <Route path="/customers" component={CustomersPage} />
        <Route path={['/customers/:id', '/customers/:id/:tab']} component={CustomerPage} />
      </MemoryRouter>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, history };
}
const problem = (code: string, title: string, status: number) =>
  Response.json({ code, title, status, cause: 'Because.', remedy: 'Do so.' }, { status });

it('says that there are no customers yet, and adds one', async () => {
  const { sent, history } = open('/customers', ({ method }) => (method === 'POST' ? FJORD : []));
  await screen.findByText('No customers yet');
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(screen.getAllByRole('button', { name: 'Add customer' })[0]!);
  const dialog = within(await screen.findByRole('dialog'));
  const enter = (label: string, value: string) => fireEvent.input(dialog.getByLabelText(label), { target: { value } });
  enter('Company name', 'Fjord Trading');
  enter('E-mail', 'nobody');
  const submit = () => fireEvent.submit(dialog.getByLabelText('Company name').closest('form')!);
  submit();
  await dialog.findByText('Enter the primary domain.');
  expect(dialog.getByText('This is not an e-mail address.')).toBeTruthy();
  enter('Primary domain', 'fjord.example');
  enter('E-mail', '');
  enter('Further domains', 'a.example, b.example');
  submit();
  await vi.waitFor(() => expect(history.get()).toBe('/customers/cus_1'));
  expect(sent.find(({ method }) => method === 'POST')?.body).toMatchObject({
    companyName: 'Fjord Trading',
    primaryDomain: 'fjord.example',
    domains: ['a.example', 'b.example'],
    email: null,
    notes: null,
  });
});

it('searches by the API, shows the archived ones by the address, and opens one', async () => {
  const { sent, history } = open('/customers?archived=true', ({ path, search }) =>
    path === '/api/customers' ? (search.includes('query') ? [] : [FJORD]) : FJORD,
  );
  await screen.findAllByText('Fjord Trading');
  expect(sent[0]?.search).toContain('archived=true');
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: ' åse ' } });
  await screen.findByText('No customer matches.');
  expect(new URLSearchParams(sent.at(-1)?.search).get('query')).toBe('åse');
  fireEvent.click(screen.getByRole('button', { name: 'Active' }));
  fireEvent.input(screen.getByRole('searchbox'), { target: { value: '' } });
  const row = await screen.findByText('Åse Lund');
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(row);
  await vi.waitFor(() => expect(history.get()).toBe('/customers/cus_1'));
});

it('shows what went wrong, and keeps what is known', async () => {
  open('/customers', () => problem('x', 'Storage full', 507));
  await screen.findByText('Storage full');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('asks for a domain that is missing, and guards the change', async () => {
  const missing = { ...FJORD, primaryDomain: 'domain-missing.invalid', isDomainMissing: true };
  const { sent } = open('/customers/cus_1', ({ method }) =>
    method === 'PATCH' ? problem('customer-changed', 'Changed in the meantime', 412) : missing,
  );
  await screen.findByText('The primary domain of this customer is not known yet.');
  expect(screen.queryByText('domain-missing.invalid')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Enter the domain' }));
  const domain = await screen.findByLabelText<HTMLInputElement>('Primary domain');
  expect(domain.value).toBe('');
  fireEvent.input(domain, { target: { value: 'fjord.example' } });
  fireEvent.submit(domain.form!);
  await screen.findByText('Changed in the meantime');
  const change = sent.find(({ method }) => method === 'PATCH');
  expect([change?.ifMatch, change?.body]).toEqual([
    `"${FJORD.updatedAt}"`,
    expect.objectContaining({ primaryDomain: 'fjord.example' }),
  ]);
});

it('archives with a way back, and deletes only by the typed name', async () => {
  let archivedAt: string | null = null;
  const { sent } = open('/customers/cus_1', ({ path, method }) => {
    if (path.endsWith('/archive')) archivedAt = '2026-02-01T00:00:00.000Z';
    if (path.endsWith('/restore')) archivedAt = null;
    if (method === 'DELETE') return problem('customer-in-use', 'Customer in use', 409);
    return { ...FJORD, archivedAt };
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Archive' }));
  await screen.findByText('Archived');
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await screen.findByRole('button', { name: 'Archive' });
  fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  const remove = () => dialog.getByRole<HTMLButtonElement>('button', { name: 'Delete the customer' });
  expect(remove().disabled).toBe(true);
  fireEvent.input(dialog.getByLabelText(/Type/), { target: { value: 'Fjord Trading' } });
  fireEvent.click(remove());
  await screen.findByText('Customer in use');
  expect(sent.find(({ method }) => method === 'DELETE')?.body).toEqual({ companyName: 'Fjord Trading' });
});

it.each([
  ['offers a new project to a customer that has none', 0, null, '/projects/new?customer=cus_1'],
  ['leaves a customer with projects to its list of them', 2, null, undefined],
  ['offers nothing new to an archived customer', 0, '2026-02-01T00:00:00.000Z', undefined],
])('%s', async (_, projectCount, archivedAt, href) => {
  open('/customers/cus_1', () => ({ ...FJORD, projectCount, archivedAt }));
  await screen.findByText('Åse Lund');
  expect(screen.queryByRole('link', { name: 'New project' })?.getAttribute('href') ?? undefined).toBe(href);
});

it('has each tab at an address of its own', async () => {
  const { history } = open('/customers/cus_1/users', ({ path }) => (path.endsWith('/users') ? [ANNA] : FJORD));
  await screen.findByText('Anna Lind');
  expect(screen.getByRole('tab', { name: 'Users', selected: true })).toBeTruthy();
  expect(screen.getByText('Failed')).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(screen.getByRole('tab', { name: 'Overview' }));
  await vi.waitFor(() => expect(history.get()).toBe('/customers/cus_1'));
  await screen.findByText('Åse Lund');
});

it('shows a user with their mailboxes, and changes the addresses', async () => {
  const { sent } = open('/customers/cus_1/users', ({ path }) => (path.endsWith('/users') ? [ANNA] : FJORD));
  fireEvent.click(await screen.findByText('Anna Lind'));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('link', { name: 'anna@fjord.example' }).getAttribute('href')).toBe(
    '/projects/prj_1/mailboxes/mbx_1',
  );
  const field = dialog.getByLabelText<HTMLTextAreaElement>('E-mail addresses');
  fireEvent.input(field, { target: { value: 'anna@fjord.example\nx@' } });
  fireEvent.submit(field.form!);
  await dialog.findByText('x@: This is not an e-mail address.');
  fireEvent.input(field, { target: { value: 'lind@fjord.example\nanna@fjord.example' } });
  fireEvent.submit(field.form!);
  await vi.waitFor(() => expect(sent.some(({ method }) => method === 'PATCH')).toBe(true));
  expect(sent.find(({ method }) => method === 'PATCH')).toMatchObject({
    path: '/api/customer-users/usr_1',
    ifMatch: `"${ANNA.updatedAt}"`,
    body: { name: 'Anna Lind', addresses: ['lind@fjord.example', 'anna@fjord.example'] },
  });
});

it('previews a file of users with what is wrong in it, and imports the rest', async () => {
  const { sent } = open('/customers/cus_1/users', ({ path, method }) => {
    if (method === 'POST') return { added: 1, completed: 0, unchanged: 1 };
    return path.endsWith('/users') ? [] : FJORD;
  });
  fireEvent.click(await screen.findByRole('button', { name: 'Import from CSV' }));
  const dialog = within(await screen.findByRole('dialog'));
  const text = 'sep=;\r\nE-Mail;Name;Phone\r\nanna@x.example;Åse;1\r\nnobody;Ben;2\r\ncleo@x.example;;3\r\n';
  const bytes = Uint8Array.from([0xff, 0xfe, ...Array.from(text).flatMap((letter) => [letter.charCodeAt(0), 0])]);
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
  // jsdom's files can't be read in this way.
  const file = Object.assign(new File([bytes], 'users.csv'), { arrayBuffer: async () => bytes.buffer });
  Object.defineProperty(input, 'files', { value: [file] });
  fireEvent.change(input);
  await dialog.findByText('nobody is not an e-mail address.');
  expect(dialog.getByText(/Åse · anna@x.example/)).toBeTruthy();
  expect(dialog.getByText('These columns are not used: Phone.')).toBeTruthy();
  expect(dialog.getByText('1 row is left out')).toBeTruthy();
  fireEvent.click(dialog.getByRole('button', { name: 'Import 2 users' }));
  await screen.findByText('1 user added, 1 known already.');
  expect(sent.find(({ method }) => method === 'POST')).toMatchObject({
    path: '/api/customers/cus_1/users/import',
    body: { users: [{ name: 'Åse', addresses: ['anna@x.example'] }, { addresses: ['cleo@x.example'] }] },
  });
});
