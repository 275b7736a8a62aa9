import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { Throttle, type ThrottleOptions, type ThrottleStats } from './throttle/throttle.ts';
import { createControlServer } from './control/control-port.ts';
import { Faults } from './faults/faults.ts';
import type { FaultRule } from './faults/rule.ts';
import type { Authority } from './front-doors/authority.ts';
import type { DoorSettings } from './front-doors/door-settings.ts';
import type { FrontDoor } from './front-doors/open-front-door.ts';
import { type AskAuthority, authorityIn, openSideDoor } from './front-doors/side-door.ts';
import { Affinity, type AffinityOptions } from './http/affinity/affinity.ts';
import type { AutodiscoverOptions } from './http/autodiscover/options.ts';
import { createEwsServer } from './http/server.ts';
import { Accounts, type Login } from './http/sign-in/accounts.ts';
import type { SignInOptions } from './http/sign-in/options.ts';
import type { Rights } from './http/sign-in/rights.ts';
import { ownThrottle } from './management/cmdlets/throttling.ts';
import { newOrganisation } from './management/organisation.ts';
import { PROFILES, type ProfileName, versionText } from './profiles/profiles.ts';
import { type Interceptor, type Network, newStats, type Side, type Stats } from './side.ts';
import { CorruptItems, type Corruption, markCorrupt, requireItemRow } from './store/corrupt-items.ts';
import { type Limits, setLimits } from './store/limits.ts';
import { createMailbox } from './store/new-mailbox.ts';
import { insertPending } from './store/pending.ts';
import { setAddresses } from './store/settings.ts';
import { Store } from './store/store.ts';
import { generateMailbox, type GenerateOptions } from './generate/mailbox.ts';
import { Recorder } from './wire/wire-log.ts';

export type MailboxPlan = {
  email: string;
  /** Default: made of the address; see passwordOf. */
  password?: string;
  name?: string;
  language?: string;
  /** What the generator puts into it; nothing without. */
  fill?: GenerateOptions;
  /** Whether there is an archive mailbox besides. Default no. */
  archive?: boolean;
  /** LegacyExchangeDN, by which mail inside the organisation found it; and more of them (X500 addresses). */
  legacyDn?: string;
  x500?: readonly string[];
  /** What it may hold in all, and what one item of it: ErrorQuotaExceeded, ErrorMessageSizeExceeded. Default no limit. */
  quotaBytes?: number;
  maxItemBytes?: number;
};

export type SideOptions = {
  profile: ProfileName;
  /** 0 or absent: any free port. */
  port?: number;
  mailboxes?: readonly MailboxPlan[];
  /**
   * When mailboxes get their folders and items: all at the start, or each when someone first signs in to it or names
   * it (for a thousand of them; what reads the store's tables directly sees the others empty). Default the start.
   */
  fillAt?: 'start' | 'access';
  /**
   * `hashed`: of messages and files that come in only length and digest are kept. For a destination of measured runs,
   * which then needs neither disk nor memory for them, and can be compared still; asking for one again fails.
   */
  contents?: 'whole' | 'hashed';
  admin?: { username: string; password: string };
  /** Of the admin account: everything, unless said. */
  rights?: Partial<Rights>;
  /** More accounts without a mailbox; they may do nothing but what is said. */
  admins?: readonly (Login & Partial<Rights>)[];
  /** What owners may do in the mailboxes of others, by their address. */
  grants?: Readonly<Record<string, Partial<Rights>>>;
  signIn?: SignInOptions;
  /** How mailboxes are kept on their back ends by cookies, over TLS; changed by `side.affinity.options`. */
  affinity?: AffinityOptions;
  /** How the side is found; changed by `side.autodiscover`. */
  autodiscover?: AutodiscoverOptions;
  interceptors?: readonly Interceptor[];
  /** `default`: the version's own policy. Default none. Changed by `side.throttle.set`. */
  throttle?: 'default' | ThrottleOptions;
  /** Faults from the start; more by `side.faults.add`. */
  faults?: readonly FaultRule[];
  /** Of its front door; 0 or absent: any free port. */
  httpsPort?: number;
  /** How its front door differs from that of the version. Changed by `door.set`. */
  door?: Partial<DoorSettings>;
  /** Largest page of SyncFolderItems. */
  maxSyncChanges?: number;
  /** Whether UploadItems takes what a newer product exported; by default it is corrupt to it. */
  acceptsNewerStreams?: boolean;
  /**
   * What happens to an organiser that CreateItem names by PidTagSentRepresenting…, as the element is read-only: the
   * server names the owner of the mailbox all the same (default), keeps it, or refuses the item. Unproven which.
   */
  organizers?: 'kept' | 'stamped' | 'refused';
  /** What one request may take before the rest of its batch is not processed. Default one minute. */
  executionMs?: number;
  /** By how much its clock is ahead of ours; changed by `side.clock`. Default 0. */
  clockAheadMs?: number;
};

