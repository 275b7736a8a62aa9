import { execFile, spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SignInOptions } from './http/sign-in/options.ts';
import { fileTime, readPairs } from './http/sign-in/ntlm-messages.ts';
import { rc4, responseKey } from './http/sign-in/ntlm-proof.ts';
import { call, codesOf, distinguished, envelope, getFolderBody } from './raw-client.ts';
import { NEW, OLD, usePair, V16 } from './test-pair.ts';

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

type Reply = { status: number; headers: Record<string, string | string[] | undefined>; text: string };

/** One request on a connection that is kept, with the header as given. */
function send(agent: Agent, authorization: string | undefined, body: string, url = pair.recent.url): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml', ...(authorization === undefined ? {} : { authorization }) };
    const request = httpRequest(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body === '' ? '' : envelope(body, V16));
  });
}

const oneConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });

const FLAGS = 0xe208_8205;

/** A client's first message, bare. */
function negotiate(flags = FLAGS): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.write('NTLMSSP\0', 'latin1');
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(flags >>> 0, 12);
  return bytes;
}

type Wrongly = { ageMs?: number; mic?: boolean; names?: boolean; version1?: boolean };

/** The third message; `wrongly` says what about it a server must not take. */
function authenticate(
  first: Buffer,
  challenge: Buffer,
  { user, domain, password }: { user: string; domain: string; password: string },
  wrongly: Wrongly = {},
): Buffer {
  const at = challenge.readUInt32LE(44);
  const info = challenge.subarray(at, at + challenge.readUInt16LE(40));
  const hmac = (key: Uint8Array, data: Uint8Array): Buffer => createHmac('md5', key).update(data).digest();
  const key = responseKey(password, user, domain);
  const flagPair = Buffer.from([6, 0, 4, 0, 2, 0, 0, 0]);
  const pairs = wrongly.names
    ? Buffer.from(
        info.toString('latin1').replace('R\0E\0C\0E\0N\0T', 'R\0E\0C\0E\0N\0D').replace('N\0E\0W', 'O\0L\0D'),
        'latin1',
      )
    : info;
  const head = Buffer.alloc(28);
  head[0] = 1;
  head[1] = 1;
  head.writeBigUInt64LE(fileTime(Date.now() - (wrongly.ageMs ?? 0)), 8);
  randomBytes(8).copy(head, 16);
  const blob = Buffer.concat([head, pairs.subarray(0, -4), flagPair, Buffer.alloc(8)]);
  const proof = hmac(key, Buffer.concat([challenge.subarray(24, 32), blob]));
  const base = hmac(key, proof);
  const session = randomBytes(16);
  const fields = [
    Buffer.alloc(24),
    wrongly.version1 ? randomBytes(24) : Buffer.concat([proof, blob]),
    Buffer.from(domain, 'utf16le'),
    Buffer.from(user, 'utf16le'),
    Buffer.from('CLIENT', 'utf16le'),
    rc4(base, session),
  ];
  const message = Buffer.alloc(88);
  message.write('NTLMSSP\0', 'latin1');
  message.writeUInt32LE(3, 8);
  let offset = 88;
  fields.forEach((field, index) => {
    message.writeUInt16LE(field.length, 12 + index * 8);
    message.writeUInt16LE(field.length, 14 + index * 8);
    message.writeUInt32LE(offset, 16 + index * 8);
    offset += field.length;
  });
  message.writeUInt32LE(FLAGS >>> 0, 60);
  const whole = Buffer.concat([message, ...fields]);
  const code = hmac(session, Buffer.concat([first, challenge, whole]));
  (wrongly.mic ? randomBytes(16) : code).copy(whole, 72);
  return whole;
}

const tokenOf = ({ headers }: Reply, scheme = 'NTLM'): Buffer => {
  const lines = [headers['www-authenticate']].flat().join(', ');
  return Buffer.from(new RegExp(`${scheme} ([A-Za-z0-9+/=]+)`).exec(lines)?.[1] ?? '', 'base64');
};

/** The whole handshake on a connection. */
async function shake(
  agent: Agent,
  who: { user: string; domain: string; password: string },
  wrongly: Wrongly = {},
  scheme = 'NTLM',
): Promise<Reply> {
  const first = negotiate();
  const second = await send(agent, `${scheme} ${first.toString('base64')}`, '');
  const third = authenticate(first, tokenOf(second, scheme), who, wrongly);
  return send(agent, `${scheme} ${third.toString('base64')}`, inbox);
}

