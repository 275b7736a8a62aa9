import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import MailPage from '../../app/features/mail/mail-page.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const SETTINGS = {
  driver: 'smtp',
  drivers: ['outbox', 'smtp'],
  senderName: null,
  senderAddress: 'ferry@harbour.example',
  replyTo: null,
  smtp: { host: 'smtp.harbour.example', port: 587, security: 'starttls', username: 'ferry', hasPassword: true },
  dkimSelector: null,
  hourlyLimit: null,
  fault: { text: 'The mail settings do not work: 535 no', at: '2026-01-01T00:00:00.000Z', pausedUntil: null },
  publicUrl: 'http://127.0.0.1:8787',
  isPublicUrlLocal: true,
};

const MESSAGE = {
  id: 'msg_1',
  kind: 'migration-notice',
  to: 'kim@new.example',
  language: 'de',
  subject: 'Erinnerung',
  state: 'bounced',
  attempts: 1,
  lastResponse: 'The mail server refused the recipient: 550 5.1.1 No such user',
  nextAttemptAt: null,
  customerId: null,
  projectId: null,
  mailboxId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  sentAt: null,
};

const CHECK = { record: 'SPF', state: 'missing', name: 'harbour.example', found: null, advice: 'Add a TXT record.' };

function open() {
  const sent: [string, unknown][] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    if (init.method === 'PUT' || init.method === 'POST') {
      sent.push([`${init.method} ${pathname}`, init.body === undefined ? null : JSON.parse(init.body as string)]);
      if (pathname.endsWith('/test'))
        return Response.json({ isAccepted: false, response: '535 5.7.8 no', message: { ...MESSAGE, state: 'failed' } });
      return Response.json(pathname.endsWith('/resend') ? { ...MESSAGE, state: 'queued' } : SETTINGS);
    }
    if (pathname === '/api/messages') return Response.json({ items: [MESSAGE], nextCursor: null });
    if (pathname === '/api/mail-settings/domain') return Response.json({ domain: 'harbour.example', checks: [CHECK] });
    if (pathname === '/api/mail-settings') return Response.json(SETTINGS);
    return Response.json({
      agent: { name: 'Ada', email: 'ada@harbour.example' },
      workgroup: { name: 'H' },
      role: 'owner',
    });
  });
  const { container } = render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <MailPage />
      <Toasts />
    </QueryClientProvider>
  ));
  return { sent, container };
}

it('shows why messages wait, where links lead, what is missing in DNS, and why a message bounced', async () => {
  const { container } = open();
  await screen.findByText(/535 no/);
  await screen.findByText('Add a TXT record.');
  await screen.findByText(/No such user/);
  screen.getByText('Links in messages lead to this computer only');
  expect(await findBarriers(container)).toEqual([]);
});

it('saves without a password that was not entered, and lets the usual port follow the encryption', async () => {
  const { sent } = open();
  fireEvent.change(await screen.findByLabelText('Encryption'), { target: { value: 'tls' } });
  expect(screen.getByLabelText<HTMLInputElement>('Port').value).toBe('465');
  fireEvent.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('The mail settings are saved.');
  expect(sent[0]?.[1]).toMatchObject({
    driver: 'smtp',
    smtp: { host: 'smtp.harbour.example', port: 465, security: 'tls', username: 'ferry' },
  });
  expect(JSON.stringify(sent[0])).not.toContain('password');
});

it('shows the answer of the server to a test, and sends a message again', async () => {
  const { sent } = open();
  const button = await screen.findByRole('button', { name: 'Send test' });
  fireEvent.input(screen.getByLabelText('Recipient'), { target: { value: 'ada@harbour.example' } });
  fireEvent.click(button);
  await screen.findByText('535 5.7.8 no');
  fireEvent.click(await screen.findByRole('button', { name: 'Send again to kim@new.example' }));
  await screen.findByText('The message to kim@new.example is queued again.');
  expect(sent.map(([what]) => what)).toEqual(['POST /api/mail-settings/test', 'POST /api/messages/msg_1/resend']);
});