export type SandboxOptions = {
  /** Folder of the stores; in memory without. */
  stateDir?: string;
  /** Folder of the authority that signs the certificates; one in the folder of the stores unless said. */
  authorityDir?: string;
  source: SideOptions;
  destination: SideOptions;
  roundTripMs?: number;
  bytesPerSecond?: number;
  /** Address to listen on; loopback by default. */
  host?: string;
  /** A port on loopback that takes orders about both sides (0: any free one); see control/. None without. */
  controlPort?: number;
  /** Folder for every envelope that is exchanged; see wire-log.ts. */
  recordTo?: string;
};

export type SandboxSide = {
  /** Plain http. */
  url: string;
  /** The same servers by the front door of the version, TLS as its Windows speaks it. */
  httpsUrl: string;
  /** Such as `Exchange2010_SP2 14.2.247.0`. */
  version: string;
  admin: { username: string; password: string };
  mailboxes: { email: string; password: string }[];
  store: Store;
  side: Side;
  /** What was counted since the last reset, with what the throttle refused and which faults struck. */
  stats: () => Stats & { throttled: ThrottleStats; faults: Record<string, number> };
  resetStats: () => void;
  setNetwork: (network: Partial<Network>) => void;
  /** Makes every sync state that was handed out invalid. */
  invalidateSyncStates: () => void;
  /** What a mailbox and an item of it may hold from now on. */
  setLimits: (email: string, limits: Limits) => void;
  /** From now on the server can't read this item: with these errors, else ErrorCorruptData wherever it is read. */
  markCorrupt: (itemId: string, errors?: Readonly<Record<string, Corruption>>) => void;
  heal: (itemId: string) => void;
  door: FrontDoor;
};

export type Sandbox = {
  source: SandboxSide;
  destination: SandboxSide;
  /** Address of the control port. */
  controlUrl?: string;
  /** Who signs the certificates of both sides. Clients that trust its root take the good ones. */
  authority: () => Promise<Authority>;
  close: () => Promise<void>;
};

/** The password of a sandbox mailbox that was not given one. */
const passwordOf = (email: string): string => `pass-${email.split('@')[0]}`;

function requireMailboxRow(store: Store, email: string): number {
  const mailbox = store.mailbox(email);
  if (!mailbox) throw new Error(`No mailbox ${email}`);
  return mailbox.id;
}

