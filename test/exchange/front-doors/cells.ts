import { expect } from 'vitest';
import { createPeopleMap } from '../../../worker/engine/settings/people-map.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { createMemoryMailbox } from '../../fakes/memory-mailbox.ts';
import { createWorld, runPass } from '../../fakes/slice-world.ts';
import { compareMailboxes } from '../../sandbox/compare/compare.ts';
import type { DoorSettings } from '../../sandbox/front-doors/door-settings.ts';
import { WINDOWS, type WindowsVersion } from '../../sandbox/front-doors/windows-tls.ts';
import { mutateMailbox } from '../../sandbox/generate/mutate.ts';
import type { AffinityOptions } from '../../sandbox/http/affinity/affinity.ts';
import type { SignInOptions } from '../../sandbox/http/sign-in/options.ts';
import { PROFILES, type ProfileName } from '../../sandbox/profiles/profiles.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { connect } from '../connect.ts';
import { byHttp, startReach } from './reach.ts';

/** One way in which a server may stand behind TLS, and on which side of a migration. */
export type Cell = { windows: WindowsVersion; scheme: 'basic' | 'ntlm'; as: 'source' | 'destination' };

/** What the server, or what stands before it, does besides. */
export type Behaviour = { door?: Partial<DoorSettings>; affinity?: AffinityOptions; signIn?: SignInOptions };

/** What came of it, for a table. */
export type Outcome = {
  protocol: string;
  cipher: string;
  requests: number;
  deltaRequests: number;
  connections: number;
  /** Requests that came without the cookies of their mailbox. */
  withoutCookies: number;
};

const ANN = { source: 'ann@old.example', destination: 'ann@new.example' };

/** Which Exchange runs on a Windows; the older take no mailboxes in. */
const EXCHANGE: Readonly<Record<WindowsVersion, ProfileName>> = {
  '2003': 'Exchange2007_SP1',
  '2008': 'Exchange2007_SP1',
  '2008 R2': 'Exchange2010_SP3',
  '2008 R2 with TLS 1.2': 'Exchange2010_SP3',
  '2012': 'Exchange2013',
  '2012 R2': 'Exchange2013',
  '2016': 'Exchange2016',
  '2019': 'Exchange2019',
  '2022': 'ExchangeSE',
};

export const CELLS: readonly Cell[] = (Object.keys(WINDOWS) as WindowsVersion[]).flatMap((windows) =>
  (['source', 'destination'] as const).flatMap((as) =>
    (['basic', 'ntlm'] as const).map((scheme) => ({ windows, scheme, as })),
  ),
);

function profilesOf({ windows, as }: Cell): { source: ProfileName; destination: ProfileName } {
  const own = EXCHANGE[windows];
  if (as === 'source') return { source: own, destination: 'Exchange2019' };
  return { source: 'Exchange2010_SP2', destination: /20(?:07|10)/.test(own) ? 'Exchange2013' : own };
}

type Requests = Record<string, number>;
type Passes = { full: Requests; delta: Requests };

/**
 * Moves a mailbox with a full pass and a delta pass, the one side behind the Windows of the cell and by the gateway, the
 * other by http; or both by http. Every item arrives, nothing is sent, and the source is untouched.
 */
