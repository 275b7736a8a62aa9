import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CredentialRequest, Mailbox } from '../../app/api.ts';
import { CredentialsTab } from '../../app/features/credential-requests/credentials-tab.tsx';
import { inGroups } from '../../app/features/credential-requests/in-groups.ts';
import { findBarriers } from './barriers.ts';
import { mailbox, request, waiting } from './fixtures.ts';

const TOKEN = 'aB3dEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde';

let history: readonly CredentialRequest[];
let fails: boolean;
let origin: string;
const sent: [method: string, path: string, body: unknown][] = [];
beforeEach(() => {
  sent.length = 0;
  history = [];
  fails = false;
  origin = 'https://ferry.example';
  vi.stubGlobal('fetch', async (path: string, { method = 'GET', body }: RequestInit = {}) => {
    if (path === '/api/me') return Response.json({ agent: null, workgroup: { id: 'w', name: 'W' }, role: 'manager' });
    if (path === '/api/messages/msg_1') return Response.json({ lastResponse: '550 No such user here.' });
    if (method === 'GET' && fails) throw new TypeError('offline');
    if (method === 'GET') return Response.json({ items: history, nextCursor: null });
    sent.push([method, path, JSON.parse((body as string | undefined) ?? 'null')]);
    if (path.endsWith('/link'))
      return Response.json({ url: `${origin}/r/${TOKEN}`, expiresAt: '2026-12-13T12:00:00.000Z' }, { status: 201 });
    return Response.json({ sent: 1, revoked: 1, asked: 1, purged: 1, inUse: [], skipped: 0 });
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(each: Mailbox) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(() => (
    <QueryClientProvider client={client}>
      <CredentialsTab mailbox={each} />
    </QueryClientProvider>
  ));
  return client;
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

it('shows whom it asks, what failed and why, and what came before', async () => {
  history = [
    request({ id: 'crq_ann' }),
    request({ id: 'crq_0', state: 'expired', endedAt: new Date().toISOString(), to: 'old@home.example' }),
  ];
  const lastFailure = {
    side: 'source' as const,
    code: 'locked',
    sentence: 'The account is locked.',
    at: new Date().toISOString(),
  };
  open(waiting('ann', { state: 'opened', attempts: 2, lastFailure, sides: ['source', 'destination'] }));
  expect(screen.getByText('2 failed attempts at the source')).toBeTruthy();
  expect(screen.getByText('The account is locked.')).toBeTruthy();
  expect(screen.getByText('Source and destination')).toBeTruthy();
  expect(screen.getByText('Deutsch')).toBeTruthy();
  const earlier = within(await screen.findByRole('region', { name: 'Earlier requests' }));
  expect(earlier.getAllByRole('article').map(({ textContent }) => textContent)).toEqual([
    'Expiredold@home.exampleExpired just now',
  ]);
  expect(await findBarriers(document.body)).toEqual([]);
});

it('sends a new link, also once the request has ended while the mailbox waits', async () => {
  open(waiting('ann'));
  press('Send again');
  await vi.waitFor(() =>
    expect(sent).toEqual([['POST', '/api/projects/prj_1/credential-requests/resend', { mailboxIds: ['ann'] }]]),
  );
  cleanup();
  sent.length = 0;
  open(waiting('ann', { state: 'expired' }));
  expect(screen.queryByRole('button', { name: 'Revoke' })).toBeNull();
  press('Send again');
  await vi.waitFor(() =>
    expect(sent).toEqual([['POST', '/api/projects/prj_1/credential-requests/resend', { mailboxIds: ['ann'] }]]),
  );
  cleanup();
  open(mailbox('ann', {}, { credentialRequest: request({ state: 'answered' }) }));
  expect(screen.queryByRole('button', { name: 'Send again' })).toBeNull();
});

it('says why a message did not arrive', async () => {
  open(waiting('ann', { state: 'bounced' }));
  expect(screen.getByText('The message to ann@old.example did not arrive')).toBeTruthy();
  expect(await screen.findByText('550 No such user here.')).toBeTruthy();
});

it('opens what the user sees in a window of its own', () => {
  open(waiting('ann'));
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'What the user sees' });
  expect([link.getAttribute('href'), link.target]).toEqual([
    '/api/credential-requests/crq_ann/preview?language=de',
    '_blank',
  ]);
});

it('makes a link on demand alone, to copy, to scan and to read aloud, and keeps it nowhere', async () => {
  const client = open(waiting('ann', { state: 'bounced' }));
  press('Link or QR code');
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/Links that were sent before stop working/)).toBeTruthy();
  expect(sent).toEqual([]);
  press('Create link');
  expect((await dialog.findByLabelText('Link')).textContent).toBe(`https://ferry.example/r/${TOKEN}`);
  expect(sent).toEqual([['POST', '/api/credential-requests/crq_ann/link', null]]);
  expect(dialog.getByRole('img', { name: 'QR code of the link for ann@old.example' })).toBeTruthy();
  expect(dialog.getByRole('button', { name: 'Copy link' })).toBeTruthy();
  expect(dialog.queryByText('This link leads to this computer only')).toBeNull();
  const aloud = dialog.getByRole('region', { name: 'To read aloud' });
  expect(aloud.textContent).toContain(TOKEN);
  expect(await findBarriers(document.body)).toEqual([]);
  const kept = JSON.stringify([
    client
      .getQueryCache()
      .getAll()
      .map(({ state }) => state.data),
    Object.entries(localStorage),
  ]);
  expect(kept).not.toContain(TOKEN);
});

