import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import { kindOf } from '../../worker/engine/model/item.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import type { Fetch } from '../../worker/exchange/transport/authenticator.ts';
import { createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, sliceDeps } from '../fakes/slice-world.ts';
import type { Sandbox, SandboxSide } from '../sandbox/sandbox.ts';
import { foldersDeep, getDistinguished } from '../sandbox/store/folders.ts';
import { connect, type ConnectionChanges } from './connect.ts';

/** An inventory of the first mailbox of each side, slice by slice, and the operations that it took. */
export type Inventory = {
  result: SliceResult;
  slices: number;
  operations: { source: string[]; destination: string[] };
};

type How = {
  source?: ConnectionChanges;
  destination?: ConnectionChanges;
  more?: (operations: Inventory['operations']) => Partial<SliceDeps>;
};

/** Runs slices until the pass is over, as the coordinator would. `count` goes through JSON from one to the next. */
export async function takeInventory(sandbox: Sandbox, how: How = {}): Promise<Inventory> {
  const world = createWorld(createMemoryMailbox('unused', []), createMemoryMailbox('unused', []));
  world.clock.now = Date.now();
  const operations: Inventory['operations'] = { source: [], destination: [] };
  const counting =
    (side: keyof typeof operations): Fetch =>
    async (url, init) => {
      const text = new TextDecoder().decode((init?.body as Uint8Array) ?? new Uint8Array());
      operations[side].push(/<m:(\w+)[ >]/.exec(text)?.[1] ?? '');
      return fetch(url, init);
    };
  let counted: SliceDeps['counted'];
  let result: SliceResult;
  let slices = 0;
  let priorWaits = 0;
  do {
    slices += 1;
    const source = createExchangeSource(
      connect(sandbox.source, 'source', { through: counting('source'), ...how.source }),
    );
    const destination = createExchangeDestination(
      connect(sandbox.destination, 'destination', { through: counting('destination'), ...how.destination }),
    );
    const order = { id: 'pass-1', type: 'inventory' as const };
    const more = how.more?.(operations);
    result = await runSlice(
      sliceDeps(world, { source, destination, order, priorWaits, ...(counted && { counted }), ...more }),
    );
    if (result.outcome === 'wait') {
      world.clock.now = Math.max(world.clock.now, result.resumeAt);
      priorWaits += result.fault ? 1 : 0;
    } else priorWaits = 0;
    if (result.count) counted = JSON.parse(JSON.stringify(result.count)) as typeof counted;
  } while ((result.outcome === 'more' || result.outcome === 'wait') && slices < 100);
  world.ledger.close();
  return { result, slices, operations };
}

/** What a mailbox of the sandbox has, as its store knows it: by kind, without associated items. */
export function truthOf({ store, mailboxes }: SandboxSide, root: string) {
  const top = getDistinguished(store, store.mailbox(mailboxes[0]!.email)!.id, root);
  const folders = top ? [top, ...foldersDeep(store, top.id)] : [];
  const kinds: Record<string, { count: number; bytes: number }> = {};
  let [count, bytes] = [0, 0];
  let [oldest, newest] = [Infinity, -Infinity];
  for (const { id } of folders) {
    const rows = store
      .sql('select class, size, received from items where folder = ? and owner is null and associated = 0')
      .all(id) as { class: string; size: number; received: number }[];
    for (const row of rows) {
      const kind = (kinds[kindOf(row.class)] ??= { count: 0, bytes: 0 });
      kind.count += 1;
      kind.bytes += row.size;
      count += 1;
      bytes += row.size;
      oldest = Math.min(oldest, row.received);
      newest = Math.max(newest, row.received);
    }
  }
  return { folderCount: folders.length, items: { count, bytes }, kinds, oldest, newest };
}
