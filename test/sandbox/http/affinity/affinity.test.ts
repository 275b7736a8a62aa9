import type { Agent } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneConnection, oneSecureConnection, type Reply, send } from '../../kit/ntlm-client.ts';
import { distinguished, envelope, getFolderBody } from '../../kit/raw-client.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox.ts';
import { BALANCERS, readCookies } from './cookies.ts';

const inbox = getFolderBody(distinguished('inbox'));
let sandbox: Sandbox;
let recent: SandboxSide;
let agent: Agent;

beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2010_SP2', mailboxes: [{ email: 'ann@old.example' }] },
    destination: {
      profile: 'Exchange2016',
      mailboxes: ['ann', 'ben', 'cleo', 'dora'].map((name) => ({ email: `${name}@new.example` })),
    },
  });
  recent = sandbox.destination;
  const { root: ca } = await sandbox.authority();
  agent = oneSecureConnection({ ca, minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' });
});
afterAll(async () => {
  agent.destroy();
  await sandbox.close();
});
beforeEach(() => {
  recent.resetStats();
  sandbox.source.resetStats();
});
afterEach(() => {
  recent.side.affinity.options = {};
});

/** A request of a mailbox's owner with these cookies. */
const ask = (name: string, cookie = '', side = recent, by = agent): Promise<Reply> => {
  const email = side.mailboxes.find((each) => each.email.startsWith(name))?.email ?? '';
  const login = `Basic ${Buffer.from(`${email}:pass-${name}`).toString('base64')}`;
  const body = side === recent ? inbox : envelope(inbox);
  return send(by, by === agent ? side.httpsUrl : side.url, login, body, cookie ? { cookie } : {});
};
const lines = ({ headers }: Reply): string[] => [headers['set-cookie'] ?? []].flat();
const jarOf = (reply: Reply): string =>
  lines(reply)
    .map((line) => line.split(';')[0])
    .join('; ');

describe('a front end of 2013 and later', () => {
  test('sets the cookies that Exchange sets, once, and over TLS alone', async () => {
    const first = await ask('ann');
    expect(lines(first)).toEqual([
      expect.stringMatching(
        /^X-BackEndCookie=S-1-5-21-[\d-]+=[\w+/]+=*; expires=\w{3}, \d\d-\w{3}-\d{4} [\d:]{8} GMT; path=\/EWS; secure; HttpOnly$/,
      ),
      expect.stringMatching(/^exchangecookie=[0-9a-f]{32}; expires=.* GMT; path=\/; HttpOnly$/),
    ]);
    expect(lines(await ask('ann', jarOf(first)))).toEqual([]);
    const plain = oneConnection();
    expect(lines(await ask('ann', '', recent, plain))).toEqual([]);
    plain.destroy();
    expect(lines(await ask('ann', '', sandbox.source))).toEqual([]);
  });

  test('counts a cookie of another mailbox', async () => {
    // However long ago the test before was given some.
    recent.side.affinity.options = { graceMs: 60_000 };
    const ann = jarOf(await ask('ann'));
    await ask('ann', ann);
    expect(recent.stats().affinity).toEqual({ kept: 2, missing: 0, foreign: 0 });
    await ask('ben', ann);
    expect(recent.stats().affinity).toEqual({ kept: 2, missing: 0, foreign: 1 });
  });

  test.each([
    ['slow', 'cleo'],
    ['wrong', 'dora'],
  ] as const)('answers %s without the cookies that it gave, if it is set to', async (without, name) => {
    recent.side.affinity.options = { without, slowMs: 300, graceMs: 20 };
    const jar = jarOf(await ask(name));
    await setTimeout(60);
    const timed = async (cookie?: string): Promise<[number, boolean]> => {
      const begin = performance.now();
      const { status } = await ask(name, cookie);
      return [status, performance.now() - begin > 290];
    };
    expect(await timed(jar)).toEqual([200, false]);
    expect(await timed()).toEqual(without === 'slow' ? [200, true] : [500, false]);
    expect(recent.stats().affinity).toMatchObject({ missing: 1, foreign: 0 });
    // What came without them is given new ones, and the older ones are still good.
    expect(await timed(jar)).toEqual([200, false]);
  });
});

describe('a load balancer', () => {
  test.each(BALANCERS)('sets a cookie of its own with the first answer, a refusal too: %s', async (balancer) => {
    recent.side.affinity.options = { balancer };
    const [line = ''] = lines(await send(agent, recent.httpsUrl, undefined, ''));
    expect(line).toMatch(
      /^(?:BIGipServerpool_ews_443=\d+\.47873\.0000; path|NSC_wt_fyd_fxt=ffffffff\w+;path|kempews="\w+"; path)=\//,
    );
    const own = line.split(';')[0] as string;
    const first = await ask('ann', own);
    const jar = `${own}; ${jarOf(first)}`;
    expect(lines(await ask('ann', jar))).toEqual([]);
    expect(readCookies(jar).size).toBe(3);
    await ask('ben', own);
    expect(recent.stats().affinity.foreign).toBe(1);
  });

  test('stands before old servers, too', async () => {
    sandbox.source.side.affinity.options = { balancer: 'f5', graceMs: 20, without: 'slow', slowMs: 300 };
    const jar = jarOf(await ask('ann', '', sandbox.source));
    expect(jar).toMatch(/^BIGipServer/);
    await setTimeout(60);
    await ask('ann', jar, sandbox.source);
    const begin = performance.now();
    expect((await ask('ann', '', sandbox.source)).status).toBe(200);
    expect(performance.now() - begin).toBeGreaterThan(290);
    expect(sandbox.source.stats().affinity).toEqual({ kept: 2, missing: 1, foreign: 0 });
  });
});
