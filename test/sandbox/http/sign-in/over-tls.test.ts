import type { Agent } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneConnection, oneSecureConnection, type Reply, send, shake, type Wrongly } from '../../kit/ntlm-client.ts';
import { PASSWORDS } from '../../kit/passwords.ts';
import { distinguished, getFolderBody } from '../../kit/raw-client.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox.ts';
import { channelBinding } from './channel-binding.ts';
import type { SignInOptions } from './options.ts';

const NEW = 'owner@new.example';
const inbox = getFolderBody(distinguished('inbox'));
const mailboxes = Object.values(PASSWORDS).map((password, at) => ({ email: `user${at}@new.example`, password }));
let sandbox: Sandbox;
let recent: SandboxSide;
let agent: Agent;
let ca: string;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2016', mailboxes: [{ email: 'owner@old.example' }] },
    destination: { profile: 'ExchangeSE', mailboxes: [{ email: NEW }, ...mailboxes] },
  });
  recent = sandbox.destination;
  ca = (await sandbox.authority()).root;
});
afterAll(() => sandbox.close());
beforeEach(() => {
  agent = oneSecureConnection({ ca });
  recent.resetStats();
});
afterEach(() => {
  agent.destroy();
  for (const name of Object.keys(recent.side.signIn)) delete recent.side.signIn[name as keyof SignInOptions];
  recent.door.set({ bridge: false });
  recent.side.accounts.unlock(NEW);
});

const signInBy = (wrongly: Wrongly = {}, password = `pass-owner`, url = recent.httpsUrl): Promise<Reply> =>
  shake(agent, url, inbox, { user: NEW, domain: '', password }, wrongly);
const ours = async (): Promise<Buffer> => channelBinding((await recent.door.certificates()).shown.endPointHash);

describe('Extended Protection as a new server has it (Allow)', () => {
  test('lets in who names no channel and who names the right one', async () => {
    expect((await signInBy()).status).toBe(200);
    expect((await signInBy({ binding: await ours() })).status).toBe(200);
  });

  test('refuses zeros and another channel, and takes neither for a wrong password', async () => {
    Object.assign(recent.side.signIn, { lockOut: { after: 1 } });
    expect((await signInBy({ binding: Buffer.alloc(16) })).status).toBe(401);
    expect((await signInBy({ binding: channelBinding(Buffer.alloc(32)) })).status).toBe(401);
    expect(recent.stats()).toMatchObject({ wrongBindings: 2, wrongPasswords: {} });
    expect((await signInBy({ binding: await ours() })).status).toBe(200);
  });

  test('refuses NTLMv1, and a wrong password through the right channel', async () => {
    expect((await signInBy({ version1: true })).status).toBe(401);
    expect((await signInBy({ binding: await ours() }, 'wrong')).status).toBe(401);
    expect(recent.stats()).toMatchObject({ wrongBindings: 0, wrongPasswords: { [NEW]: 2 } });
  });

  test('behind a bridge with another certificate refuses what is bound to what the client sees', async () => {
    recent.door.set({ bridge: true });
    expect((await signInBy({ binding: await ours() })).status).toBe(401);
    expect((await signInBy()).status).toBe(200);
    const { bound } = await recent.door.certificates();
    expect((await signInBy({ binding: channelBinding(bound.endPointHash) })).status).toBe(200);
  });

  test('is not at autodiscover, nor without TLS, nor on a server before it', async () => {
    const binding = Buffer.alloc(16);
    const autodiscover = recent.httpsUrl.replace('/EWS/Exchange.asmx', '/autodiscover/autodiscover.xml');
    expect((await signInBy({ binding }, undefined, autodiscover)).status).toBe(200);
    recent.side.signIn.schemes = ['NTLM'];
    const plain = oneConnection();
    const who = { user: NEW, domain: '', password: 'pass-owner' };
    expect((await shake(plain, recent.url, inbox, who, { binding })).status).toBe(200);
    plain.destroy();
    Object.assign(sandbox.source.side.signIn, { schemes: ['NTLM'] });
    const owner = { user: 'owner@old.example', domain: '', password: 'pass-owner' };
    expect((await shake(agent, sandbox.source.httpsUrl, inbox, owner, { binding })).status).toBe(200);
  });
});

describe('Extended Protection', () => {
  test('where it is required takes the right channel alone, and nothing without TLS', async () => {
    Object.assign(recent.side.signIn, { extendedProtection: 'require', schemes: ['NTLM'] });
    expect((await signInBy()).status).toBe(401);
    expect((await signInBy({ binding: Buffer.alloc(16) })).status).toBe(401);
    expect((await signInBy({ binding: await ours() })).status).toBe(200);
    const plain = oneConnection();
    const who = { user: NEW, domain: '', password: 'pass-owner' };
    expect((await shake(plain, recent.url, inbox, who)).status).toBe(401);
    plain.destroy();
  });

  test('where it is off takes anything', async () => {
    Object.assign(recent.side.signIn, { extendedProtection: 'off' });
    expect((await signInBy({ binding: Buffer.alloc(16) })).status).toBe(200);
  });

  test('binds to a known value', () => {
    // The value that ntlm-auth for Python has in its tests.
    const hash = Buffer.from('e3ca49271e5089cc48ce82109f1324f41dbeddc29a777410c738f7868c4ff405', 'hex');
    expect(channelBinding(hash).toString('hex')).toBe('6ea19df066da4622051f9c4f92c6df74');
  });
});

describe('a new server as it is installed', () => {
  test('offers Windows authentication at EWS, and Basic besides at autodiscover alone', async () => {
    const offered = async (url: string): Promise<unknown> =>
      (await send(agent, url, undefined, '')).headers['www-authenticate'];
    expect(await offered(recent.httpsUrl)).toBe('Negotiate, NTLM');
    expect(await offered(recent.httpsUrl.replace('/EWS/Exchange.asmx', '/autodiscover/autodiscover.xml'))).toMatch(
      /^Negotiate, NTLM, Basic realm=/,
    );
    expect(await offered(sandbox.source.httpsUrl)).toMatch(/^(?:Basic realm=|NTLM)/);
  });
});

describe('passwords beyond ASCII', () => {
  const basic = (email: string, password: Buffer): string =>
    `Basic ${Buffer.concat([Buffer.from(`${email}:`), password]).toString('base64')}`;
  const latin = (text: string): Buffer => Buffer.from(text.replaceAll('€', '\u0080'), 'latin1');

  test.each(['utf-8', 'windows-1252'] as const)('Basic is read as %s, and only so', async (basicCharset) => {
    Object.assign(recent.side.signIn, { schemes: ['Basic'], basicCharset });
    for (const { email, password } of mailboxes.slice(0, 3)) {
      const statuses = [];
      for (const bytes of [Buffer.from(password, 'utf8'), latin(password)])
        statuses.push((await send(agent, recent.httpsUrl, basic(email, bytes), inbox)).status);
      expect([email, statuses]).toEqual([email, basicCharset === 'utf-8' ? [200, 401] : [401, 200]]);
    }
    expect(recent.stats().wrongPasswords).toEqual(
      Object.fromEntries(mailboxes.slice(0, 3).map(({ email }) => [email, 1])),
    );
  });

  test('NTLM takes all of them, as it writes UTF-16', async () => {
    for (const { email, password } of mailboxes) {
      const own = oneSecureConnection({ ca });
      expect((await shake(own, recent.httpsUrl, inbox, { user: email, domain: '', password })).status).toBe(200);
      own.destroy();
    }
  });
});
