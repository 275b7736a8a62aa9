import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen, within } from '@solidjs/testing-library';
import { afterEach, expect, it, vi } from 'vitest';
import EndpointPage from '../../app/features/endpoints/endpoint-page.tsx';
import type { Finding, FindingChange } from '../../worker/lib/probe-checks.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const FINDINGS: Finding[] = [
  { check: 'connection', state: 'ok', sentence: 'It answers.', remedy: null },
  { check: 'certificate', state: 'unknown', sentence: 'Not seen.', remedy: null },
  { check: 'full-access', state: 'failed', sentence: 'No access.', remedy: 'Grant it.', scriptId: 'full-access' },
  { check: 'clock', state: 'warning', sentence: 'An hour slow.', remedy: 'Set it.' },
];
const CHANGES: FindingChange[] = [
  {
    check: 'clock',
    before: { state: 'ok', sentence: 'The clock was right.' },
    after: { state: 'warning', sentence: 'An hour slow.' },
  },
];

function open(findings: readonly Finding[], usedBy: object = { count: 0, projects: [] }) {
  const posted: unknown[] = [];
  const endpoint = {
    id: 'end_1',
    name: 'Old provider',
    url: 'https://mail.old.example/EWS/Exchange.asmx',
    username: 'admin',
    hasPassword: true,
    useImpersonation: false,
    version: null,
    health: 'ok',
    connection: null,
    origins: [],
    problem: null,
    throttling: null,
    trustedCertificates: {},
    checkedAt: null,
    signIn: 'Basic',
    usedBy,
  };
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    if (init.method === 'POST') posted.push([pathname, JSON.parse((init.body as string | undefined) ?? 'null')]);
    const report = { id: 'rpt_1', at: '2026-01-01T00:00:00Z', mailbox: null, findings, changes: CHANGES };
    if (pathname.endsWith('/reports'))
      return Response.json({ items: findings.length > 0 ? [report] : [], nextCursor: null });
    return Response.json(endpoint);
  });
  window.history.replaceState(null, '', '/endpoints/end_1');
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Router>
        <Route path="/endpoints/:id" component={EndpointPage} />
      </Router>
    </QueryClientProvider>
  ));
  return posted;
}

it('shows what failed first, what is well after it, and what changed', async () => {
  open(FINDINGS);
  const list = await screen.findByRole('list', { name: 'Findings' });
  const states = within(list)
    .getAllByRole('listitem')
    .map((item) => item.dataset['state']);
  expect(states).toEqual(['failed', 'warning', 'ok', 'unknown']);
  expect(screen.getByRole('heading', { name: '1 failed, 1 warning' })).toBeTruthy();
  expect(within(list).getByText('Grant it.')).toBeTruthy();
  const changes = screen.getByRole('region', { name: 'Changes since the last test' });
  expect(within(changes).getByText('Before: The clock was right.')).toBeTruthy();
});

it('leads to the script of a project that uses the endpoint, and names it where none does', async () => {
  open(FINDINGS, { count: 1, projects: [{ id: 'prj_1', name: 'Contoso', side: 'destination' }] });
  const link = await screen.findByRole('link', { name: 'Script: Grant full access' });
  expect(link.getAttribute('href')).toBe('/projects/prj_1/scripts?script=full-access&side=destination');
  cleanup();
  open(FINDINGS);
  expect(await screen.findByText('Script: Grant full access')).toBeTruthy();
  expect(screen.queryByRole('link', { name: /Script/ })).toBeNull();
});

it('tests the connection with a mailbox, or without one', async () => {
  const posted = open([]);
  await screen.findByText(/^No report yet/);
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  await vi.waitFor(() => expect(posted).toEqual([['/api/endpoints/end_1/probe', {}]]));
  await vi.waitFor(() =>
    expect(screen.getByRole('button', { name: 'Test connection' }).getAttribute('aria-disabled')).toBeNull(),
  );
  fireEvent.input(screen.getByLabelText('Mailbox to test the rights with'), { target: { value: ' ann@old.example ' } });
  fireEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  await vi.waitFor(() => expect(posted.at(-1)).toEqual(['/api/endpoints/end_1/probe', { mailbox: 'ann@old.example' }]));
});
