import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import LicencesPage from '../../app/features/licences/licences-page.tsx';
import OrderPage from '../../app/features/licences/order-page.tsx';
import { SIGNS, formatChange, formatMoney } from '../../app/features/licences/licence-words.ts';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const AT = '2026-11-29T12:00:00.000Z';
const KIND = { available: 0, reserved: 0, applied: 0, consumed: 0, purchased: 0, refunded: 0 };
const LICENCES = {
  isOn: true,
  kinds: [
    { ...KIND, kind: 'mailbox', available: 7, reserved: 2, unitAmount: 1000, limitBytes: 50_000_000_000 },
    { ...KIND, kind: 'user-bundle', unitAmount: 1500, limitBytes: null },
  ],
  currency: 'EUR',
  waitingMailboxes: 3,
  payments: ['invoice', 'card'],
};
const ORDER = {
  id: 'lor_1',
  number: 'L-0001',
  kind: 'mailbox',
  quantity: 5,
  unitAmount: 1000,
  netAmount: 5000,
  currency: 'EUR',
  billingAddress: {
    company: 'Harbour IT',
    street: 'Quay 1',
    postalCode: '20457',
    city: 'Hamburg',
    country: 'Germany',
    taxId: 'DE123',
    email: 'billing@harbour.example',
  },
  payment: 'invoice',
  state: 'open',
  refunded: 0,
  createdBy: 'Ada Owner',
  createdAt: AT,
  paidAt: null,
};
const ENTRY = {
  id: 'lic_1',
  at: AT,
  kind: 'mailbox',
  type: 'reserved',
  amount: -1,
  subject: 'anna@old.example',
  orderId: null,
  mailboxId: 'mbx_1',
  assignmentId: null,
  actor: { kind: 'system', name: 'Mailferry' },
};

/** A page against an API with these licences; gives what was sent. */
function open(
  path: string,
  { role = 'owner', licences = LICENCES }: { role?: string; licences?: typeof LICENCES | 'failing' } = {},
) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    if ((init.method ?? 'GET') !== 'GET') {
      sent.push(`${init.method ?? ''} ${pathname} ${(init.body as string | undefined) ?? ''}`.trim());
      if (pathname === '/api/licence-orders') return Response.json({ ...ORDER, checkoutUrl: null }, { status: 201 });
      return Response.json(pathname === '/api/licences' ? licences : { ...ORDER, state: 'paid' });
    }
    const list = (items: unknown[]) => Response.json({ items, nextCursor: null });
    if (pathname === '/api/me')
      return Response.json({ agent: null, workgroup: { id: 'wgr_1', name: 'Harbour IT' }, role });
    if (licences === 'failing')
      return Response.json({ code: 'unexpected', title: 'Something went wrong', status: 500 }, { status: 500 });
    if (pathname === '/api/licences') return Response.json(licences);
    if (pathname === '/api/licence-orders') return list([ORDER]);
    if (pathname === '/api/licence-ledger') return list([ENTRY]);
    return Response.json(ORDER);
  });
  window.history.replaceState(null, '', path);
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <main>
        <Router>
          <Route path="/settings/licences" component={LicencesPage} />
          <Route path="/settings/licences/orders/:id" component={OrderPage} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent };
}

it('shows the balances, what waits, the orders and the ledger', async () => {
  open('/settings/licences');
  expect(await screen.findByText('3 mailboxes wait for a licence')).toBeTruthy();
  expect(screen.getByText('7')).toBeTruthy();
  expect(screen.getByText('One mailbox, up to 50.0 GB')).toBeTruthy();
  const order = await screen.findByRole('article', { name: 'Order L-0001' });
  expect(order.textContent).toContain('5 × Mailbox licence');
  expect(order.textContent).toContain(formatMoney(5000, 'EUR'));
  expect(await screen.findByText('Reserved by a pass: anna@old.example')).toBeTruthy();
  expect(screen.getByText('−1')).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
});

