import type { Faults } from './faults/faults.ts';
import type { Affinity } from './http/affinity/affinity.ts';
import type { Accounts } from './http/sign-in/accounts.ts';
import type { SignInOptions } from './http/sign-in/options.ts';
import type { Rights } from './http/sign-in/rights.ts';
import type { Organisation } from './management/organisation.ts';
import type { Throttle } from './throttle/throttle.ts';
import type { CorruptItems } from './store/corrupt-items.ts';
import type { Mailbox, Store } from './store/store.ts';
import type { Profile } from './profiles/profiles.ts';
import type { Value } from './items/model.ts';
import type { AutodiscoverOptions } from './http/autodiscover/options.ts';
import type { OpenFile } from './operations/open-files.ts';
import type { Node } from './xml/node.ts';
import type { Recorder } from './wire/wire-log.ts';

export type Network = {
  /** Added once to every request, milliseconds. */
  roundTripMs: number;
  /** Each direction of the side; 0 is without limit. */
  bytesPerSecond: number;
};

/** What the sandbox counted; requests also by operation, writes as items and folders that were changed. */
export type Stats = {
  requests: Record<string, number>;
  totalRequests: number;
  writes: Record<string, number>;
  /** When items were first and last written, in ms of `performance.now()`, and how many came with the first write. */
  itemWrites?: { firstAt: number; firstCount: number; lastAt: number };
  /** What a real server would have sent to people: messages, invitations, cancellations, receipts. */
  outgoing: number;
  refusedSignIns: number;
  /** Answers that nobody asked for. */
  surplusAnswers: number;
  /** Wrong passwords by account, in small letters. */
  wrongPasswords: Record<string, number>;
  /** Right passwords that Extended Protection refused: they came through another channel, or named none. */
  wrongBindings: number;
  /** Requests over TLS that brought the cookies of their mailbox, that lacked one, that brought one of another mailbox. */
  affinity: { kept: number; missing: number; foreign: number };
  /** Requests under impersonation, with X-AnchorMailbox naming the mailbox and without. */
  impersonated: { anchored: number; unanchored: number };
};

/** The one who asks, after sign-in and impersonation. `isAdmin`: an account without a mailbox. */
export type Caller = { mailbox?: Mailbox; isAdmin: boolean; username?: string };

export type Exchange = { operation: string; request: Node; caller: Caller };

/** What an interceptor may do instead of, or around, an operation. For what faults/ has no effect for. */
export type Outcome =
  | { kind: 'http'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'reset' };
/**
 * Runs around each operation. Calls `next` to let it happen (once), and returns an outcome to answer something else
 * than what happened, undefined to answer as usual.
 */
export type Interceptor = (exchange: Exchange, next: () => Promise<void>) => Promise<Outcome | undefined>;

export type Side = {
  profile: Profile;
  store: Store;
  admin: { username: string; password: string };
  /** Of the admin account. */
  rights: Rights;
  /** Of every other account that may do something in a mailbox of others, by its name in small letters. */
  grants: Map<string, Partial<Rights>>;
  accounts: Accounts;
  /** What its administrator set up; changed by `manage` (management/). */
  organisation: Organisation;
  signIn: SignInOptions;
  autodiscover: AutodiscoverOptions;
  affinity: Affinity;
  network: Network;
  /** How long behind a fault the answer comes that nobody asked for. */
  surplusDelayMs: number;
  stats: Stats;
  /** Largest page of SyncFolderItems; at most the profile's. */
  maxSyncChanges: number;
  /** Whether UploadItems takes what a newer product exported. */
  acceptsNewerStreams: boolean;
  /** What happens to an organiser that a client names by its MAPI properties. */
  organizers: 'kept' | 'stamped' | 'refused';
  /** What one request may take; what is left of a batch then is not processed. Milliseconds. */
  executionMs: number;
  /** Files that CreateAttachment shows and does not store (`forgetsAttachments`). */
  openFiles: OpenFile[];
  interceptors: Interceptor[];
  faults: Faults;
  throttle: Throttle;
  corrupt: CorruptItems;
  recorder?: Recorder;
  /** By how much its clock is ahead of ours, ms. */
  clock: { aheadMs: number };
  now: () => number;
};

/** One request on its way through an operation. */
export type Context = {
  side: Side;
  store: Store;
  caller: Caller;
  /** Schema level in force: the lower of the server's and the request's. */
  level: number;
  startedAt: number;
  /** The zone of the request's TimeZoneContext. */
  timeZone?: Value;
};

export const newStats = (): Stats => ({
  requests: {},
  totalRequests: 0,
  writes: {},
  outgoing: 0,
  refusedSignIns: 0,
  surplusAnswers: 0,
  wrongPasswords: {},
  wrongBindings: 0,
  affinity: { kept: 0, missing: 0, foreign: 0 },
  impersonated: { anchored: 0, unanchored: 0 },
});

const ITEM_WRITES = new Set(['UploadItems', 'CreateItem']);

export function countWrite(context: Context, operation: string, count = 1): void {
  const { stats } = context.side;
  stats.writes[operation] = (stats.writes[operation] ?? 0) + count;
  if (!ITEM_WRITES.has(operation)) return;
  const now = performance.now();
  if (stats.itemWrites) stats.itemWrites.lastAt = now;
  else stats.itemWrites = { firstAt: now, firstCount: count, lastAt: now };
}

/** Something went out to people. */
export function countOutgoing(context: Context, count = 1): void {
  context.side.stats.outgoing += count;
}
