import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { cleanup, fireEvent, render, screen } from '@solidjs/testing-library';
import type { Component } from 'solid-js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import ProfilePage from '../../app/features/account/profile-page.tsx';
import SecurityPage from '../../app/features/account/security-page.tsx';
import ConfirmEmailPage from '../../app/features/session/confirm-email-page.tsx';
import ForgotPasswordPage from '../../app/features/session/forgot-password-page.tsx';
import ResetPasswordPage from '../../app/features/session/reset-password-page.tsx';
import SignInPage from '../../app/features/session/sign-in-page.tsx';
import { Toasts } from '../../app/ui/toast.tsx';
import { findBarriers } from './barriers.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const ACCOUNT = {
  id: 'agt_1',
  name: 'Ada Winter',
  email: 'ada@service.example',
  isEmailConfirmed: false,
  newEmail: null as string | null,
  language: null,
  timeZone: null,
  twoFactor: { isOn: false, since: null as string | null, recoveryCodesLeft: 0 },
};
const at = '2026-01-01T00:00:00.000Z';
const times = { signedInAt: at, lastUsedAt: at, expiresAt: at };
const SESSIONS = [
  { id: 'ses_1', isCurrent: true, device: 'Firefox on Linux', from: null, ...times },
  { id: 'ses_2', isCurrent: false, device: 'Safari on iPhone', from: '203.0.113.5', ...times },
];

let sent: [what: string, body: unknown][];
let answers: Record<string, () => Response>;
let account: typeof ACCOUNT;
let isRequired: boolean;

beforeEach(() => {
  sent = [];
  answers = {};
  isRequired = false;
  account = structuredClone(ACCOUNT);
  vi.stubGlobal('fetch', async (input: string, init: RequestInit = {}) => {
    const { pathname } = new URL(input, 'http://localhost');
    const method = init.method ?? 'GET';
    if (method !== 'GET') sent.push([`${method} ${pathname}`, init.body ? JSON.parse(init.body as string) : null]);
    const answer = answers[`${method} ${pathname}`];
    if (answer) return answer();
    if (pathname === '/api/account') return Response.json(account);
    if (pathname === '/api/me')
      return Response.json({
        agent: { id: 'agt_1', name: account.name, email: account.email },
        workgroup: { id: 'wgr_1', name: 'Northwind IT' },
        role: 'owner',
        twoFactor: { isOn: account.twoFactor.isOn, isRequired },
      });
    if (pathname === '/api/account/sessions') return Response.json({ items: SESSIONS, nextCursor: null });
    return Response.json({ needsOwner: false, openSignUp: false });
  });
});

function open(path: string, page: Component) {
  window.history.replaceState(null, '', path);
  render(() => (
    <QueryClientProvider client={new QueryClient()}>
      <Router>
        <Route path={path.replace(/#.*/, '')} component={page} />
        <Route path="/projects" component={() => <h1>The projects</h1>} />
        <Route path="*" component={() => <h1>Elsewhere</h1>} />
      </Router>
      <Toasts />
    </QueryClientProvider>
  ));
}

const type = (label: string, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }));
const autocompleteOf = (label: string) => screen.getByLabelText(label).getAttribute('autocomplete');
const refusal = (code: string, status: number, title: string) => () =>
  Response.json({ code, status, title }, { status });

