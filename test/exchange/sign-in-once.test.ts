import { getRandomValues } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signInOnce, type SignInOutcome } from '../../worker/exchange/sign-in-once.ts';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { socketFetch } from '../../worker/exchange/transport/socket-fetch.ts';
import { netSockets } from '../fakes/net-socket.ts';
import type { SignInOptions } from '../sandbox/http/sign-in/options.ts';
import { startSandbox, type Sandbox, type SandboxSide } from '../sandbox/sandbox.ts';

const EMAIL = 'ann@example.com';
const OTHER = 'bob@example.com';

let sandbox: Sandbox;
let old: SandboxSide;
beforeAll(async () => {
  const mailboxes = [{ email: EMAIL }, { email: OTHER }];
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes },
  });
  old = sandbox.source;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  for (const { side } of [sandbox.source, sandbox.destination]) {
    side.accounts.unlock(EMAIL);
    side.accounts.setState(EMAIL, 'active');
    for (const name of Object.keys(side.signIn)) Reflect.deleteProperty(side.signIn, name);
  }
  sandbox.source.resetStats();
  sandbox.destination.resetStats();
});

/** Signs in, and counts the requests that carry credentials. */
async function signIn(
  server: SandboxSide,
  password: string,
  {
    login = EMAIL,
    mailbox = EMAIL,
    form = 0,
    url = server.url,
    ca,
  }: { login?: string; mailbox?: string; form?: 0 | 1; url?: string; ca?: string } = {},
): Promise<SignInOutcome & { sent: number }> {
  let sent = 0;
  const sockets = netSockets(ca);
  const plain: Fetch = ca === undefined ? fetch : socketFetch({ ...sockets, now: Date.now, maxConnections: 1 });
  const counted: Fetch = (address, init) => {
    if (new Headers(init.headers).has('authorization')) sent += 1;
    return plain(address, init);
  };
  const outcome = await signInOnce({
    url,
    credentials: { username: login, password },
    mailbox,
    once: { form },
    timeoutMs: 5_000,
    fetch: counted,
    ...sockets,
    random: (bytes) => void getRandomValues(bytes),
    now: Date.now,
  });
  return { ...outcome, sent };
}

const setUp = (server: SandboxSide, options: SignInOptions) => Object.assign(server.side.signIn, options);

const PASSWORDS = [
  '  outer and  inner spaces  ',
  '"quotes" and \'these\' & <b>&amp;%20+:%',
  'x'.repeat(256),
  'emoji 😀👨‍👩‍👧',
  'Grüße-aus-Köln-7',
  'עברית والعربية',
];

test.each(PASSWORDS.flatMap((password) => (['Basic', 'NTLM'] as const).map((scheme) => [scheme, password] as const)))(
  'by %s the server takes the password %j as it is, with one sign-in',
  async (scheme, password) => {
    setUp(old, { schemes: [scheme] });
    old.side.accounts.setPassword(EMAIL, password);
    const outcome = await signIn(old, password);
    expect(outcome).toMatchObject({ ok: true });
    if (scheme === 'Basic') expect(outcome.sent).toBe(1);
    expect(old.stats().refusedSignIns).toBe(0);
  },
);

test.each([
  ['Basic', 'wrong'],
  ['Basic', 'wröng'],
  ['NTLM', 'wrong'],
  ['NTLM', 'wröng'],
  ['Negotiate', 'wrong'],
] as const)(
  'by %s a password that is refused, such as %s, costs one of the attempts of an account',
  async (scheme, password) => {
    setUp(old, { schemes: [scheme] });
    expect(await signIn(old, password)).toMatchObject({ ok: false, fault: { kind: 'credentials', code: 'http-401' } });
    expect(old.stats().wrongPasswords).toEqual({ [EMAIL]: 1 });
  },
);

test('over TLS with Extended Protection, too, a refusal is not tried another way', async () => {
  const { destination } = sandbox;
  const url = destination.httpsUrl;
  const seen = await signIn(destination, 'wrong', { url, ca: (await sandbox.authority()).root });
  expect(seen).toMatchObject({ ok: false });
  expect(destination.stats().wrongPasswords[EMAIL] ?? 0).toBeLessThanOrEqual(1);
});

test('the second of two charsets is tried by the next press, not by the same one', async () => {
  const password = 'Grüße-aus-Köln-7';
  setUp(old, { basicCharset: 'windows-1252' });
  old.side.accounts.setPassword(EMAIL, password);
  expect(await signIn(old, password)).toMatchObject({ ok: false, fault: { code: 'http-401' } });
  expect(old.stats().wrongPasswords).toEqual({ [EMAIL]: 1 });
  expect(await signIn(old, password, { form: 1 })).toMatchObject({ ok: true, sent: 1 });
});

test.each<
  [
    what: string,
    options: SignInOptions,
    state: 'active' | 'disabled' | 'password-expired' | 'must-change-password',
    code: string,
  ]
>([
  ['a disabled account', { tells: 'ews' }, 'disabled', 'ErrorAccountDisabled'],
  ['an expired password', { tells: 'ews' }, 'password-expired', 'ErrorPasswordExpired'],
  ['a password that must be changed', { tells: 'ews' }, 'must-change-password', 'ErrorPasswordChangeRequired'],
  ['modern authentication alone', { schemes: ['Bearer'] }, 'active', 'oauth-only'],
  ['a sign-in page', { page: 'form' }, 'active', 'sign-in-page'],
  ['a page that leads to one', { page: 'redirect' }, 'active', 'sign-in-page'],
])('it says what is wrong: %s', async (_what, options, state, code) => {
  setUp(old, options);
  old.side.accounts.setPassword(EMAIL, 'right');
  old.side.accounts.setState(EMAIL, state);
  expect(await signIn(old, 'right')).toMatchObject({ ok: false, fault: { code } });
  expect(old.stats().wrongPasswords).toEqual({});
});

test('it says that an account is locked, where the server does', async () => {
  setUp(old, { lockOut: { after: 1, tells: 'page' } });
  old.side.accounts.setPassword(EMAIL, 'right');
  await signIn(old, 'wrong');
  expect(await signIn(old, 'right')).toMatchObject({ ok: false, fault: { kind: 'access', code: 'account-locked' } });
});

test('a login that is right but of another mailbox is not taken', async () => {
  old.side.accounts.setPassword(EMAIL, 'right');
  expect(await signIn(old, 'right', { mailbox: OTHER })).toMatchObject({ ok: false, fault: { kind: 'access' } });
  expect(await signIn(old, 'right', { mailbox: 'nobody@example.com' })).toMatchObject({
    ok: false,
    fault: { kind: 'access', code: 'ErrorNonExistentMailbox' },
  });
});

test.each(['Exchange2007_SP1', 'Exchange2013', 'ExchangeSE', 'WorkMail', 'Grommunio'] as const)(
  '%s lets in whoever has the password, with one request',
  async (profile) => {
    const other = await startSandbox({
      source: { profile, mailboxes: [{ email: EMAIL, password: 'right' }], signIn: { schemes: ['Basic'] } },
      destination: { profile: 'Exchange2019', mailboxes: [{ email: EMAIL }] },
    });
    try {
      expect(await signIn(other.source, 'right')).toMatchObject({ ok: true, sent: 1 });
      expect(await signIn(other.source, 'wrong')).toMatchObject({ ok: false, fault: { kind: 'credentials' } });
    } finally {
      await other.close();
    }
  },
);
