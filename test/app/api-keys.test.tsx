import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import ApiKeysPage from '../../app/features/settings/api-keys-page.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const PAGE = 50;
const KEYS = Array.from({ length: PAGE + 3 }, (_, index) => ({
  id: `key_${index}`,
  name: `Key ${index}`,
  prefix: `mf_${index}`,
  role: 'agent',
  scopes: ['read'],
  createdBy: 'agt_1',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null as string | null,
  lastUsedAt: null as string | null,
  lastUsedFrom: null as string | null,
  lastUsedBy: null as string | null,
  revokedAt: null as string | null,
}));
const ME = {
  agent: { id: 'agt_1', name: 'Ada', email: 'ada@service.example' },
  workgroup: { id: 'wgr_1', name: 'W' },
  role: 'manager',
};

function open(keys: typeof KEYS | 'failing' = KEYS) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname, searchParams } = new URL(input, 'http://localhost');
    if (init.method === 'POST') {
      sent.push(`POST ${init.body as string}`);
      return Response.json({ ...KEYS[0], key: 'mf_secret' }, { status: 201 });
    }
    if (init.method === 'DELETE') {
      sent.push(`DELETE ${pathname}`);
      return new Response(null, { status: 204 });
    }
    if (pathname === '/api/me') return Response.json(ME);
    if (keys === 'failing') return Response.json({ code: 'unexpected', title: 'Broken', status: 500 }, { status: 500 });
    const from = Number(searchParams.get('cursor') ?? 0);
    const to = from + Number(searchParams.get('limit'));
    return Response.json({ items: keys.slice(from, to), nextCursor: to < keys.length ? String(to) : null });
  });
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <main>
        <ApiKeysPage />
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return sent;
}

it('shows keys page by page', async () => {
  open();
  await screen.findByText('Key 0');
  const buttons = () => screen.getAllByRole('button', { name: /^Revoke/ }).length;
  expect([buttons(), screen.getByText('50 shown')]).toEqual([PAGE, expect.anything()]);
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByText('53 shown');
  expect([buttons(), screen.queryByRole('button', { name: 'Show more' })]).toEqual([KEYS.length, null]);
});

it('says of a key what it may do, until when, and when, from where and by what it was last used', async () => {
  const [first, second, third, fourth] = KEYS;
  open([
    {
      ...first!,
      scopes: ['read', 'run'],
      expiresAt: '2999-01-01T00:00:00.000Z',
      lastUsedAt: '2026-01-02T00:00:00.000Z',
      lastUsedFrom: '192.0.2.7',
      lastUsedBy: 'curl 8.5',
    },
    { ...second!, expiresAt: '2026-01-03T00:00:00.000Z' },
    { ...third!, revokedAt: '2026-01-03T00:00:00.000Z' },
    fourth!,
  ]);
  await screen.findByText('Key 0');
  const cards = [...document.querySelectorAll('[data-api-key]')];
  expect(cards.map((card) => card.getAttribute('data-api-key'))).toEqual(['active', 'expired', 'revoked', 'active']);
  const [used, expired, revoked, unused] = cards.map((card) => card.textContent);
  expect(used).toContain('Read, Run passes');
  for (const words of ['Last used', 'from 192.0.2.7', 'by curl 8.5', 'Expires']) expect(used).toContain(words);
  expect([expired, revoked]).toEqual([expect.stringContaining('Expired'), expect.stringContaining('Revoked')]);
  expect(unused).toContain('Never used');
  expect(unused).toContain('Does not expire');
  expect(cards.map((card) => card.querySelector('button') !== null)).toEqual([true, true, false, true]);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('creates a key with a name, scopes, a role and an end, and shows it once', async () => {
  const sent = open();
  await screen.findByText('Key 0');
  fireEvent.click(screen.getByRole('button', { name: 'Create API key' }));
  await screen.findByRole('dialog');
  fireEvent.click(screen.getByLabelText(/^Read/));
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  await screen.findByText('A key needs a name.');
  await screen.findByText('Choose at least one scope.');
  fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Monitoring' } });
  fireEvent.click(screen.getByLabelText(/^Run passes/));
  const role = screen.getByLabelText<HTMLSelectElement>('Role');
  // A manager creates no key of an owner.
  await vi.waitFor(() => expect([...role.options].map(({ value }) => value)).toEqual(['agent', 'manager']));
  fireEvent.change(role, { target: { value: 'manager' } });
  fireEvent.change(screen.getByLabelText('Expires'), { target: { value: 'never' } });
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  expect(await screen.findByText('mf_secret')).toBeTruthy();
  expect(sent).toEqual(['POST {"name":"Monitoring","role":"manager","scopes":["run"],"expiresAt":null}']);
  expect(screen.queryByRole('dialog')).toBeNull();
});

it('revokes a key once its name has been typed, and says so', async () => {
  const sent = open();
  fireEvent.click(await screen.findByRole('button', { name: 'Revoke Key 1' }));
  const confirm = await screen.findByRole<HTMLButtonElement>('button', { name: 'Revoke the key' });
  expect(confirm.disabled).toBe(true);
  fireEvent.input(screen.getByLabelText('Type “Key 1” to confirm'), { target: { value: 'Key 1' } });
  fireEvent.click(confirm);
  await screen.findByText('The key “Key 1” has been revoked.');
  expect(sent).toEqual(['DELETE /api/api-keys/key_1']);
});

it('says where there are no keys, and where they could not be read', async () => {
  open([]);
  await screen.findByText('No API keys yet');
  cleanup();
  open('failing');
  await screen.findByRole('alert');
  expect(screen.getByText('Broken')).toBeTruthy();
});
