import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { ItemError } from '../../../worker/engine/model/ledger.ts';
import type { MailboxDestination, MailboxSource } from '../../../worker/engine/model/mailbox.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { SliceDeps } from '../../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import { runSlice } from '../../../worker/engine/slice.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
} from '../../../worker/exchange/client/connection.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { createSqliteLedger } from '../../fakes/sqlite-ledger.ts';
import type { GenerateOptions } from '../../sandbox/generate/mailbox.ts';
import { type Sandbox, type SandboxSide, type SideOptions, startSandbox } from '../../sandbox/sandbox.ts';

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

/** Real time, of which long waits take none: a sleep moves the clock on. */
export function jumpingClock(): { now: () => number; sleep: SliceDeps['sleep']; jumpedMs: () => number } {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    jumpedMs: () => ahead,
    sleep: async (ms, signal) => {
      const until = now() + ms;
      // Short ones are real: they let what is on its way go on.
      await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5)));
      if (!signal.aborted) ahead = Math.max(ahead, until - Date.now());
    },
  };
}

/** What is different about the connections of a side. */
type ConnectionsOf = (side: 'source' | 'destination') => Partial<ConnectionOptions>;

export type Move = {
  email: string;
  connect: (side: 'source' | 'destination') => Connection;
  /** Runs slices as the coordinator would, until the pass ends. Every slice opens its connections anew. */
  pass: (type?: PassType, more?: Partial<SliceDeps>, connection?: ConnectionsOf) => Promise<SliceResult>;
  /** What each slice of the last pass ended with. */
  results: SliceResult[];
  /** The error list as it stands. */
  errors: () => Promise<ItemError[]>;
  /** A message at the source whose subject is in no other. */
  first: () => Promise<{ id: string; subject: string }>;
  /** What the two mailboxes hold, as comparable lines; each item once a copy. */
  lines: () => Promise<{ source: string[]; destination: string[] }>;
  clock: ReturnType<typeof jumpingClock>;
};

/** A mailbox that is moved from one server to the other. */
export function createMove(sandbox: Sandbox, at: number, clock = jumpingClock()): Move {
  const email = `box${at}@example.com`;
  const ledger = createSqliteLedger();
  const watermarks = new Map<string, string>();
  let lease = 0;
  let passes = 0;
  const connect = (side: SandboxSide, name: 'source' | 'destination', more: Partial<ConnectionOptions> = {}) =>
    createConnection({
      url: side.url,
      side: name,
      authenticator: basicAuthenticator(fetch, { username: email, password: `pass-box${at}` }),
      mailbox: email,
      impersonate: false,
      newRequestId: () => crypto.randomUUID(),
      timeoutMs: 1_500,
      ...more,
    });
  const sides = (more?: ConnectionsOf): { source: MailboxSource; destination: MailboxDestination } => ({
    source: createExchangeSource(connect(sandbox.source, 'source', more?.('source'))),
    destination: createExchangeDestination(connect(sandbox.destination, 'destination', more?.('destination'))),
  });
  const move: Move = {
    email,
    connect: (side) => connect(sandbox[side], side),
    clock,
    results: [],
    pass: async (type = 'full', more = {}, connection) => {
      passes += 1;
      move.results = [];
      let waits = 0;
      let pace: SliceResult['pace'];
      for (let slices = 0; slices < 100; slices++) {
        lease += 1;
        let batch = 0;
        const own = lease;
        const result = await runSlice({
          ...sides(connection),
          ledger: ledger.lease(own),
          watermarks: {
            all: async () => new Map(watermarks),
            put: async (marks) => marks.forEach(({ folder, syncState }) => watermarks.set(folder.sourceId, syncState)),
          },
          order: { id: `pass-${passes}`, type },
          options: () => ({}),
          maxConcurrency: 4,
          priorWaits: waits,
          ...(pace && { pace }),
          memory: createBudget(48_000_000),
          now: clock.now,
          sleep: clock.sleep,
          random: () => 0.5,
          newBatchId: () => `batch-${own}-${++batch}`,
          deadlineAt: clock.now() + 60_000,
          doubtWaitMs: 65_000,
          stop: new AbortController().signal,
          abort: new AbortController().signal,
          onProgress: () => {},
          ...more,
        });
        move.results.push(result);
        ({ pace } = result);
        if (result.outcome === 'wait') {
          await clock.sleep(result.resumeAt - clock.now(), new AbortController().signal);
          waits += result.fault ? 1 : 0;
        } else if (result.outcome === 'more') waits = 0;
        else return result;
      }
      throw new Error(`The pass did not end: ${JSON.stringify(move.results.at(-1))}`);
    },
    errors: async () => {
      lease += 1;
      const own = ledger.lease(lease);
      await own.open({ id: `errors-${lease}`, retries: false, paths: [] }, {}, 0);
      return (await own.unlisted(1000)).failed;
    },
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
