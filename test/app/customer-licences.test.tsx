import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Customer } from '../../app/api.ts';
import { CustomerLicences } from '../../app/features/licences/customer-licences.tsx';
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

const AT = '2026-11-29T12:00:00.000Z';
const user = (name: string) => ({
  id: `usr_${name}`,
  customerId: 'cus_1',
  name,
  addresses: [`${name}@old.example`],
  source: 'person',
  mailboxes: [],
  createdAt: AT,
  updatedAt: AT,
});
const assignment = (name: string, state: string) => ({
  id: `las_${name}`,
  userId: `usr_${name}`,
  kind: 'user-bundle',
  state,
  appliedBy: 'Ada',
  appliedAt: AT,
});
const KIND = { reserved: 0, applied: 0, consumed: 0, purchased: 0, refunded: 0, unitAmount: 1500, limitBytes: null };

/** The tab against an API with so many licences left; gives what was sent. */
function open(available: number, role = 'owner') {
  const sent: string[] = [];
  const licences = {
    isOn: true,
    kinds: [
      { ...KIND, kind: 'mailbox', available: 0 },
      { ...KIND, kind: 'user-bundle', available },
    ],
    currency: 'EUR',
    waitingMailboxes: 0,
    payments: ['invoice'],
  };
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    const list = (items: unknown[]) => Response.json({ items, nextCursor: null });
    if ((init.method ?? 'GET') !== 'GET') {
      sent.push(`${init.method ?? ''} ${pathname} ${(init.body as string | undefined) ?? ''}`.trim());
      return pathname.endsWith('/revoke') ? new Response(null, { status: 204 }) : list([]);
    }
    if (pathname === '/api/me')
      return Response.json({ agent: null, workgroup: { id: 'wgr_1', name: 'Harbour IT' }, role });
    if (pathname === '/api/licences') return Response.json(licences);
    if (pathname.endsWith('/users')) return list([user('anna'), user('bo'), user('eve')]);
    return list([assignment('anna', 'used'), assignment('bo', 'applied')]);
  });
  const Page = () => <CustomerLicences customer={{ id: 'cus_1', companyName: 'Fjord' } as Customer} />;
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <main>
        <h1>Fjord</h1>
        <Router>
          <Route path="*" component={Page} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent };
}

const select = async (name: string) => fireEvent.click(await screen.findByRole('checkbox', { name: new RegExp(name) }));

it('applies licences to the selected users who have none', async () => {
  const { sent } = open(2);
  expect(await screen.findByText(/2 × User Bundle licence/)).toBeTruthy();
  await select('anna');
  await select('eve');
  fireEvent.click(screen.getByRole('button', { name: 'Apply licences' }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 10_000 });
  expect(dialog.textContent).toContain('Users without this licence1');
  expect(await findBarriers(dialog)).toEqual([]);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Apply' }));
  expect(await screen.findByText('The licence is applied.')).toBeTruthy();
  expect(sent).toEqual(['POST /api/customers/cus_1/licences/apply {"kind":"user-bundle","userIds":["usr_eve"]}']);
});

it('offers to buy what is missing, to an owner alone', async () => {
  open(0);
  await select('eve');
  fireEvent.click(screen.getByRole('button', { name: 'Apply licences' }));
  const dialog = await screen.findByRole('dialog', {}, { timeout: 10_000 });
  expect(await within(dialog).findByText('1 licence is missing')).toBeTruthy();
  expect(within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Apply' }).disabled).toBe(true);
  fireEvent.click(within(dialog).getByRole('button', { name: 'Buy licences' }));
  expect((await screen.findByLabelText<HTMLInputElement>('Number')).value).toBe('1');
  cleanup();

  open(0, 'agent');
  await select('eve');
  fireEvent.click(screen.getByRole('button', { name: 'Apply licences' }));
  expect(
    await screen.findByText('Ask an owner of the workgroup to buy licences.', {}, { timeout: 10_000 }),
  ).toBeTruthy();
});

it('revokes what is not used, and nothing else', async () => {
  const { sent } = open(0);
  await select('anna');
  const revoke = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Revoke unused licences' });
  expect(revoke().getAttribute('aria-disabled')).toBe('true');
  await select('bo');
  fireEvent.click(revoke());
  expect(await screen.findByText('The licence is available again.')).toBeTruthy();
  expect(sent).toEqual(['POST /api/licence-assignments/las_bo/revoke']);
});
