import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthenticator } from '../../../worker/exchange/transport/sign-in/sign-in.ts';
import type { SignInScheme } from '../../../worker/lib/sign-in-scheme.ts';
import { netSockets } from '../../fakes/net-socket.ts';
import { startGatewayHere } from '../../local/gateway/gateway-at-work.ts';
import { compareMailboxes, describeDifference } from '../../sandbox/compare/compare.ts';
import { WINDOWS, type WindowsVersion } from '../../sandbox/front-doors/windows-tls.ts';
import { mutateMailbox } from '../../sandbox/generate/mutate.ts';
import { PROFILES } from '../../sandbox/profiles/profiles.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { mailboxPasses } from '../pairs/copy-pass.ts';
import { byItsDoor, linesBy, platformOver } from './gateway-kit.ts';

const ANN = 'ann@example.com';
const SEED = 51;
const FROM = 'Exchange2010_SP2';
const TO = 'Exchange2019';
const OFFERED = { basic: 'Basic', ntlm: 'NTLM', negotiate: 'Negotiate' } as const;

type Passes = { failed: unknown[]; differences: string[]; requests: Record<string, number>[]; protocols: unknown[] };

/** A full pass, changes, and a second pass that brings these over, between two servers that both run on this Windows; or over plain http. */
async function move(windows: WindowsVersion | undefined, scheme: SignInScheme): Promise<Passes> {
  const signIn = { schemes: [OFFERED[scheme]] };
  const door = windows === undefined ? {} : { tls: WINDOWS[windows] };
  const sandbox = await startSandbox({
    source: { profile: FROM, mailboxes: [{ email: ANN, fill: { seed: SEED, items: 25 } }], signIn, door },
    destination: { profile: TO, mailboxes: [{ email: ANN }], signIn, door },
  });
  const { source, destination } = sandbox;
  const isSecure = windows !== undefined;
  const gateway = isSecure ? await startGatewayHere({ authorities: [(await sandbox.authority()).root] }) : undefined;
  const open = gateway ? linesBy(gateway) : netSockets().open;
  const sides = isSecure ? { source: byItsDoor(source), destination: byItsDoor(destination) } : sandbox;
  const passes = mailboxPasses(sides, ANN, fetch, ANN, (_, login) =>
    createAuthenticator(scheme, login, platformOver(open)),
  );
  const requests: Record<string, number>[] = [];
  const protocols = new Set<unknown>();
  const take = () => {
    for (const { stats, door, resetStats } of [source, destination]) {
      const isRead = stats === source.stats;
      // Which copies are read back follows from the order in which batches end.
      const { GetItem: readBack, ...others } = stats().requests;
      requests.push(isRead ? { ...others, GetItem: readBack ?? 0 } : others);
      for (const { handshake, protocol } of door.visits.list) if (handshake === 'done') protocols.add(protocol);
      expect(stats()).toMatchObject({ wrongBindings: 0, refusedSignIns: 0 });
      resetStats();
    }
  };
  try {
    const { failed } = await passes.run();
    take();
    mutateMailbox(source.store, ANN, { seed: SEED, new: 3, changed: 3, read: 3, moved: 2, deleted: 0 });
    failed.push(...(await passes.run()).failed);
    take();
    const levels = { from: PROFILES[FROM].level, to: PROFILES[TO].level };
    const found = compareMailboxes(source.store, ANN, destination.store, ANN, { levels });
    return { failed, differences: found.map(describeDifference), requests, protocols: [...protocols] };
  } finally {
    passes.close();
    await gateway?.close();
    await sandbox.close();
  }
}

let overHttp: Passes;
beforeAll(async () => {
  overHttp = await move(undefined, 'basic');
  expect(overHttp).toMatchObject({ failed: [], differences: [], protocols: [] });
});

const seen: string[] = [];
afterAll(() => void process.stdout.write(`passes through front doors\n${seen.join('\n')}\n`));

/** The oldest, one between, and the newest; DOORS=all: every one. */
const SOME: readonly WindowsVersion[] = ['2003', '2012 R2', '2022'];
const versions = process.env.DOORS === 'all' ? (Object.keys(WINDOWS) as WindowsVersion[]) : SOME;

describe.each(versions)('between servers on Windows %s, by the gateway', (windows) => {
  // Negotiate is NTLM under another name: the oldest and the newest show that.
  const negotiates = windows === '2003' || windows === '2022';
  test.each<SignInScheme>(['basic', 'ntlm', ...(negotiates ? (['negotiate'] as const) : [])])(
    'by %s: everything arrives, and a second pass makes the requests that it makes over http',
    async (scheme) => {
      const { requests, protocols, ...result } = await move(windows, scheme);
      expect(result).toEqual({ failed: [], differences: [] });
      expect(protocols).toEqual([WINDOWS[windows].maxVersion]);
      expect(requests).toEqual(overHttp.requests);
      seen.push(`${windows}: ${String(protocols)}, ${scheme}`);
    },
    60_000,
  );
});
