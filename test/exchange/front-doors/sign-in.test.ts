import { getRandomValues } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { probeEndpoint } from '../../../worker/exchange/probe.ts';
import type { OpenSocket } from '../../../worker/exchange/transport/http/byte-socket.ts';
import type { SignInFacts } from '../../../worker/exchange/transport/sign-in-memory.ts';
import { createAuthenticator, type SignInPlatform } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import { socketFetch } from '../../../worker/exchange/transport/socket-fetch.ts';
import { compareMailboxes, describeDifference } from '../../sandbox/compare/compare.ts';
import { PROFILES } from '../../sandbox/profiles/profiles.ts';
import { type Sandbox, type SandboxSide, startSandbox } from '../../sandbox/sandbox.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { ownerOf } from '../connect.ts';
import { mailboxPasses, type SignsIn } from '../pairs/copy-pass.ts';

const ANN = 'ann@example.com';
const BEN = 'ben@example.com';
const UMLAUTS = 'Grüße £ €';

let sandbox: Sandbox;
let root: string;
beforeAll(async () => {
  const mailboxes = [ANN, BEN].map((email, at) => ({ email, fill: { seed: 31 + at, items: 12 } }));
  sandbox = await startSandbox({
    source: { profile: 'Exchange2016', mailboxes },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: ANN }, { email: BEN }] },
  });
  ({ root } = await sandbox.authority());
  return () => sandbox.close();
});

afterEach(() => {
  for (const { side, door, resetStats } of [sandbox.source, sandbox.destination]) {
    side.signIn = {};
    side.affinity.options = {};
    door.set({ bridge: false });
    resetStats();
  }
});

/** TLS whose certificate is known, as it is behind the gateway. */
function lineTo({ door }: SandboxSide): OpenSocket {
  const { open } = netSockets(root);
  return async (url, signal) => {
    const socket = await open(url, signal);
    const { shown } = await door.certificates();
    const endPointHash = shown.endPointHash.toString('base64');
    return { ...socket, line: { route: 'direct', isOld: false, endPointHash } };
  };
}

type Ways = { line?: 'known'; gateway?: boolean; remembered?: Partial<SignInFacts> };

function platformOf(server: SandboxSide, { line, gateway, remembered = {} }: Ways) {
  const learnt: SignInFacts[] = [];
  const open = line ? lineTo(server) : netSockets(root).open;
  const { basicCharset, binding } = remembered;
  const memory = {
    ...(basicCharset && { basicCharset }),
    ...(binding && { binding }),
    learn: (facts: SignInFacts) => void learnt.push(facts),
  };
  const platform: SignInPlatform = {
    fetch: socketFetch({ open, now: Date.now, maxConnections: 3 }),
    open,
    ...(gateway && { openBound: lineTo(server) }),
    random: (bytes) => void getRandomValues(bytes),
    now: Date.now,
    memory: () => memory,
  };
  return { platform, learnt };
}

/** Looks at a server and opens Ann's mailbox: what comes of it, what is learnt, how many passwords were wrong. */
async function look(server: SandboxSide, ways: Ways, password = ownerOf(server, ANN).password) {
  const { platform, learnt } = platformOf(server, ways);
  const credentials = { username: ANN, password };
  const seen = await probeEndpoint({ ...platform, url: server.httpsUrl, credentials, mailbox: ANN, timeoutMs: 20_000 });
  platform.fetch.close?.();
  return { code: seen.ok ? 'in' : seen.fault.code, learnt, wrong: server.stats().wrongPasswords[ANN] ?? 0 };
}

describe('Extended Protection of Exchange 2019', () => {
  type Row = [
    protection: 'off' | 'allow' | 'require',
    bridge: boolean,
    ways: Ways,
    code: string,
    learnt: SignInFacts[],
  ];
  const direct: Ways = {};
  const beside: Ways = { gateway: true };
  const known: Ways = { line: 'known', gateway: true };
  const rows: Row[] = [
    ['off', false, direct, 'in', []],
    ['off', false, known, 'in', []],
    ['off', true, known, 'in', []],
    ['allow', false, direct, 'in', []],
    ['allow', false, known, 'in', []],
    ['allow', true, direct, 'in', []],
    ['allow', true, known, 'in', [{ binding: 'none' }]],
    ['allow', true, { ...known, remembered: { binding: 'none' } }, 'in', []],
    ['require', false, direct, 'extended-protection', []],
    ['require', false, beside, 'in', [{ needsBinding: true }]],
    ['require', false, known, 'in', []],
    ['require', true, beside, 'line-re-encrypted', []],
    ['require', true, known, 'line-re-encrypted', []],
  ];
  test.each(rows)('%s, bridge %s, %o: %s %o', async (extendedProtection, bridge, ways, code, learnt) => {
    const { destination } = sandbox;
    destination.side.signIn = { extendedProtection };
    destination.door.set({ bridge });
    expect(await look(destination, ways)).toEqual({ code, learnt, wrong: 0 });
  });

  test.each(rows)(
    '%s, bridge %s, %o: a wrong password is called that, and tried twice at most',
    async (extendedProtection, bridge, ways) => {
      const { destination } = sandbox;
      destination.side.signIn = { extendedProtection };
      destination.door.set({ bridge });
      expect(await look(destination, ways, 'wrong')).toEqual({ code: 'http-401', learnt: [], wrong: 2 });
    },
  );
});

