import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import { afterEach, describe, expect, it, vi } from 'vitest';
import InvitationPage from '../../app/features/session/invitation-page.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const LOOK = {
  workgroupName: 'Harbour IT',
  invitedBy: 'Ada',
  email: 'kim@new.example',
  role: 'agent',
  expiresAt: '2026-01-08T00:00:00.000Z',
  hasAccount: false,
  signedIn: null,
};

/** The page behind a link, against an API that says this of it. */
function open(look: object, status = 200, hash = '#token') {
  const sent: { path: string; body: unknown }[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const path = new URL(input, 'http://localhost').pathname;
    if (path !== '/api/invitations/look') sent.push({ path, body: JSON.parse(init.body as string) });
    return path === '/api/invitations/look' ? Response.json(look, { status }) : Response.json({}, { status: 201 });
  });
  window.history.replaceState(null, '', `/invitation${hash}`);
  render(() => (
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <Router>
        <Route path="/invitation" component={InvitationPage} />
        <Route path="/projects" component={() => <h1>The projects</h1>} />
      </Router>
    </QueryClientProvider>
  ));
  return sent;
}

describe('the page of an invitation', () => {
  it('lets a new person join, and sends the token in the body', async () => {
    const sent = open(LOOK);
    await screen.findByText('Join Harbour IT');
    expect(await findBarriers(document.body)).toEqual([]);
    fireEvent.input(screen.getByLabelText('Your name'), { target: { value: 'Kim' } });
    fireEvent.input(screen.getByLabelText('Password'), { target: { value: 'harbour at low tide' } });
    fireEvent.click(screen.getByRole('button', { name: 'Join' }));
    expect(await screen.findByText('The projects')).toBeTruthy();
    expect(sent).toEqual([
      { path: '/api/invitations/accept', body: { token: 'token', name: 'Kim', password: 'harbour at low tide' } },
    ]);
  });

  it('asks whoever has an account to sign in, and brings them back to the link', async () => {
    open({ ...LOOK, hasAccount: true });
    const link = await screen.findByRole('link', { name: 'Sign in to accept' });
    expect(link.getAttribute('href')).toBe('/sign-in?to=%2Finvitation#token');
    expect(screen.queryByLabelText('Password')).toBeNull();
  });

  it('offers both where the link does not show whether there is an account', async () => {
    open({ ...LOOK, hasAccount: null });
    expect(await screen.findByRole('button', { name: 'Join' })).toBeTruthy();
    expect(screen.getByRole('link', { name: 'I have an account' })).toBeTruthy();
  });

  it('accepts as the account that was invited, and as no other', async () => {
    const sent = open({ ...LOOK, signedIn: { email: LOOK.email, fits: true } });
    fireEvent.click(await screen.findByRole('button', { name: 'Accept the invitation' }));
    expect(await screen.findByText('The projects')).toBeTruthy();
    expect(sent).toEqual([{ path: '/api/invitations/accept', body: { token: 'token' } }]);
    cleanup();
    open({ ...LOOK, signedIn: { email: 'eve@x.example', fits: false } });
    expect(await screen.findByText('You are signed in as eve@x.example.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Accept the invitation' })).toBeNull();
  });

  it.each(['invitation-used', 'invitation-revoked', 'invitation-expired', 'invitation-replaced'])(
    'shows why it has ended: %s',
    async (code) => {
      open({ code, title: `Title of ${code}`, status: 410, cause: 'Why.', remedy: 'What to do.' }, 410);
      expect((await screen.findByRole('alert')).textContent).toContain(`Title of ${code}`);
      expect(screen.getByRole('link', { name: 'Go to sign-in' })).toBeTruthy();
    },
  );

  it('says that a link without its token is incomplete', async () => {
    open(LOOK, 200, '');
    expect((await screen.findByRole('alert')).textContent).toContain('The link is incomplete');
  });
});