async function move(
  cell: Cell,
  isByGateway: boolean,
  behaviour: Behaviour = {},
): Promise<Passes & { outcome: Outcome }> {
  const profiles = profilesOf(cell);
  const schemes = [cell.scheme === 'basic' ? 'Basic' : 'NTLM'] as const;
  const sandbox = await startSandbox({
    source: {
      profile: profiles.source,
      mailboxes: [{ email: ANN.source, fill: { seed: 17, items: 30, largeItems: [{ bytes: 300_000 }] } }],
      signIn: { schemes },
    },
    destination: { profile: profiles.destination, mailboxes: [{ email: ANN.destination }], signIn: { schemes } },
  });
  const behind = sandbox[cell.as];
  behind.door.set({ tls: WINDOWS[cell.windows], ...behaviour.door });
  behind.side.affinity.options = { ...behaviour.affinity };
  Object.assign(behind.side.signIn, behaviour.signIn);
  const gateway = isByGateway ? await startReach((await sandbox.authority()).root) : undefined;
  const reachOf = (side: 'source' | 'destination') => (gateway && side === cell.as ? gateway.reach : byHttp);
  const world = createWorld(createMemoryMailbox('unused', []), createMemoryMailbox('unused', []));
  world.clock.now = Date.now();
  const people = {
    owner: ANN.source,
    mapOf: async () => createPeopleMap({ source: ANN.source, destination: ANN.destination }, new Map()),
  };
  const pass = async (): Promise<Requests> => {
    for (const side of [sandbox.source, sandbox.destination]) side.side.stats.requests = {};
    const [from, to] = (['source', 'destination'] as const).map((side) =>
      connect(sandbox[side], side, { mailbox: ANN[side], ...reachOf(side)(sandbox[side], ANN[side], cell.scheme) }),
    );
    const sides = { source: createExchangeSource(from!), destination: createExchangeDestination(to!) };
    const result = await runPass(world, { ...sides, people });
    expect(result).toMatchObject({ outcome: 'done' });
    const levels = { from: PROFILES[profiles.source].level, to: PROFILES[profiles.destination].level };
    const [old, recent] = [sandbox.source.store, sandbox.destination.store];
    expect(compareMailboxes(old, ANN.source, recent, ANN.destination, { levels })).toEqual([]);
    return requestsOf(sandbox.source.stats().requests, sandbox.destination.stats().requests);
  };
  try {
    const full = await pass();
    mutateMailbox(sandbox.source.store, ANN.source, { seed: 18, new: 5, changed: 3, read: 2, moved: 2 });
    const delta = await pass();
    expect(sandbox.source.stats().writes).toEqual({});
    for (const side of [sandbox.source, sandbox.destination])
      expect(side.stats()).toMatchObject({ outgoing: 0, wrongPasswords: {}, wrongBindings: 0 });
    // Cookies are kept in memory alone: the first request of a later pass comes without.
    const { missing, foreign } = behind.stats().affinity;
    expect([missing <= 1, foreign]).toEqual([true, 0]);
    const visits = behind.door.visits.list.filter(({ handshake }) => handshake === 'done');
    return {
      full,
      delta,
      outcome: {
        protocol: visits[0]?.protocol ?? '',
        cipher: visits[0]?.cipher ?? '',
        requests: sum(full),
        deltaRequests: sum(delta),
        connections: visits.length,
        withoutCookies: missing,
      },
    };
  } finally {
    await gateway?.close();
    await sandbox.close();
    world.ledger.close();
  }
}

const requestsOf = (source: Requests, destination: Requests): Requests => ({
  ...Object.fromEntries(Object.entries(source).map(([name, count]) => [`source ${name}`, count])),
  ...Object.fromEntries(Object.entries(destination).map(([name, count]) => [`destination ${name}`, count])),
});

const sum = (requests: Requests): number => Object.values(requests).reduce((total, count) => total + count, 0);

const known = new Map<string, Promise<Passes>>();

/** The same by http; once for all cells with these servers. */
function overHttp(cell: Cell): Promise<Passes> {
  const key = JSON.stringify([profilesOf(cell), cell.scheme]);
  const passes = known.get(key) ?? move(cell, false);
  known.set(key, passes);
  return passes;
}

/** Which copies are read back follows from the order in which batches end: all but these requests are the same. */
function settled(requests: Requests): Requests {
  return Object.fromEntries(Object.entries(requests).filter(([operation]) => operation !== 'destination GetItem'));
}

/** Moves a mailbox by the gateway, and holds its requests against those of the same passes by http. */
export async function runCell(cell: Cell, behaviour?: Behaviour): Promise<Outcome> {
  const { outcome, full, delta } = await move(cell, true, behaviour);
  const plain = await overHttp(cell);
  expect({ full: settled(full), delta: settled(delta) }).toEqual({
    full: settled(plain.full),
    delta: settled(plain.delta),
  });
  return outcome;
}