describe('a password beyond ASCII', () => {
  const charsets = ['utf-8', 'windows-1252'] as const;
  async function lookWith(
    charset: (typeof charsets)[number],
    schemes: ('Basic' | 'NTLM')[],
    ways: Ways,
    wrong = false,
  ) {
    const { source } = sandbox;
    const { password } = ownerOf(source, ANN);
    source.side.signIn = { schemes, basicCharset: charset };
    source.side.accounts.setPassword(ANN, UMLAUTS);
    const seen = await look(source, ways, wrong ? `${UMLAUTS}!` : UMLAUTS);
    source.side.accounts.setPassword(ANN, password);
    return seen;
  }

  test.each(charsets)('opens a server that reads Basic as %s, by NTLM where that is offered', async (charset) => {
    expect(await lookWith(charset, ['Basic', 'NTLM'], {})).toEqual({ code: 'in', learnt: [], wrong: 0 });
    expect(await lookWith(charset, ['Basic'], {})).toEqual({
      code: 'in',
      learnt: [{ basicCharset: charset }],
      wrong: charset === 'utf-8' ? 0 : 1,
    });
  });

  test.each(charsets)('opens it at once where %s is remembered', async (charset) => {
    const ways = { remembered: { basicCharset: charset } };
    expect(await lookWith(charset, ['Basic'], ways)).toEqual({ code: 'in', learnt: [], wrong: 0 });
  });

  test('that is wrong is tried twice, and once where the charset is remembered', async () => {
    for (const charset of charsets) {
      sandbox.source.resetStats();
      expect(await lookWith(charset, ['Basic'], {}, true)).toEqual({ code: 'http-401', learnt: [], wrong: 2 });
      sandbox.source.resetStats();
      const ways = { remembered: { basicCharset: charset } };
      expect(await lookWith(charset, ['Basic'], ways, true)).toEqual({ code: 'http-401', learnt: [], wrong: 1 });
    }
  });
});

describe('cookies that keep a mailbox on its back end', () => {
  const signsIn =
    (scheme: 'basic' | 'ntlm'): SignsIn =>
    (server, login) =>
      createAuthenticator(scheme, login, platformOf(server, {}).platform);
  const secure = (side: SandboxSide): SandboxSide => ({ ...side, url: side.httpsUrl });

  test.each([
    ['basic', 'f5'],
    ['ntlm', 'netscaler'],
    ['ntlm', 'kemp'],
  ] as const)(
    'by %s, behind %s: two mailboxes move at a time, and none has a cookie of the other',
    async (scheme, balancer) => {
      for (const { side } of [sandbox.source, sandbox.destination]) {
        side.signIn = { schemes: [scheme === 'basic' ? 'Basic' : 'NTLM'] };
        side.affinity.options = { balancer, without: 'wrong' };
      }
      const sides = { source: secure(sandbox.source), destination: secure(sandbox.destination) };
      const { store } = sandbox.destination;
      const levels = { from: PROFILES.Exchange2016.level, to: PROFILES.Exchange2019.level };
      await Promise.all(
        [ANN, BEN].map(async (email) => {
          const passes = mailboxPasses(sides, email, fetch, email, signsIn(scheme));
          expect((await passes.run()).failed).toEqual([]);
          passes.close();
          const found = compareMailboxes(sandbox.source.store, email, store, email, { levels });
          expect(found.map(describeDifference)).toEqual([]);
        }),
      );
      for (const { stats } of [sandbox.source, sandbox.destination]) {
        const { kept, foreign } = stats().affinity;
        expect([foreign, kept > 20]).toEqual([0, true]);
      }
      store.sql('delete from items').run();
    },
    60_000,
  );
});