describe('the second step of a sign-in', () => {
  beforeEach(async () => {
    answers['POST /api/auth/sign-in/email'] = () => Response.json({ twoFactorRequired: true });
    open('/sign-in', SignInPage);
    await screen.findByLabelText('Password');
    type('E-mail', 'ada@service.example');
    type('Password', 'a long password');
    await press('Sign in');
    await screen.findByRole('heading', { name: 'Enter the code' });
  });

  it('takes a code, and says when it is wrong', async () => {
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Code')));
    expect([autocompleteOf('Code'), await findBarriers(document.body)]).toEqual(['one-time-code', []]);
    await press('Sign in');
    await screen.findByText('The code has six digits.');
    answers['POST /api/auth/two-factor'] = refusal('code-refused', 401, 'Code refused');
    type('Code', '123 456');
    await press('Sign in');
    expect((await screen.findByRole('alert')).textContent).toContain('Code refused');
    delete answers['POST /api/auth/two-factor'];
    await press('Sign in');
    await screen.findByText('The projects');
    expect(sent.slice(1).map(([what]) => what)).toEqual(['POST /api/auth/two-factor', 'POST /api/auth/two-factor']);
  });

  it('takes a recovery code, and asks for the password again when it took too long', async () => {
    await press('Use a recovery code');
    type('Recovery code', 'aaaa-bbbb-cccc-dddd');
    answers['POST /api/auth/two-factor'] = refusal('sign-in-expired', 401, 'Sign-in expired');
    await press('Sign in');
    await screen.findByText('Sign-in expired');
    expect(screen.getByLabelText<HTMLInputElement>('Password').value).toBe('');
    expect(sent.at(-1)).toEqual(['POST /api/auth/two-factor', { recoveryCode: 'aaaa-bbbb-cccc-dddd' }]);
  });
});

describe('a forgotten password', () => {
  it('is answered alike, whether there is an account or not', async () => {
    open('/forgot-password', ForgotPasswordPage);
    type('E-mail', 'ada@service.example');
    await press('Send the link');
    await screen.findByText(/If ada@service.example has an account/);
    expect(await findBarriers(document.body)).toEqual([]);
  });

  it('is replaced by the token of a link, which leaves the address bar', async () => {
    open('/reset-password#secret-token', ResetPasswordPage);
    expect([location.hash, autocompleteOf('New password')]).toEqual(['', 'new-password']);
    type('New password', 'short');
    const errors = [{ path: 'password', message: 'A password needs at least 10 characters.' }];
    answers['POST /api/auth/reset-password'] = () =>
      Response.json({ code: 'validation-failed', status: 422, title: 'Invalid', errors }, { status: 422 });
    await press('Set the password');
    await screen.findByText(errors[0]!.message);
    answers['POST /api/auth/reset-password'] = () => new Response(null, { status: 204 });
    type('New password', 'a password of today');
    await press('Set the password');
    await screen.findByText('Your password is changed');
    expect(sent.at(-1)![1]).toEqual({ token: 'secret-token', password: 'a password of today' });
  });

  it('shows a link without a token, and one that was used', async () => {
    open('/reset-password', ResetPasswordPage);
    await screen.findByText('This link does not work');
    cleanup();
    answers['POST /api/account/confirm-email'] = refusal('link-used', 410, 'This link has been used');
    open('/confirm-email#token', ConfirmEmailPage);
    // Programs that check mail open links: nothing happens until someone presses the button.
    expect(sent).toEqual([]);
    await press('Confirm the address');
    await screen.findByText('This link has been used');
    expect(sent).toEqual([['POST /api/account/confirm-email', { token: 'token' }]]);
  });
});