/** Settles with the port when the server listens. */
async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function openSide(
  name: 'source' | 'destination',
  options: SandboxOptions,
  authority: AskAuthority,
): Promise<{ side: SandboxSide; server: Server }> {
  const own = options[name];
  const profile = PROFILES[own.profile];
  const path = options.stateDir ? join(options.stateDir, `${name}.sqlite`) : ':memory:';
  const store = new Store(path, own.contents);
  for (const plan of own.mailboxes ?? []) {
    // A mailbox is filled in the transaction that makes it: after a kill it is there whole, or made again.
    if (store.hasMailbox(plan.email)) continue;
    store.transaction(() => {
      const { email, password = passwordOf(plan.email), name, language, fill, archive } = plan;
      const isLimited = plan.quotaBytes !== undefined || plan.maxItemBytes !== undefined;
      if (own.fillAt === 'access') {
        const pending = store.insertMailbox(email, password, name);
        if (isLimited) setLimits(store, pending.id, plan);
        setAddresses(store, pending.id, plan);
        return insertPending(store, pending, { profile: own.profile, language, fill, archive });
      }
      const mailbox = createMailbox(store, profile, { ...plan, password });
      if (isLimited) setLimits(store, mailbox.id, plan);
      setAddresses(store, mailbox.id, plan);
      if (fill) generateMailbox(store, email, fill);
    });
  }
  const admin = own.admin ?? { username: `admin@${name}.example`, password: `admin-${name}` };
  const admins = (own.admins ?? []).map(({ username, password }) => ({ username, password }));
  const signIn = { ...own.signIn };
  const grants = [
    ...Object.entries(own.grants ?? {}),
    ...(own.admins ?? []).map((each) => [each.username, each] as const),
  ];
  const side: Side = {
    profile,
    store,
    admin,
    rights: { fullAccess: true, impersonation: true, ...own.rights },
    grants: new Map(grants.map(([who, rights]) => [who.toLowerCase(), rights])),
    signIn,
    autodiscover: { ...own.autodiscover },
    affinity: new Affinity({ ...own.affinity }, profile.setsBackEndCookie === true, () => side.now()),
    organisation: newOrganisation(),
    accounts: new Accounts(store, [admin, ...admins], signIn, () => side.now()),
    network: { roundTripMs: options.roundTripMs ?? 0, bytesPerSecond: options.bytesPerSecond ?? 0 },
    surplusDelayMs: 0,
    stats: newStats(),
    acceptsNewerStreams: own.acceptsNewerStreams ?? false,
    organizers: own.organizers ?? 'stamped',
    maxSyncChanges: Math.min(own.maxSyncChanges ?? profile.maxSyncChanges, profile.maxSyncChanges),
    executionMs: own.executionMs ?? 60_000,
    openFiles: [],
    interceptors: [...(own.interceptors ?? [])],
    throttle: new Throttle(
      profile,
      own.throttle,
      () => side.now(),
      (account) => ownThrottle(side, account),
    ),
    faults: new Faults(() => side.now()),
    corrupt: new CorruptItems(store),
    clock: { aheadMs: own.clockAheadMs ?? 0 },
    now: () => Date.now() + side.clock.aheadMs,
  };
  for (const rule of own.faults ?? []) side.faults.add(rule);
  if (options.recordTo) side.recorder = new Recorder(options.recordTo, name);
  const host = options.host ?? '127.0.0.1';
  const server = createEwsServer(side);
  const port = await listen(server, own.port ?? 0, host);
  const door = await openSideDoor(side, server, authority, { ...own.door, host, port: own.httpsPort ?? 0 });
  return {
    server,
    side: {
      url: `http://${host}:${port}/EWS/Exchange.asmx`,
      httpsUrl: `${door.origin}/EWS/Exchange.asmx`,
      version: versionText(profile),
      admin: side.admin,
      mailboxes: store.mailboxes().map(({ email, password }) => ({ email, password })),
      store,
      side,
      stats: () => structuredClone({ ...side.stats, throttled: side.throttle.stats, faults: side.faults.hits }),
      resetStats: () => {
        side.stats = newStats();
        side.throttle.resetStats();
        side.faults.resetHits();
        door.visits.clear();
      },
      setNetwork: (network) => void Object.assign(side.network, network),
      markCorrupt: (itemId, errors) => markCorrupt(side.corrupt, itemId, errors),
      heal: (itemId) => side.corrupt.heal(requireItemRow(itemId)),
      door,
      invalidateSyncStates: () => store.setFact('syncEpoch', crypto.randomUUID()),
      setLimits: (email, limits) => setLimits(store, requireMailboxRow(store, email), limits),
    },
  };
}

/** Starts both servers; the promise settles when both answer. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const authority = authorityIn(options.authorityDir ?? (options.stateDir && join(options.stateDir, 'authority')));
  const source = await openSide('source', options, authority);
  const destination = await openSide('destination', options, authority);
  const sides = { source: source.side, destination: destination.side };
  const control = options.controlPort === undefined ? undefined : createControlServer(sides);
  const controlUrl = control && `http://127.0.0.1:${await listen(control, options.controlPort ?? 0, '127.0.0.1')}`;
  const end = async (server: Server): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  const close = async (): Promise<void> => {
    if (control) await end(control);
    for (const { server, side } of [source, destination]) {
      await side.door.close();
      await end(server);
      side.store.close();
    }
  };
  return { ...sides, ...(controlUrl === undefined ? {} : { controlUrl }), authority, close };
}
