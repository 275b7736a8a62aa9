import { execFile, spawnSync } from 'node:child_process';
import type { Agent } from 'node:http';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SignInOptions } from './options.ts';
import { readPairs } from './ntlm-messages.ts';
import { rc4 } from './ntlm-proof.ts';
import {
  authenticate,
  negotiate,
  oneConnection,
  type Reply,
  send,
  shake,
  tokenOf,
  type Who,
  type Wrongly,
} from '../../kit/ntlm-client.ts';
import { distinguished, envelope, getFolderBody } from '../../kit/raw-client.ts';
import { NEW, usePair, V16 } from '../../kit/test-pair.ts';

const pair = usePair();
const inbox = getFolderBody(distinguished('inbox'));
const owner = (): Who => ({ user: NEW, domain: '', password: pair.owner.password });

/** Signs in otherwise until the test is over. */
function use(options: SignInOptions): void {
  for (const { side } of [pair.old, pair.recent]) Object.assign(side.signIn, options);
}

afterEach(() => {
  for (const { side } of [pair.old, pair.recent])
    for (const name of Object.keys(side.signIn)) delete side.signIn[name as keyof SignInOptions];
  pair.recent.side.accounts.unlock(NEW);
});

const ask = (agent: Agent, authorization: string | undefined, body: string): Promise<Reply> =>
  send(agent, pair.recent.url, authorization, body);
const signInBy = (agent: Agent, who: Who, wrongly: Wrongly = {}, scheme = 'NTLM'): Promise<Reply> =>
  shake(agent, pair.recent.url, inbox, who, wrongly, scheme);

describe('NTLM', () => {
  beforeAll(() => expect(rc4(Buffer.from('Key'), Buffer.from('Plaintext')).toString('hex')).toBe('bbf316e8d940af0ad3'));

  test('the second message is as recorded from a real server', async () => {
    use({ schemes: ['NTLM', 'Negotiate'], domain: 'GSSLAB' });
    const agent = oneConnection();
    const answer = await send(agent, pair.old.url, `NTLM ${negotiate(0x8205).toString('base64')}`, '');
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
    const bare = await ask(agent, undefined, inbox);
    expect([bare.status, bare.headers['www-authenticate']]).toEqual([401, 'NTLM']);
    const answer = await signInBy(agent, owner());
    expect([answer.status, answer.text.includes('NoError')]).toEqual([200, true]);
    expect(answer.headers['persistent-auth']).toBe('true');
    const later = await ask(agent, undefined, inbox);
    expect([later.status, later.headers['persistent-auth']]).toEqual([200, undefined]);
    const other = oneConnection();
    expect((await ask(other, undefined, inbox)).status).toBe(401);
    // Whoever begins again on the connection is signed out until the end of it.
    await ask(agent, `NTLM ${negotiate().toString('base64')}`, '');
    expect((await ask(agent, undefined, inbox)).status).toBe(401);
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
      statuses.push((await signInBy(agent, { user, domain, password }, {}, scheme)).status);
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
    expect((await signInBy(agent, owner(), wrongly)).status).toBe(401);
    agent.destroy();
  });

  test('refused: a wrong password, nobody, a third message twice or on another connection', async () => {
    use({ schemes: ['NTLM'] });
    const agent = oneConnection();
    expect((await signInBy(agent, { ...owner(), password: 'x' })).status).toBe(401);
    expect((await signInBy(agent, { ...owner(), user: 'nobody@new.example' })).status).toBe(401);
    expect((await signInBy(agent, { ...owner(), user: '' })).status).toBe(401);
    const first = negotiate();
    const second = await ask(agent, `NTLM ${first.toString('base64')}`, '');
    const third = `NTLM ${authenticate(first, tokenOf(second), owner()).toString('base64')}`;
    const other = oneConnection();
    expect((await ask(other, third, inbox)).status).toBe(401);
    expect((await ask(agent, third, inbox)).status).toBe(200);
    expect((await ask(agent, third, inbox)).status).toBe(401);
    agent.destroy();
    other.destroy();
    expect(pair.recent.stats().refusedSignIns).toBe(5);
  });

  test('NTLM counts towards the lock-out, and a locked account does not pass it', async () => {
    use({ schemes: ['NTLM'], lockOut: { after: 2 } });
    const statuses = [];
    for (const password of ['x', 'x', pair.owner.password]) {
      const agent = oneConnection();
      // oxlint-disable-next-line no-await-in-loop
      statuses.push((await signInBy(agent, { ...owner(), password })).status);
      agent.destroy();
    }
    expect(statuses).toEqual([401, 401, 401]);
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
