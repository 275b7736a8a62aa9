import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import WebhookPage from '../../app/features/webhooks/webhook-page.tsx';
import WebhooksPage from '../../app/features/webhooks/webhooks-page.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const AT = '2026-11-29T12:00:00.000Z';
const WEBHOOK = {
  id: 'whk_1',
  url: 'https://hooks.example/mailferry',
  events: ['*'],
  description: 'Tickets',
  projectIds: null,
  state: 'active',
  pauseReason: null,
  pausedAt: null,
  failingSince: null,
  deliveredAt: AT,
  oldSecretUntil: null,
  createdBy: 'agt_1',
  createdAt: AT,
  updatedAt: AT,
};
const DELIVERY = {
  id: 'dlv_1',
  messageId: 'msg_1',
  type: 'pass.completed',
  about: 'Contoso',
  state: 'failed',
  reason: null,
  createdAt: AT,
  nextAttemptAt: null,
  attempts: [{ at: AT, status: 500, error: 'The receiver answered 500.', ms: 1234, answer: 'Internal error' }],
};
const REQUEST = {
  method: 'POST',
  url: WEBHOOK.url,
  headers: { 'webhook-id': 'msg_1' },
  body: '{"type":"pass.completed","data":{"errors":0}}',
};

/** A page against an API with these webhooks; gives what was sent, and what was copied. */
function open(path: string, webhooks: (typeof WEBHOOK)[] | 'failing') {
  const sent: string[] = [];
  const copied: string[] = [];
  const clipboard = { writeText: async (text: string) => void copied.push(text) };
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    if ((init.method ?? 'GET') !== 'GET') {
      sent.push(`${init.method ?? ''} ${pathname} ${(init.body as string | undefined) ?? ''}`.trim());
      if (pathname.endsWith('/redeliver') && pathname.split('/').length === 5)
        return Response.json({ count: 3 }, { status: 202 });
      if (init.method === 'DELETE') return new Response(null, { status: 204 });
      return Response.json({ ...WEBHOOK, secret: 'whsec_c2VjcmV0' }, { status: 201 });
    }
    if (webhooks === 'failing')
      return Response.json({ code: 'unexpected', title: 'Something went wrong', status: 500 }, { status: 500 });
    const list = (items: unknown[]) => Response.json({ items, nextCursor: null });
    if (pathname === '/api/webhooks') return list(webhooks);
    if (pathname === '/api/projects') return list([]);
    if (pathname.endsWith('/deliveries')) return list([DELIVERY]);
    if (pathname.endsWith('/dlv_1')) return Response.json({ ...DELIVERY, request: REQUEST });
    return Response.json(webhooks[0]);
  });
  window.history.replaceState(null, '', path);
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {/* As the shell has it. */}
      <main>
        <Router>
          <Route path="/settings/webhooks" component={WebhooksPage} />
          <Route path="/settings/webhooks/:id" component={WebhookPage} />
        </Router>
      </main>
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, copied };
}

it('creates a webhook, shows its secret once, and copies it', async () => {
  const { sent, copied } = open('/settings/webhooks', []);
  await screen.findByText('No webhooks yet');
  fireEvent.click(screen.getAllByRole('button', { name: 'Create webhook' })[0]!);
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.click(dialog.getByRole('button', { name: 'Create webhook' }));
  await dialog.findByText('The address is missing.');
  fireEvent.input(dialog.getByLabelText('Address'), { target: { value: WEBHOOK.url } });
  fireEvent.click(dialog.getByLabelText('Only some'));
  fireEvent.click(dialog.getByRole('button', { name: 'Create webhook' }));
  await dialog.findByText('Choose at least one type of event.');
  fireEvent.click(dialog.getByLabelText(/^Pass completed/));
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Create webhook' }));
  expect(await screen.findByText('whsec_c2VjcmV0')).toBeTruthy();
  expect(sent).toEqual([`POST /api/webhooks ${JSON.stringify({ url: WEBHOOK.url, events: ['pass.completed'] })}`]);
  fireEvent.click(await screen.findByRole('button', { name: 'Copy secret' }));
  await screen.findByText('Copied.');
  expect(copied).toEqual(['whsec_c2VjcmV0']);
});