const owner = () => ({ user: NEW, domain: '', password: pair.owner.password });

describe('NTLM', () => {
  beforeAll(() => expect(rc4(Buffer.from('Key'), Buffer.from('Plaintext')).toString('hex')).toBe('bbf316e8d940af0ad3'));

  test('the second message is as recorded from a real server', async () => {
    use({ schemes: ['NTLM', 'Negotiate'], domain: 'GSSLAB' });
    const agent = oneConnection();
    const answer = await send(agent, `NTLM ${negotiate(0x8205).toString('base64')}`, '', pair.old.url);
    agent.destroy();
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^NTLM TlRMTVNTUAACAAAA\S+, Negotiate$/);
    const message = tokenOf(answer);
    expect(message.readUInt32LE(20).toString(16)).toBe('2818205');
    expect(message.subarray(48, 56).toString('hex')).toBe('0601b11d0000000f');
    expect(message.subarray(56, 68).toString('utf16le')).toBe('GSSLAB');
    const at = message.readUInt32LE(44);
    expect([...(readPairs(message.subarray(at)) ?? []).keys()]).toEqual([2, 1, 4, 3, 5, 7]);
  });

  test('a connection is signed in, and stays so; another one is not', async () => {
    use({ schemes: ['NTLM'] });
    const agent = oneConnection();
    const bare = await send(agent, undefined, inbox);
    expect([bare.status, bare.headers['www-authenticate']]).toEqual([401, 'NTLM']);
    const answer = await shake(agent, owner());
    expect([answer.status, answer.text.includes('NoError')]).toEqual([200, true]);
    const later = await send(agent, undefined, inbox);
    expect([later.status, later.headers['persistent-auth']]).toEqual([200, 'true']);
    const other = oneConnection();
    expect((await send(other, undefined, inbox)).status).toBe(401);
    // Whoever begins anew on the connection is signed out until the end of it.
    await send(agent, `NTLM ${negotiate().toString('base64')}`, '');
    expect((await send(agent, undefined, inbox)).status).toBe(401);
    agent.destroy();
    other.destroy();
    expect(pair.recent.stats().refusedSignIns).toBe(0);
  });

  test('names in the domain, whole names, bare tokens under Negotiate', async () => {
    use({ schemes: ['Negotiate', 'NTLM'] });
    const { password } = owner();
    const statuses = [];
    for (const [user, domain, scheme] of [
      ['owner', 'NEW', 'NTLM'],
      ['OWNER', 'new', 'Negotiate'],
      [NEW, '', 'Negotiate'],
      ['owner', 'ELSEWHERE', 'NTLM'],
    ] as const) {
      const agent = oneConnection();
      // oxlint-disable-next-line no-await-in-loop
      statuses.push((await shake(agent, { user, domain, password }, {}, scheme)).status);
      agent.destroy();
    }
    expect(statuses).toEqual([200, 200, 200, 401]);
  });

  test.each<[string, Wrongly]>([
    ['an integrity code that is wrong', { mic: true }],
    ['a clock two days off', { ageMs: 48 * 3_600_000 }],
    ['the names of another server', { names: true }],
    ['NTLMv1', { version1: true }],
  ])('refused: %s', async (_, wrongly) => {
    use({ schemes: ['NTLM'] });
    const agent = oneConnection();
    expect((await shake(agent, owner(), wrongly)).status).toBe(401);
    agent.destroy();
  });

  test('refused: a wrong password, nobody, a third message twice or on another connection', async () => {
    use({ schemes: ['NTLM'] });
    const agent = oneConnection();
    expect((await shake(agent, { ...owner(), password: 'x' })).status).toBe(401);
    expect((await shake(agent, { ...owner(), user: 'nobody@new.example' })).status).toBe(401);
    expect((await shake(agent, { ...owner(), user: '' })).status).toBe(401);
    const first = negotiate();
    const second = await send(agent, `NTLM ${first.toString('base64')}`, '');
    const third = `NTLM ${authenticate(first, tokenOf(second), owner()).toString('base64')}`;
    const other = oneConnection();
    expect((await send(other, third, inbox)).status).toBe(401);
    expect((await send(agent, third, inbox)).status).toBe(200);
    expect((await send(agent, third, inbox)).status).toBe(401);
    agent.destroy();
    other.destroy();
    expect(pair.recent.stats().refusedSignIns).toBe(5);
  });
});

