import { errorOf, estimateOf } from '../../worker/lib/estimate.ts';
import { limitOf } from '../../worker/engine/count/limit-of.ts';
import { sumSide } from '../../worker/engine/count/sum-side.ts';
import { createExchangeDestination } from '../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../worker/exchange/source.ts';
import { connect } from '../exchange/connect.ts';
import { takeInventory, truthOf } from '../exchange/inventory-kit.ts';
import { createMemoryMailbox } from '../fakes/memory-mailbox.ts';
import { createWorld, runPass } from '../fakes/slice-world.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { measureInventoryMemory } from './inventory-memory.ts';

/**
 * `npm run bench:inventory`: the requests and the memory that the inventory of a large mailbox takes (ITEMS, 100,000
 * unless said), then an estimate from a trial pass, compared with the time that a full pass needs (COPIED, 2,000 items
 * unless said). At the end the memory of Mailferry alone, workerd's, for a mailbox of 10,000 items and for one of ITEMS.
 */
const ITEMS = Number(process.env.ITEMS ?? 100_000);
const COPIED = Number(process.env.COPIED ?? 2_000);
const MB = 1024 * 1024;

const say = (text: string) => void process.stdout.write(`${text}\n`);

function open(items: number): Promise<Sandbox> {
  return startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [{ email: 'ann@old.example', fill: { seed: 7, items, sizes: 'mixed-5-100k' } }],
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: 'ann@new.example' }] },
  });
}

async function count(items: number): Promise<void> {
  const sandbox = await open(items);
  const before = process.memoryUsage().heapUsed;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().heapUsed)), 20);
  const begun = performance.now();
  const taken = await takeInventory(sandbox);
  const tookMs = performance.now() - begun;
  clearInterval(watch);
  const { count: counted } = taken.result;
  if (!counted) throw new Error('Nothing was counted');
  const source = sumSide(counted.source, limitOf(counted).bytes);
  const truth = truthOf(sandbox.source, 'msgfolderroot');
  const { length: folders } = counted.source.folders ?? [];
  const { length: requests } = taken.operations.source;
  say(
    `inventory of ${items} items in ${folders} folders: ${requests} requests, ${(requests / folders).toFixed(2)} a folder`,
  );
  say(
    `  took ${Math.round(tookMs)} ms, sandbox included; heap of both together grew by ${Math.round((most - before) / MB)} MB`,
  );
  say(`  items ${source.items.count} of ${truth.items.count}, bytes ${source.items.bytes} of ${truth.items.bytes}`);
  for (const [kind, { count: n }] of Object.entries(truth.kinds))
    say(`  ${kind}: ${source.kinds[kind as keyof typeof source.kinds]?.count ?? 0} of ${n}`);
  if (requests > 2 * folders) throw new Error('More than two requests a folder');
  await sandbox.close();
}

async function compare(items: number): Promise<void> {
  const sandbox = await open(items);
  const world = createWorld(createMemoryMailbox('unused', []), createMemoryMailbox('unused', []));
  world.clock.now = Date.now();
  const pass = async (type: 'trial' | 'full') => {
    const startedAt = performance.now();
    const before = world.progress.at(-1)?.done ?? { count: 0, bytes: 0 };
    const source = createExchangeSource(connect(sandbox.source, 'source'));
    const destination = createExchangeDestination(connect(sandbox.destination, 'destination'));
    await runPass(world, { source, destination, order: { id: `pass-${type}`, type } });
    const done = world.progress.at(-1)?.done ?? before;
    const copied = { count: done.count - before.count, bytes: done.bytes - before.bytes };
    return { copied, startedAt, endedAt: performance.now() };
  };
  const { count: counted } = (await takeInventory(sandbox)).result;
  const { items: all } = sumSide(counted!.source, Infinity);
  const facts = { slots: 1, budgetSlots: 3, throttledMs: 0 };
  const estimated = (runs: Parameters<typeof estimateOf>[0]['runs']) => {
    const done = runs.reduce(
      (sum, { copied }) => ({ count: sum.count + copied.count, bytes: sum.bytes + copied.bytes }),
      { count: 0, bytes: 0 },
    );
    const left = { count: all.count - done.count, bytes: all.bytes - done.bytes };
    return estimateOf({ ...facts, runs, work: { mailboxes: 1, total: left, largest: left } });
  };
  const first = estimated([]);
  const trial = await pass('trial');
  const second = estimated([trial]);
  const full = await pass('full');
  const tookMs = Math.round(full.endedAt - full.startedAt);
  say(`full pass over ${all.count} items, ${Math.round(all.bytes / MB)} MB: took ${tookMs} ms`);
  for (const [name, range] of Object.entries({ 'before any pass': first, 'after a trial': second })) {
    const error = `${Math.round(100 * errorOf(range, tookMs))} %`;
    say(`  estimated ${name}: ${range.fromMs} to ${range.toMs} ms (${range.basis}); error ${error}`);
  }
  world.ledger.close();
  await sandbox.close();
}

/** Of two mailboxes, the larger may take so much more memory than the smaller, however much larger it is. */
const SAME_MEMORY_BYTES = 48 * MB;

async function memory(): Promise<void> {
  const measured = await measureInventoryMemory([10_000, ITEMS]);
  const inMb = (bytes: number) => String(Math.round(bytes / MB));
  say('memory of Mailferry alone (workerd, resident):');
  for (const { items, tookMs, beforeBytes, peakBytes } of measured)
    say(
      `  ${String(items)} items: ${inMb(beforeBytes)} MB before, ${inMb(peakBytes)} MB at most, grew by ${inMb(peakBytes - beforeBytes)} MB; took ${String(Math.round(tookMs))} ms`,
    );
  const [small, large] = measured.map(({ peakBytes }) => peakBytes);
  if (large! - small! > SAME_MEMORY_BYTES) throw new Error('Memory grows with the mailbox');
}

await count(ITEMS);
await compare(COPIED);
await memory();
