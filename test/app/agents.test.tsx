import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { itemsFor } from '../../app/features/agents/agent-card.tsx';
import AgentsPage from '../../app/features/agents/agents-page.tsx';
import type { Role } from '../../worker/lib/roles.ts';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const agent = (id: string, role: Role) => ({
  id,
  name: `Agent ${id}`,
  email: `${id}@harbour.example`,
  role,
  hasTwoFactor: false,
  joinedAt: '2026-01-01T00:00:00.000Z',
  lastSignInAt: null,
});
const INVITATION = {
  id: 'inv_1',
  email: 'kim@new.example',
  role: 'owner',
  language: 'en',
  state: 'pending',
  invitedBy: { id: 'agt_1', name: 'Ada' },
  message: { id: 'msg_1', state: 'bounced', lastResponse: '550 No such user', sentAt: null },
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-08T00:00:00.000Z',
  endedAt: null,
};

/** The page as someone of this role sees it. */
function open(role: Role) {
  const sent: string[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    const method = init.method ?? 'GET';
    if (method !== 'GET') sent.push(`${method} ${pathname}`);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (pathname === '/api/me')
      return Response.json({
        agent: { id: 'me', name: 'Me', email: 'me@x.example' },
        workgroup: { id: 'w', name: 'W' },
        role,
        workgroups: [],
      });
    if (pathname === '/api/agents')
      return Response.json({
        items: [agent('me', role), agent('boss', 'owner'), agent('ann', 'agent')],
        nextCursor: null,
      });
    if (pathname === '/api/invitations') return Response.json({ items: [INVITATION], nextCursor: null });
    return Response.json({});
  });
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <Router>
        <Route path="*" component={AgentsPage} />
      </Router>
    </QueryClientProvider>
  ));
  return sent;
}

describe('what the list of agents offers', () => {
  const run = { role: () => {}, resetTwoFactor: () => {}, transfer: () => {}, remove: () => {} };
  const labels = (me: Role, of: Role, id = 'ann', hasTwoFactor = false) =>
    itemsFor({ id: 'me', role: me }, { id, role: of, hasTwoFactor }, run).map(({ label }) => label);

  it('is no role above one’s own, and nothing with whoever stands above', () => {
    expect(labels('manager', 'agent')).toEqual(['Manager', 'Agent', 'Make inactive', 'Remove from the workgroup …']);
    expect(labels('manager', 'owner')).toEqual([]);
    expect(labels('agent', 'agent')).toEqual([]);
    expect(labels('owner', 'manager')).toContain('Transfer ownership …');
    expect(labels('owner', 'inactive')).not.toContain('Transfer ownership …');
    expect(labels('manager', 'agent', 'ann', true)).toContain('Turn off two-factor sign-in …');
    expect(labels('owner', 'owner', 'me')).toEqual(['Owner', 'Manager', 'Agent']);
  });
});

describe('the page of agents', () => {
  it('shows a manager the state of the message, and no button for an invitation above them', async () => {
    open('manager');
    expect(await screen.findByText('550 No such user')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Revoke the invitation/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Invite agent' })).toBeTruthy();
    expect(await findBarriers(document.body)).toEqual([]);
  });

  it('shows an agent who is there, and no more', async () => {
    open('agent');
    expect(await screen.findByText('ann@harbour.example')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByText('Invitations')).toBeNull();
  });

  it('lets an owner send and revoke', async () => {
    const sent = open('owner');
    fireEvent.click(await screen.findByRole('button', { name: 'Send again to kim@new.example' }));
    await vi.waitFor(() => expect(sent).toEqual(['POST /api/invitations/inv_1/resend']));
    fireEvent.click(screen.getByRole('button', { name: 'Revoke the invitation of kim@new.example' }));
    await vi.waitFor(() => expect(sent).toContain('POST /api/invitations/inv_1/revoke'));
  });
});
