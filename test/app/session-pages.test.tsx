import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import type { Component } from 'solid-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import SetupPage from '../../app/features/session/setup-page.tsx';
import SignInPage from '../../app/features/session/sign-in-page.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const valueOf = (label: string) => screen.getByLabelText<HTMLInputElement>(label).value;
/** What a field says below itself, by what its control is tied to. */
const saidOf = (label: string) =>
  (screen.getByLabelText(label).getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent);

/** A page against an API that gives these answers to what is sent, one after the other. */
function open(path: string, page: Component, needsOwner: boolean, ...answers: Response[]) {
  const sent: unknown[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit = {}) => {
    if ((init.method ?? 'GET') === 'GET') return Response.json({ needsOwner, openSignUp: false });
    sent.push(JSON.parse(init.body as string));
    return answers.shift() ?? Response.json({});
  });
  window.history.replaceState(null, '', path);
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <Router>
        <Route path={path} component={page} />
        <Route path="/projects" component={() => <h1>The projects</h1>} />
      </Router>
    </QueryClientProvider>
  ));
  return sent;
}

describe('the page to sign in', () => {
  it('asks for what is missing at its field, keeps what was typed when it is refused, and goes on', async () => {
    const refused = { code: 'sign-in-refused', title: 'Wrong e-mail or password', status: 401 };
    const sent = open('/sign-in', SignInPage, false, Response.json(refused, { status: 401 }));
    const button = await screen.findByRole('button', { name: 'Sign in' });
    fireEvent.click(button);
    await vi.waitFor(() => expect(saidOf('Password')).toEqual(['Enter your password.']));
    expect(saidOf('E-mail')).toEqual(['Enter your e-mail address.']);
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('E-mail')));
    expect([sent, await findBarriers(document.body)]).toEqual([[], []]);
    type('E-mail', 'ann@example.org');
    expect(screen.getByLabelText('E-mail').getAttribute('aria-invalid')).toBeNull();
    type('Password', 'a-long-password');
    fireEvent.click(button);
    expect((await screen.findByRole('alert')).textContent).toContain('Wrong e-mail or password');
    expect([valueOf('E-mail'), valueOf('Password')]).toEqual(['ann@example.org', 'a-long-password']);
    fireEvent.click(button);
    expect(await screen.findByText('The projects')).toBeTruthy();
    const credentials = { email: 'ann@example.org', password: 'a-long-password' };
    expect(sent).toEqual([credentials, credentials]);
  });
});

describe('the page to set up', () => {
  it('checks by the schema of the API, and shows at its field what only the API knows', async () => {
    const errors = [{ path: 'password', message: 'Too many people use this password.' }];
    const refused = { code: 'validation-failed', title: 'Not valid', status: 422, errors };
    const sent = open('/setup', SetupPage, true, Response.json(refused, { status: 422 }));
    const button = await screen.findByRole('button', { name: 'Set up' });
    await screen.findByLabelText('Set-up token');
    fireEvent.click(button);
    await vi.waitFor(() => expect(saidOf('Company')).toEqual(['A workgroup needs a name.']));
    expect(sent).toEqual([]);
    const owner = { workgroupName: 'Fjord', name: 'Ann', email: 'ann@example.org', password: 'password123' };
    type('Company', owner.workgroupName);
    type('Your name', owner.name);
    type('E-mail', owner.email);
    type('Password', owner.password);
    fireEvent.click(button);
    await vi.waitFor(() => expect(saidOf('Password')).toEqual(['At least ten characters.', errors[0]!.message]));
    expect([screen.queryByRole('alert'), valueOf('Password')]).toEqual([null, owner.password]);
    expect(await findBarriers(document.body)).toEqual([]);
    type('Password', 'a-better-password');
    expect(saidOf('Password')).toEqual(['At least ten characters.']);
    fireEvent.click(button);
    expect(await screen.findByText('The projects')).toBeTruthy();
    expect(sent).toEqual([owner, { ...owner, password: 'a-better-password' }]);
  });
});
