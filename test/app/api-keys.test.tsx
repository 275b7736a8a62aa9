import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import { ApiKeys } from '../../app/features/settings/api-keys.tsx';
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
  createdBy: 'agt_1',
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
  revokedAt: null,
}));

function open() {
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
    const from = Number(searchParams.get('cursor') ?? 0);
    const to = from + Number(searchParams.get('limit'));
    return Response.json({ items: KEYS.slice(from, to), nextCursor: to < KEYS.length ? String(to) : null });
  });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <ApiKeys />
      <Toasts />
    </QueryClientProvider>
  ));
  return sent;
}

it('shows keys page by page', async () => {
  open();
  await screen.findByText('Key 0', { exact: false });
  const buttons = () => screen.getAllByRole('button', { name: 'Revoke' }).length;
  expect([buttons(), screen.getByText('50 shown')]).toEqual([PAGE, expect.anything()]);
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await screen.findByText('53 shown');
  expect([buttons(), screen.queryByRole('button', { name: 'Show more' })]).toEqual([KEYS.length, null]);
});

it('creates a key that has a name, shows it once, and is ready for the next', async () => {
  const sent = open();
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  await screen.findByText('A key needs a name.');
  const field = screen.getByLabelText<HTMLInputElement>('Name');
  fireEvent.input(field, { target: { value: 'Monitoring' } });
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  expect(await screen.findByText('mf_secret')).toBeTruthy();
  expect([sent, field.value]).toEqual([['POST {"name":"Monitoring"}'], '']);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('revokes a key once its name has been typed, and says so', async () => {
  const sent = open();
  fireEvent.click((await screen.findAllByRole('button', { name: 'Revoke' }))[1]!);
  const confirm = await screen.findByRole<HTMLButtonElement>('button', { name: 'Revoke the key' });
  expect(confirm.disabled).toBe(true);
  fireEvent.input(screen.getByLabelText('Type “Key 1” to confirm'), { target: { value: 'Key 1' } });
  fireEvent.click(confirm);
  await screen.findByText('The key “Key 1” has been revoked.');
  expect(sent).toEqual(['DELETE /api/api-keys/key_1']);
});
