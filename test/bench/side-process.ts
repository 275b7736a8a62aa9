import { startSandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { mutateMailbox, type Mutations } from '../sandbox/generate/mutate.ts';
import { itemIdText } from '../sandbox/store/ids.ts';
import type { TracedRequest } from './request-trace.ts';
import { traceRequests } from './request-trace.ts';
import type { SideName } from './sandbox-pair.ts';

/**
 * One server of the sandbox in a process of its own, so that the two of a measured run have an event loop each. Takes
 * orders over the IPC channel, and ends with it: `node side-process.ts source|destination <SandboxOptions as JSON>`.
 */
const [name, json] = process.argv.slice(2) as [SideName, string];
const sandbox = await startSandbox(JSON.parse(json) as SandboxOptions);
const side = sandbox[name];

export type SideOrder =
  | { do: 'prepare'; roundTripMs: number; throttled: boolean }
  | { do: 'stats'; throttleKey: string }
  | { do: 'trace' }
  | { do: 'items'; email: string }
  | { do: 'mutate'; email: string; changes: Omit<Mutations, 'seed'> };

/** What a mailbox holds: ids as they go over the wire, and sizes. */
export type ListedItem = { id: string; bytes: number };

export type SideStats = {
  requests: number;
  written: number;
  outgoing: number;
  refused: number;
  /** Items written after the first write, and the seconds from it to the last one. */
  steady?: { items: number; seconds: number };
  /** What the server charged the caller since `prepare`, in milliseconds of its time; undefined without a throttle. */
  chargedMs?: number;
};

let trace: ReturnType<typeof traceRequests> | undefined;
const BURST_MS = side.side.profile.throttle?.burstMs ?? 0;
const RECHARGE_MS_PER_HOUR = side.side.profile.throttle?.rechargeMsPerHour ?? 0;
let preparedAt = 0;

const ORDERS: { [K in SideOrder['do']]: (order: Extract<SideOrder, { do: K }>) => unknown } = {
  prepare: ({ roundTripMs, throttled }) => {
    side.setNetwork({ roundTripMs });
    side.side.throttle.set(throttled ? 'default' : undefined);
    side.resetStats();
    preparedAt = Date.now();
    return true;
  },
  stats: ({ throttleKey }): SideStats => {
    const { totalRequests, writes, itemWrites, outgoing, throttled } = side.stats();
    const written = (writes['UploadItems'] ?? 0) + (writes['CreateItem'] ?? 0);
    const balance = side.side.throttle.balanceOf(throttleKey);
    // A budget that is full gains nothing: this is what was charged at least, and exact once it was ever below full.
    const gained = ((Date.now() - preparedAt) / 3_600_000) * RECHARGE_MS_PER_HOUR;
    return {
      requests: totalRequests,
      written,
      outgoing,
      refused: throttled.concurrency + throttled.syncConcurrency + throttled.budget,
      ...(itemWrites &&
        itemWrites.lastAt > itemWrites.firstAt && {
          steady: {
            items: written - itemWrites.firstCount,
            seconds: (itemWrites.lastAt - itemWrites.firstAt) / 1000,
          },
        }),
      ...(balance === undefined ? {} : { chargedMs: BURST_MS - balance + gained }),
    };
  },
  // Begins with the first call; returns what came since the last one.
  trace: (): TracedRequest[] => {
    trace ??= traceRequests(side.side);
    const requests = trace.requests();
    trace.reset();
    return requests;
  },
  mutate: ({ email, changes }) => {
    mutateMailbox(side.store, email, { seed: 1, ...changes });
    return true;
  },
  items: ({ email }): ListedItem[] => {
    const mailbox = side.store.mailbox(email);
    if (!mailbox) throw new Error(`No mailbox ${email}`);
    const rows = side.store
      .sql(
        `select id, folder, size from items
         where mailbox = ? and owner is null and class not like 'IPM.Configuration.%' order by folder, id`,
      )
      .all(mailbox.id) as { id: number; folder: number; size: number }[];
    return rows.map(({ id, folder, size }) => ({ id: itemIdText(mailbox.guid, folder, id), bytes: size }));
  },
};

process.on('message', (order: SideOrder) => {
  const answer = (ORDERS[order.do] as (order: SideOrder) => unknown)(order);
  process.send?.({ answer });
});
process.once('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
const { url, httpsUrl, admin, mailboxes } = side;
process.send?.({ ready: { url, httpsUrl, admin, mailboxes } });
