import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import type { Endpoint } from '../../app/api.ts';
import EndpointsPage from '../../app/features/endpoints/endpoints-page.tsx';
import { press } from './press.ts';
import { Toasts } from '../../app/ui/toast.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const SHA = `0123456789abcdef${'ab'.repeat(24)}`;
const GROUPS = /^0123 4567 89AB CDEF ABAB/;
const CERTIFICATE = {
  sha256: SHA,
  subject: 'CN=MAIL',
  issuer: 'CN=Company CA',
  names: ['mail', 'mail.old.local', ...Array.from({ length: 8 }, (_, index) => `h${String(index)}.old.local`)],
  notBefore: '2020-01-01T00:00:00.000Z',
  notAfter: '2025-01-01T00:00:00.000Z',
};

function endpoint(more: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'end_1',
    name: 'Old provider',
    url: 'https://mail.old.example/EWS/Exchange.asmx',
    foundFrom: null,
    foundBy: null,
    consentHosts: [],
    domains: [],
    username: 'admin',
    hasPassword: true,
    useImpersonation: false,
    version: 'Exchange2010_SP2 14.2.247.0',
    authSchemes: ['basic'],
    signIn: 'Basic',
    health: 'ok',
    healthDetail: null,
    problem: null,
    connection: null,
    origins: [],
    throttling: null,
    trustedCertificate: null,
    trustedCertificates: {},
    usedBy: { count: 0, projects: [] },
    checkedAt: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...more,
  };
}

const UNTRUSTED = endpoint({
  health: 'failing',
  healthDetail: 'The certificate has expired: It expired.',
  problem: {
    code: 'endpoint-certificate-untrusted',
    title: 'The certificate has expired',
    detail: 'It expired on 1 January 2025.',
    cause: 'The certificate is no longer valid.',
    remedy: 'Ask the provider to renew it.',
    host: 'mail.old.example',
    reason: 'expired',
    reasons: ['expired', 'wrong-name'],
    certificate: CERTIFICATE,
  },
});

/** The page for somebody of a role; what it changes comes in `changes`. */
function open(role: string, ...shown: Endpoint[]) {
  const changes: unknown[] = [];
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const path = new URL(input, 'http://localhost').pathname;
    if (init.method === 'POST' || init.method === 'DELETE') asked.push(`${init.method} ${path}`);
    if (init.method === 'DELETE') return new Response(null, { status: 204 });
    if (init.method === 'PATCH') changes.push(JSON.parse(init.body as string));
    if (path === '/api/me') return Response.json({ role, agent: null, workgroup: { id: 'wgr_1', name: 'Test' } });
    if (path === '/api/endpoints') return Response.json({ items: shown, nextCursor: null });
    return Response.json(shown[0]);
  });
  const client = new QueryClient();
  render(() => (
    <QueryClientProvider client={client}>
      <Router>
        <Route path="*" component={EndpointsPage} />
      </Router>
      <Toasts />
    </QueryClientProvider>
  ));
  return { changes, asked };
}

it('shows an untrusted certificate, and trusts it only after a comparison', async () => {
  const { changes } = open('manager', UNTRUSTED);
  for (const text of [
    'The certificate has expired',
    'mail.old.example',
    'expired, for other names',
    'CN=MAIL',
    'CN=Company CA',
  ])
    expect(await screen.findByText(text)).toBeTruthy();
  expect(screen.getByText(/mail, mail.old.local.* and 2 more/)).toBeTruthy();
  expect(document.querySelector('code')!.textContent).toMatch(GROUPS);
  fireEvent.click(await screen.findByRole('button', { name: /Trust exactly this certificate/ }));
  const trust = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Trust this certificate' });
  expect(trust().disabled).toBe(true);
  fireEvent.click(screen.getByLabelText(/fingerprint is the one on the server/));
  expect(trust().disabled).toBe(false);
  fireEvent.click(trust());
  await vi.waitFor(() => expect(changes).toEqual([{ trustedCertificates: { 'mail.old.example': SHA } }]));
});

it('tells an agent who may trust a certificate', async () => {
  open('agent', UNTRUSTED);
  expect(await screen.findByText(/An owner or manager of your workgroup may trust/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Trust/ })).toBeNull();
});