it('marks an order as paid once its number has been typed', async () => {
  const { sent } = open('/settings/licences');
  fireEvent.click(await screen.findByRole('button', { name: 'Mark as paid' }));
  const dialog = await screen.findByRole('alertdialog');
  fireEvent.input(within(dialog).getByLabelText('Type “L-0001” to confirm'), { target: { value: 'L-0001' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Mark as paid' }));
  expect(await screen.findByText('L-0001 is paid. Its licences are available.')).toBeTruthy();
  expect(sent).toEqual(['POST /api/licence-orders/lor_1/mark-paid']);
});

it('sums up a purchase before it is ordered, with the address of the last order, and says what is wrong with it', async () => {
  const { sent } = open('/settings/licences');
  await screen.findByRole('article', { name: 'Order L-0001' });
  fireEvent.click(screen.getByRole('button', { name: 'Buy licences' }));
  const dialog = await screen.findByRole('dialog');
  const summary = within(dialog).getByRole('region', { name: 'Order summary' });
  expect(summary.textContent).toContain(`1 × User Bundle licence at ${formatMoney(1500, 'EUR')}`);
  expect(within(dialog).getByLabelText<HTMLInputElement>('City').value).toBe('Hamburg');
  fireEvent.input(within(dialog).getByLabelText('Number'), { target: { value: 'many' } });
  fireEvent.click(within(dialog).getByRole('button', { name: 'Place order' }));
  await vi.waitFor(() => expect(within(dialog).getByLabelText('Number').getAttribute('aria-invalid')).toBe('true'));
  expect(sent).toEqual([]);
  fireEvent.input(within(dialog).getByLabelText('Number'), { target: { value: '12' } });
  expect(summary.textContent).toContain(formatMoney(18_000, 'EUR'));
  expect(await findBarriers(dialog)).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Place order' }));
  expect(await screen.findByRole('heading', { name: 'Licence order L-0001' })).toBeTruthy();
  const json = { kind: 'user-bundle', quantity: 12, payment: 'invoice', billingAddress: ORDER.billingAddress };
  expect(JSON.parse(sent[0]!.replace('POST /api/licence-orders ', ''))).toEqual(json);
});

it('turns licences on and off', async () => {
  const { sent } = open('/settings/licences', { licences: { ...LICENCES, isOn: false, waitingMailboxes: 0 } });
  fireEvent.click(await screen.findByLabelText(/^Require licences/));
  await vi.waitFor(() => expect(sent).toEqual(['PATCH /api/licences {"isOn":true}']));
});

it('shows an agent balances, and nothing that an agent may not do', async () => {
  open('/settings/licences', { role: 'agent' });
  expect(await screen.findByText('7')).toBeTruthy();
  for (const name of ['Buy licences', 'Mark as paid', 'Cancel order'])
    expect(screen.queryByRole('button', { name })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'Orders' })).toBeNull();
  expect(screen.queryByRole('checkbox')).toBeNull();
});

it('says what went wrong, and reads again', async () => {
  open('/settings/licences', { licences: 'failing' });
  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('shows an order as it is printed', async () => {
  open('/settings/licences/orders/lor_1');
  expect(await screen.findByRole('heading', { name: 'Licence order L-0001' })).toBeTruthy();
  const table = screen.getByRole('table');
  expect(within(table).getByRole('row', { name: /Net total/ }).textContent).toContain(formatMoney(5000, 'EUR'));
  expect(screen.getByText(/VAT number: DE123/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Print' })).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
});

it('writes amounts as English does', () => {
  for (const currency of [...Object.keys(SIGNS), 'AUD', 'XTS']) {
    const english = new Intl.NumberFormat('en', { style: 'currency', currency });
    for (const amount of [0, 1, 1250, 123_456_789, -5000])
      expect(formatMoney(amount, currency)).toBe(english.format(amount / 100));
  }
  expect(formatMoney(1250, 'JPY')).toBe('¥1,250');
  expect([3, 0, -1].map(formatChange)).toEqual(['+3', '0', '−1']);
});
