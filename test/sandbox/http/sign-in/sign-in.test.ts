import { afterEach, describe, expect, test } from 'vitest';
import type { SignInOptions } from './options.ts';
import { oneConnection, send } from '../../kit/ntlm-client.ts';
import { call, codesOf, distinguished, getFolderBody } from '../../kit/raw-client.ts';
import { NEW, OLD, usePair, V16 } from '../../kit/test-pair.ts';

const pair = usePair();
const inbox = getFolderBody(distinguished('inbox'));
const there = (email: string): string => getFolderBody(distinguished('inbox', email));

/** Signs in otherwise until the test is over. */
function use(options: SignInOptions): void {
  for (const { side } of [pair.old, pair.recent]) Object.assign(side.signIn, options);
}

afterEach(() => {
  for (const { side } of [pair.old, pair.recent]) {
    for (const name of Object.keys(side.signIn)) delete side.signIn[name as keyof SignInOptions];
    side.grants.clear();
    for (const { username } of [side.admin, { username: OLD }, { username: NEW }]) {
      side.accounts.unlock(username);
      side.accounts.setState(username, 'active');
    }
  }
});

describe('schemes', () => {
  test('are offered in the order of the side, a line each', async () => {
    use({ schemes: ['Negotiate', 'NTLM', 'Basic'], realm: 'mail.new.example' });
    const { headers } = await fetch(pair.recent.url, { method: 'POST', body: 'x' });
    expect(headers.get('www-authenticate')).toBe('Negotiate, NTLM, Basic realm="mail.new.example"');
  });

  test('one that is not offered is not taken', async () => {
    use({ schemes: ['NTLM'] });
    expect((await call(pair.recent, pair.owner, inbox, V16)).status).toBe(401);
  });

  test('Bearer alone: what an on-premises server with modern authentication says', async () => {
    use({ schemes: ['Bearer'], tokens: { abc: NEW } });
    const agent = oneConnection();
    const bare = await send(agent, pair.recent.url, undefined, inbox);
    expect(bare.headers['www-authenticate']).toMatch(
      /^Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers=".*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="[^"]*"$/,
    );
    expect((await send(agent, pair.recent.url, 'Bearer abc', inbox)).status).toBe(200);
    expect((await send(agent, pair.recent.url, 'Bearer abd', inbox)).headers['www-authenticate']).toMatch(
      /, error="invalid_token"$/,
    );
    expect((await call(pair.recent, pair.owner, inbox, V16)).status).toBe(401);
    agent.destroy();
  });

  test('a sign-in page before the server: sent on, or shown a form', async () => {
    use({ page: 'redirect' });
    const agent = oneConnection();
    const login = `Basic ${Buffer.from(`${NEW}:${pair.owner.password}`).toString('base64')}`;
    const sentOn = await send(agent, pair.recent.url, login, inbox);
    expect([sentOn.status, sentOn.headers.location]).toEqual([302, expect.stringContaining('/adfs/ls/?wa=wsignin1.0')]);
    use({ page: 'form' });
    const form = await send(agent, pair.recent.url, login, inbox);
    expect([form.status, form.headers['content-type']]).toEqual([200, expect.stringContaining('text/html')]);
    expect(form.text).toContain('<form method="post"');
    agent.destroy();
  });
});

describe('accounts', () => {
  const statusWith = async (password: string): Promise<number> =>
    (await call(pair.recent, { email: NEW, password }, inbox, V16)).status;

  test('after wrong passwords the right one is refused, for a time or until it is unlocked', async () => {
    use({ lockOut: { after: 3, forMs: 60_000 } });
    const { side } = pair.recent;
    const before = side.now;
    let now = Date.now();
    side.now = () => now;
    const { password } = pair.owner;
    const seen = [];
    // A right one between them begins the count again.
    for (const each of ['x', 'x', password, 'x', 'x', password, 'x', 'x', 'x', password])
      // oxlint-disable-next-line no-await-in-loop
      seen.push(await statusWith(each));
    expect(seen.join(' ')).toBe('401 401 200 401 401 200 401 401 401 401');
    now += 60_000;
    expect(await statusWith(password)).toBe(200);
    side.accounts.lock(NEW);
    now += 1e9;
    expect(await statusWith(password)).toBe(401);
    side.accounts.unlock(NEW);
    expect(await statusWith(password)).toBe(200);
    side.now = before;
  });

  test('a locked account may be told so in a page', async () => {
    use({ lockOut: { after: 1, tells: 'page' } });
    expect(await statusWith('x')).toBe(401);
    const answer = await call(pair.recent, pair.owner, inbox, V16);
    expect([answer.status, answer.text.includes('currently locked out')]).toEqual([500, true]);
  });

  test.each([
    ['disabled', 'ErrorAccountDisabled'],
    ['password-expired', 'ErrorPasswordExpired'],
    ['must-change-password', 'ErrorPasswordChangeRequired'],
  ] as const)('one that is %s: 401, or a fault that says why', async (state, code) => {
    pair.recent.side.accounts.setState(NEW, state);
    expect(await statusWith(pair.owner.password)).toBe(401);
    use({ tells: 'ews' });
    expect(codesOf(await call(pair.recent, pair.owner, inbox, V16))).toEqual([code]);
    expect(await statusWith('wrong')).toBe(401);
  });

  test('a password that is changed while it is in use', async () => {
    const { accounts } = pair.recent.side;
    accounts.setPassword(NEW, 'another');
    expect([await statusWith(pair.owner.password), await statusWith('another')]).toEqual([401, 200]);
    accounts.setPassword(NEW, pair.owner.password);
    expect(() => accounts.setPassword('nobody@new.example', 'x')).toThrow(RangeError);
  });
});

describe('rights over the mailboxes of others', () => {
  const OTHER = 'other@old.example';

  test('an admin with full access to some, another who may impersonate some', async () => {
    const { side, admin } = pair.old;
    side.rights = { fullAccess: [OTHER], impersonation: [OLD] };
    expect(codesOf(await call(pair.old, admin, there(OTHER)))).toEqual(['NoError']);
    expect(codesOf(await call(pair.old, admin, there(OLD)))).toEqual(['ErrorAccessDenied']);
    expect(codesOf(await call(pair.old, admin, inbox, { impersonate: OLD }))).toEqual(['NoError']);
    expect(codesOf(await call(pair.old, admin, inbox, { impersonate: OTHER }))).toEqual(['ErrorImpersonateUserDenied']);
    side.rights = { fullAccess: true, impersonation: true };
  });

  test('an owner who may open another mailbox, and has it also when he is impersonated', async () => {
    const { side, admin } = pair.old;
    expect(codesOf(await call(pair.old, pair.oldOwner, there(OTHER)))).toEqual(['ErrorAccessDenied']);
    side.grants.set(OLD, { fullAccess: [OTHER] });
    expect(codesOf(await call(pair.old, pair.oldOwner, there(OTHER)))).toEqual(['NoError']);
    expect(codesOf(await call(pair.old, admin, there(OTHER), { impersonate: OLD }))).toEqual(['NoError']);
    expect(codesOf(await call(pair.old, pair.oldOwner, inbox, { impersonate: OTHER }))).toEqual([
      'ErrorImpersonateUserDenied',
    ]);
    side.grants.set(OLD, { impersonation: true });
    expect(codesOf(await call(pair.old, pair.oldOwner, inbox, { impersonate: OTHER }))).toEqual(['NoError']);
  });

  test('who impersonates is counted by whether it names the mailbox in X-AnchorMailbox', async () => {
    const as = (headers: Record<string, string>) =>
      call(pair.old, pair.old.admin, inbox, { impersonate: OLD, headers });
    await as({ 'X-AnchorMailbox': OLD });
    await as({ 'X-AnchorMailbox': OTHER });
    await as({});
    await call(pair.old, pair.oldOwner, inbox);
    expect(pair.old.stats().impersonated).toEqual({ anchored: 1, unanchored: 2 });
  });
});