it('shows a weaker connection, a host by a proxy, and a trusted certificate with a way to end it', async () => {
  const connection = {
    via: 'gateway',
    why: 'old-tls',
    route: 'direct',
    protocol: 'TLSv1',
    cipher: 'AES128-SHA',
    message: 'This server supports only TLS 1.0.',
    checkedAt: '2026-01-01T00:00:00.000Z',
  } as const;
  const proxied = {
    ...connection,
    origin: 'https://autodiscover.old.example',
    why: 'proxy',
    route: 'proxy',
    message: 'The connection goes through the company’s proxy.',
  } as const;
  const { changes } = open(
    'owner',
    endpoint({ connection, origins: [proxied], trustedCertificates: { 'autodiscover.old.example': SHA } }),
  );
  expect(await screen.findByText('TLS 1.0 by the gateway')).toBeTruthy();
  expect(screen.getByText('This server supports only TLS 1.0.')).toBeTruthy();
  expect(screen.getByText(/company’s proxy/)).toBeTruthy();
  fireEvent.click(await screen.findByRole('button', { name: 'Stop trusting' }));
  const change = (sha256: string | null) => ({ trustedCertificates: { 'autodiscover.old.example': sha256 } });
  await vi.waitFor(() => expect(changes).toEqual([change(null)]));
  // What was trusted can be trusted again without another comparison.
  fireEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await vi.waitFor(() => expect(changes).toEqual([change(null), change(SHA)]));
});

it('shows no earlier connection if there is none', async () => {
  const connection = {
    via: 'gateway',
    why: 'private-issuer',
    route: 'direct',
    protocol: 'TLSv1.2',
    cipher: null,
    message: 'The certificate comes from an authority that the gateway trusts.',
    checkedAt: '2026-01-01T00:00:00.000Z',
  } as const;
  open('owner', { ...UNTRUSTED, connection });
  expect(await screen.findByText('The certificate has expired')).toBeTruthy();
  expect(screen.queryByText(/by the gateway/)).toBeNull();
  expect(screen.queryByText(/authority that the gateway trusts/)).toBeNull();
});

it('finds endpoints as people spell them, says where each is used, copies one, and deletes one by its typed name', async () => {
  const used = { count: 3, projects: [{ id: 'prj_1', name: 'Fjord', side: 'source' as const }] };
  const { asked } = open(
    'manager',
    endpoint({ id: 'end_1', name: 'Cust0mer', domains: ['kunde.example'] }),
    endpoint({ id: 'end_2', name: 'Ærlig Höst', usedBy: used }),
  );
  const search = await screen.findByRole('searchbox', { name: 'Search endpoints' });
  const type = (value: string) => fireEvent.input(search, { target: { value } });
  const names = () => screen.queryAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent);
  expect(names()).toEqual(['Cust0mer', 'Ærlig Höst']);
  expect(screen.getByRole('link', { name: 'Fjord' }).getAttribute('href')).toBe('/projects/prj_1');
  expect(screen.getByText(/and 2 more/)).toBeTruthy();
  for (const [words, found] of [
    ['customer', ['Cust0mer']],
    ['KUNDE', ['Cust0mer']],
    ['aerlig host', ['Ærlig Höst']],
    ['nobody', []],
  ] as const) {
    type(words);
    expect(names()).toEqual(found);
  }
  expect(screen.getByText('No endpoint fits “nobody”.')).toBeTruthy();
  type('customer');
  const menu = async () => {
    await press(screen.getByRole('button', { name: 'More of Cust0mer' }));
    return screen.findByRole('menu');
  };
  await menu();
  await press(screen.getByRole('menuitem', { name: /^Copy/ }));
  await vi.waitFor(() => expect(asked).toEqual(['POST /api/endpoints/end_1/copy']));
  await menu();
  await press(screen.getByRole('menuitem', { name: /^Delete/ }));
  const typed = await screen.findByLabelText('Type “Cust0mer” to confirm');
  fireEvent.input(typed, { target: { value: 'Cust0mer' } });
  fireEvent.click(screen.getByRole('button', { name: 'Delete the endpoint' }));
  await vi.waitFor(() => expect(asked.at(-1)).toBe('DELETE /api/endpoints/end_1'));
});