it('warns of a link that leads to this computer', async () => {
  origin = 'http://localhost:8787';
  open(waiting('ann'));
  press('Link or QR code');
  await screen.findByRole('dialog');
  press('Create link');
  expect(await screen.findByText('This link leads to this computer only')).toBeTruthy();
});

it('reads a link in groups of four', () => {
  expect(inGroups('abcdefghij')).toEqual(['abcd', 'efgh', 'ij']);
});

it('asks again where a stored password stopped working, and purges it by its typed address', async () => {
  open(mailbox('ann', {}, { status: 'Paused', state: 'attention', askAgain: 'source', hasSourcePassword: true }));
  expect(screen.getByText(/not accepted/)).toBeTruthy();
  press('Ask again');
  await vi.waitFor(() => expect(sent.length).toBe(1));
  fireEvent.click(await screen.findByRole('button', { name: 'Purge credentials' }));
  const dialog = within(await screen.findByRole('alertdialog'));
  fireEvent.input(dialog.getByLabelText('Type “ann@old.example” to confirm'), { target: { value: 'ann@old.example' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Purge credentials' }));
  await vi.waitFor(() =>
    expect(sent.at(-1)).toEqual(['POST', '/api/projects/prj_1/credentials/purge', { mailboxIds: ['ann'] }]),
  );
});

it('changes whom it writes to', async () => {
  open(waiting('ann'));
  press('Change contact');
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.input(dialog.getByLabelText('E-mail'), { target: { value: ' ann@home.example ' } });
  fireEvent.change(dialog.getByLabelText('Language'), { target: { value: 'fr' } });
  fireEvent.click(dialog.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() =>
    expect(sent).toEqual([
      ['PATCH', '/api/mailboxes/ann', { contactEmail: 'ann@home.example', contactName: null, language: 'fr' }],
    ]),
  );
});

it('says that nobody has been asked', () => {
  open(mailbox('ann'));
  expect(screen.getByText(/The user has not been asked/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Ask again' })).toBeNull();
});

it('says that the history cannot be read, and reads it again', async () => {
  fails = true;
  history = [request({ id: 'crq_0', state: 'revoked', endedAt: new Date().toISOString() })];
  open(waiting('ann'));
  await screen.findByText('Mailferry cannot be reached');
  fails = false;
  press('Try again');
  expect(await screen.findByRole('region', { name: 'Earlier requests' })).toBeTruthy();
});