describe('the page about security', () => {
  it('sets up two-factor sign-in, and shows the recovery codes once', async () => {
    const uri = 'otpauth://totp/Mailferry:ada?secret=ABCDEFGHIJKLMNOP&issuer=Mailferry';
    answers['POST /api/account/two-factor/start'] = () => Response.json({ secret: 'ABCDEFGHIJKLMNOP', uri });
    answers['POST /api/account/two-factor/confirm'] = () =>
      Response.json({ recoveryCodes: ['aaaa-bbbb', 'cccc-dddd'] });
    open('/security', SecurityPage);
    await press('Set up');
    type('Password', 'a long password');
    await press('Continue');
    await screen.findByRole('img', { name: /QR code/ });
    screen.getByText('ABCD EFGH IJKL MNOP');
    expect([autocompleteOf('Code'), await findBarriers(document.body)]).toEqual(['one-time-code', []]);
    type('Code', '123456');
    account.twoFactor = { isOn: true, since: at, recoveryCodesLeft: 2 };
    await press('Turn on');
    await screen.findByText('cccc-dddd');
    await press('I have saved them');
    await screen.findByText(/2 recovery codes are left/);
    await screen.findByText('Few recovery codes are left');
    expect(screen.queryByText('cccc-dddd')).toBeNull();
  });

  it('turns it off with the password and a code', async () => {
    account.twoFactor = { isOn: true, since: at, recoveryCodesLeft: 9 };
    answers['POST /api/account/two-factor/disable'] = () => new Response(null, { status: 204 });
    open('/security', SecurityPage);
    await press('Turn off');
    type('Password', 'a long password');
    await press('Use a recovery code');
    type('Recovery code', 'aaaa-bbbb');
    await press('Turn off two-factor sign-in');
    await screen.findByText('Two-factor sign-in is off.');
    expect(sent).toEqual([
      ['POST /api/account/two-factor/disable', { password: 'a long password', recoveryCode: 'aaaa-bbbb' }],
    ]);
  });

  it('lets an owner who has it require it of all, and says who must set it up', async () => {
    account.twoFactor = { isOn: true, since: at, recoveryCodesLeft: 9 };
    open('/security', SecurityPage);
    fireEvent.click(await screen.findByLabelText(/^Require two-factor sign-in of all agents/));
    await screen.findByText('All agents need two-factor sign-in now.');
    expect(sent).toEqual([['PUT /api/two-factor-requirement', { isRequired: true }]]);
    expect(await findBarriers(document.body)).toEqual([]);
    cleanup();
    account.twoFactor.isOn = false;
    isRequired = true;
    open('/security', SecurityPage);
    await screen.findByText(/Northwind IT requires it of all agents/);
    expect(screen.queryByLabelText(/^Require two-factor/)).toBeNull();
  });

  it('changes the password, and signs out other devices', async () => {
    open('/security', SecurityPage);
    await press('Sign out Safari on iPhone');
    await vi.waitFor(() => expect(sent).toEqual([['DELETE /api/account/sessions/ses_2', null]]));
    expect(screen.queryByRole('button', { name: 'Sign out Firefox on Linux' })).toBeNull();
    await press('Sign out all other devices');
    expect([autocompleteOf('Current password'), autocompleteOf('New password')]).toEqual([
      'current-password',
      'new-password',
    ]);
    type('Current password', 'a long password');
    type('New password', 'another long password');
    await press('Change password');
    await screen.findByText(/Your password is changed/);
    expect(sent.at(-1)).toEqual([
      'POST /api/auth/change-password',
      { currentPassword: 'a long password', newPassword: 'another long password' },
    ]);
  });
});

describe('the profile', () => {
  it('saves name, language and time zone', async () => {
    open('/profile', ProfilePage);
    const name = await screen.findByLabelText<HTMLInputElement>('Name');
    expect(name.value).toBe('Ada Winter');
    type('Name', 'Ada Summer');
    fireEvent.change(screen.getByLabelText('Language of messages'), { target: { value: 'de' } });
    await press('Save');
    await screen.findByText('Your profile is saved.');
    expect(sent).toEqual([['PATCH /api/account', { name: 'Ada Summer', language: 'de', timeZone: null }]]);
    expect(await findBarriers(document.body)).toEqual([]);
  });

  it('changes the address by a link, and shows which one waits', async () => {
    account.newEmail = 'new@service.example';
    open('/profile', ProfilePage);
    await screen.findByText(/new@service.example waits/);
    await press('Confirm or change address');
    type('New e-mail', 'newer@service.example');
    type('Password', 'a long password');
    await press('Send the link');
    await vi.waitFor(() =>
      expect(sent).toEqual([
        ['POST /api/account/email', { email: 'newer@service.example', password: 'a long password' }],
      ]),
    );
  });
});