it('has code that verifies a request in four languages, each to copy', async () => {
  const { copied } = open('/settings/webhooks', [WEBHOOK]);
  await screen.findByText('Tickets');
  for (const [label, words] of [
    ['TypeScript', 'verifyWebhook'],
    ['Python', 'verify_webhook'],
    ['PowerShell', 'Test-Webhook'],
    ['curl + openssl', 'openssl dgst'],
  ] as const) {
    fireEvent.click(screen.getByRole('button', { name: label }));
    fireEvent.click(screen.getByRole('button', { name: 'Copy code' }));
    await vi.waitFor(() => expect(copied.at(-1)).toContain(words));
  }
  expect(await findBarriers(document.body)).toEqual([]);
});

it('says what failed when the list cannot be read, and offers another try', async () => {
  open('/settings/webhooks', 'failing');
  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong');
  expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
});

it('shows a delivery with its request and answers, and redelivers it', async () => {
  const { sent } = open('/settings/webhooks/whk_1', [WEBHOOK]);
  fireEvent.click(await screen.findByRole('button', { name: /pass\.completed Contoso/ }));
  const dialog = within(await screen.findByRole('dialog'));
  expect((await dialog.findByLabelText('Request')).textContent).toContain('"errors": 0');
  expect(dialog.getByLabelText('Answer of the receiver').textContent).toBe('Internal error');
  expect(dialog.getByText(/1,234 ms/)).toBeTruthy();
  expect(await findBarriers(document.body)).toEqual([]);
  fireEvent.click(dialog.getByRole('button', { name: 'Redeliver' }));
  await vi.waitFor(() => expect(sent).toEqual(['POST /api/webhooks/whk_1/deliveries/dlv_1/redeliver']));
});

it('tests, pauses, gives a new secret, redelivers a time range, and deletes once the name is typed', async () => {
  const { sent } = open('/settings/webhooks/whk_1', [WEBHOOK]);
  fireEvent.click(await screen.findByRole('button', { name: 'Send test' }));
  await screen.findByText(/A test is on its way/);
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  await screen.findByText('The webhook is paused.');
  fireEvent.click(screen.getByRole('button', { name: 'New secret' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Create secret' }));
  expect(await screen.findByText('whsec_c2VjcmV0')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Redeliver a time range' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Redeliver' }));
  await screen.findByText('3 deliveries are sent again.');
  fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
  fireEvent.input(await screen.findByLabelText('Type “Tickets” to confirm'), { target: { value: 'Tickets' } });
  fireEvent.click(screen.getByRole('button', { name: 'Delete the webhook' }));
  await vi.waitFor(() => expect(window.location.pathname).toBe('/settings/webhooks'));
  expect(sent.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
    'POST /api/webhooks/whk_1/test',
    'PATCH /api/webhooks/whk_1',
    'POST /api/webhooks/whk_1/rotate-secret',
    'POST /api/webhooks/whk_1/redeliver',
    'DELETE /api/webhooks/whk_1',
  ]);
});

it('says why a webhook is paused and that an old secret still signs', async () => {
  const paused = { ...WEBHOOK, state: 'paused', pauseReason: 'gone', oldSecretUntil: AT } as unknown as typeof WEBHOOK;
  open('/settings/webhooks/whk_1', [paused]);
  await screen.findByText('Paused: the receiver answered 410');
  expect(screen.getByRole('button', { name: 'Resume' })).toBeTruthy();
  expect(screen.getByText(/The old secret signs too until/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Redeliver a time range' }).disabled).toBe(true);
  expect(await findBarriers(document.body)).toEqual([]);
});