const PYTHON = '/usr/bin/python3';
const hasExchangelib = spawnSync(PYTHON, ['-c', 'import exchangelib, requests_ntlm']).status === 0;
const curlVersion = spawnSync('curl', ['--version'], { encoding: 'utf8' }).stdout ?? '';
if (process.env['CI'] === 'true' && !hasExchangelib) throw new Error('python3-exchangelib is needed in CI');

describe('NTLM of clients that others made', () => {
  const run = (command: string, args: readonly string[]): Promise<string> =>
    new Promise((resolve, reject) =>
      execFile(command, args, { timeout: 30_000 }, (error, stdout, stderr) =>
        error ? reject(new Error(`${error.message}\n${stderr}`)) : resolve(stdout),
      ),
    );

  test.skipIf(!hasExchangelib)('exchangelib signs in (skipped without it)', async () => {
    use({ schemes: ['Negotiate', 'NTLM'] });
    const script = `
import sys, logging
from exchangelib import Account, Configuration, Credentials, NTLM, DELEGATE, Version, Build
from exchangelib.errors import UnauthorizedError
url, email, password = sys.argv[1:4]
def count(password, name):
    config = Configuration(service_endpoint=url, auth_type=NTLM, credentials=Credentials(name, password), version=Version(Build(15, 2, 1544, 4)), max_connections=1)
    return Account(email, config=config, autodiscover=False, access_type=DELEGATE).inbox.total_count
print(count(password, 'NEW\\\\owner'), count(password, email))
try:
    count('wrong', email)
except UnauthorizedError as e:
    print('refused')
`;
    const output = await run(PYTHON, ['-c', script, pair.recent.url, NEW, pair.owner.password]);
    expect(output.trim().split('\n')).toEqual(['0 0', 'refused']);
  });

  test.skipIf(!/\bNTLM\b/.test(curlVersion))(
    'curl signs in, also with a body (skipped without NTLM in it)',
    async () => {
      use({ schemes: ['NTLM', 'Basic'] });
      const curl = (password: string): Promise<string> =>
        run('curl', [
          '-s',
          '-w',
          '\n%{http_code} %{num_connects}',
          '--ntlm',
          '-u',
          `NEW\\owner:${password}`,
          '-H',
          'Content-Type: text/xml',
          '--data-binary',
          envelope(inbox, V16),
          pair.recent.url,
        ]);
      expect(await curl(pair.owner.password)).toMatch(/NoError[^]*\n200 1$/);
      expect(await curl('wrong')).toMatch(/\n401 1$/);
    },
  );
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
    const bare = await send(agent, undefined, inbox);
    expect(bare.headers['www-authenticate']).toMatch(
      /^Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers=".*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="[^"]*"$/,
    );
    expect((await send(agent, 'Bearer abc', inbox)).status).toBe(200);
    expect((await send(agent, 'Bearer abd', inbox)).headers['www-authenticate']).toMatch(/, error="invalid_token"$/);
    expect((await call(pair.recent, pair.owner, inbox, V16)).status).toBe(401);
    agent.destroy();
  });

  test('a sign-in page before the server: sent on, or shown a form', async () => {
    use({ page: 'redirect' });
    const agent = oneConnection();
    const login = `Basic ${Buffer.from(`${NEW}:${pair.owner.password}`).toString('base64')}`;
    const sentOn = await send(agent, login, inbox);
    expect([sentOn.status, sentOn.headers.location]).toEqual([302, expect.stringContaining('/adfs/ls/?wa=wsignin1.0')]);
    use({ page: 'form' });
    const form = await send(agent, login, inbox);
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
    // A right one between them begins the count anew.
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

  test('NTLM counts towards the lock-out, and a locked account does not pass it', async () => {
    use({ schemes: ['NTLM'], lockOut: { after: 2 } });
    const statuses = [];
    for (const password of ['x', 'x', pair.owner.password]) {
      const agent = oneConnection();
      // oxlint-disable-next-line no-await-in-loop
      statuses.push((await shake(agent, { ...owner(), password })).status);
      agent.destroy();
    }
    expect(statuses).toEqual([401, 401, 401]);
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
