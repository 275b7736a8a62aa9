import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { FolderTrouble } from '../../../worker/engine/model/folder-trouble.ts';
import type { ItemError } from '../../../worker/engine/model/ledger-facts.ts';
import type { MailboxDestination, MailboxSource } from '../../../worker/engine/model/mailbox.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { SliceDeps } from '../../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import { type Connection, type ConnectionOptions } from '../../../worker/exchange/client/connection.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import type { GenerateOptions } from '../../sandbox/generate/mailbox.ts';
import { type Sandbox, type SideOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { createPassWorld, endPass, jumpingClock, type Sides } from '../../fakes/pass-world.ts';
import { connect, type SideName } from '../connect.ts';

export const SEED = 11;

/** Two servers with so many mailboxes of the same names, those of the source filled alike when first opened. */
export function startPair(
  count: number,
  fill: Omit<GenerateOptions, 'seed'>,
  more: { source?: Partial<SideOptions>; destination?: Partial<SideOptions> } = {},
): Promise<Sandbox> {
  const emails = Array.from({ length: count }, (_, at) => `box${at}@example.com`);
  return startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      fillAt: 'access',
      mailboxes: emails.map((email) => ({ email, fill: { seed: SEED, ...fill } })),
      ...more.source,
    },
    destination: {
      profile: 'Exchange2019',
      fillAt: 'access',
      mailboxes: emails.map((email) => ({ email })),
      ...more.destination,
    },
  });
}

/** What is different about the connections of a side. */
type ConnectionsOf = (side: 'source' | 'destination') => Partial<ConnectionOptions>;

export type Move = {
  email: string;
  connect: (side: 'source' | 'destination') => Connection;
  /** Runs slices as the coordinator would, until the pass ends. Every slice opens its connections again. */
  pass: (type?: PassType, more?: Partial<SliceDeps>, connection?: ConnectionsOf) => Promise<SliceResult>;
  /** What each slice of the last pass ended with. */
  results: SliceResult[];
  /** The error list as it stands. */
  errors: () => Promise<ItemError[]>;
  /** The folders that are listed as set aside. */
  folderErrors: () => Promise<FolderTrouble[]>;
  /** A message at the source whose subject is in no other. */
  first: () => Promise<{ id: string; subject: string }>;
  /** What the two mailboxes hold, as comparable lines; each item once a copy. */
  lines: () => Promise<{ source: string[]; destination: string[] }>;
  clock: ReturnType<typeof jumpingClock>;
};

/** A mailbox that is moved from one server to the other. */
export function createMove(sandbox: Sandbox, at: number, clock = jumpingClock()): Move {
  const email = `box${at}@example.com`;
  const world = createPassWorld(clock);
  const connectTo = (side: SideName, more: Partial<ConnectionOptions> = {}) =>
    connect(sandbox[side], side, { mailbox: email, timeoutMs: 1_500, ...more });
  const sides = (more?: ConnectionsOf): Sides => ({
    source: createExchangeSource(connectTo('source', more?.('source'))),
    destination: createExchangeDestination(connectTo('destination', more?.('destination'))),
  });
  const unlisted = async () => {
    world.lease += 1;
    const own = world.ledger.lease(world.lease);
    await own.open({ id: `errors-${world.lease}`, retries: false, methods: [] }, {}, 0);
    return own.unlisted(1000);
  };
  const move: Move = {
    email,
    connect: (side) => connectTo(side),
    clock,
    results: [],
    pass: async (type = 'full', more = {}, connection) => {
      const { result, results } = await endPass(world, () => ({
        ...sides(connection),
        more: { order: { id: world.pass, type }, memory: createBudget(48_000_000), ...more },
      }));
      move.results = results;
      return result;
    },
    errors: async () => (await unlisted()).failed,
    folderErrors: async () => (await unlisted()).folders?.failed ?? [],
    first: async () => {
      const { source } = sides();
      const { signal } = new AbortController();
      const subjects = (await linesOf(source)).map((line) => line.split(' | ')[2] ?? '');
      for (const folder of await source.folders(signal))
        for (const change of (await source.changes(folder.id, undefined, signal)).changes) {
          if (change.kind !== 'create' || change.item.itemClass !== 'IPM.Note') continue;
          const { id, subject = '' } = change.item;
          if (subjects.filter((other) => other.includes(subject)).length === 1) return { id, subject };
        }
      throw new Error('The mailbox has no such message.');
    },
    lines: async () => {
      const { source, destination } = sides();
      return { source: await linesOf(source), destination: await linesOf(destination) };
    },
  };
  return move;
}

/** `path of the folder | class | subject | received` of every item; well-known folders by their own names. */
async function linesOf(mailbox: MailboxSource | MailboxDestination): Promise<string[]> {
  const { signal } = new AbortController();
  const folders = await mailbox.folders(signal);
  const paths = new Map<string, string>();
  const lines: string[] = [];
  for (const { id, parentId, name, distinguishedId } of folders) {
    paths.set(id, distinguishedId ?? `${paths.get(parentId) ?? ''}/${name}`);
    for (let state: string | undefined; ;) {
      const page = await mailbox.changes(id, state, signal);
      for (const change of page.changes)
        if (change.kind === 'create' || change.kind === 'update') {
          const { itemClass, subject, receivedAt, startAt } = change.item;
          lines.push([paths.get(id), itemClass, subject, startAt ?? receivedAt].join(' | '));
        }
      if (page.isLast) break;
      state = page.syncState;
    }
  }
  return lines.sort();
}
