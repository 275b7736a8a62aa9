import { mutateMailbox } from '../sandbox/generate/mutate.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import type { Store } from '../sandbox/store/store.ts';
import { startMailferry, waitForPass } from './mailferry.ts';
import { createMigration, startPass } from './migration.ts';

const [OLD, NEW] = ['large@old.example', 'large@new.example'];
const CHANGES = { new: 2, changed: 2, read: 2, moved: 2, deleted: 2 };
const SEED = 77;

type Counts = Record<string, number>;
export type ScaleResult = {
  items: number;
  copied: number;
  folders: number;
  fullMs: number;
  deltaMs: number;
  /** Highest memory of workerd that was seen, and what it had before. */
  peakBytes: number;
  idleBytes: number;
  full: { source: Counts; destination: Counts };
  delta: { source: Counts; destination: Counts };
  statuses: string[];
};

/**
 * One large mailbox: a full pass, ten changes, and the pass that carries them. Messages are small: this is about many
 * items and folders, not about bytes.
 */
export async function runScale(
  { items, folders, timeoutMs }: { items: number; folders: number; timeoutMs: number },
  log: (line: string) => void = () => {},
): Promise<ScaleResult> {
  const sizes = { fromBytes: 800, toBytes: 3_000 };
  const sandbox = await startSandbox({
    source: { profile: 'Exchange2013', mailboxes: [{ email: OLD, fill: { seed: SEED, items, folders, sizes } }] },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: NEW }] },
  });
  const mailferry = await startMailferry();
  const idleBytes = mailferry.memoryBytes();
  let peakBytes = idleBytes;
  const sides = [sandbox.source, sandbox.destination];
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, mailferry.memoryBytes());
    log(`${countItems(sandbox.destination.store)} items, workerd ${Math.round(peakBytes / 1e6)} MB at most`);
  }, 5_000);
  try {
    const projectId = await createMigration(mailferry, sandbox);
    const statuses: string[] = [];
    const pass = async (): Promise<{ ms: number; counts: { source: Counts; destination: Counts } }> => {
      for (const side of sides) side.resetStats();
      const startedAt = Date.now();
      await startPass(mailferry, projectId, 'full');
      const [mailbox] = await waitForPass(mailferry, projectId, timeoutMs);
      statuses.push(mailbox!.status);
      const [source, destination] = sides.map((side) => side.stats().requests);
      return { ms: Date.now() - startedAt, counts: { source: source!, destination: destination! } };
    };
    const full = await pass();
    const copied = countItems(sandbox.destination.store);
    mutateMailbox(sandbox.source.store, OLD, { seed: SEED, ...CHANGES });
    const delta = await pass();
    const { count } = sandbox.source.store.sql('select count(*) as count from folders').get() as { count: number };
    return {
      items: countItems(sandbox.source.store),
      copied,
      folders: count,
      fullMs: full.ms,
      deltaMs: delta.ms,
      peakBytes,
      idleBytes,
      full: full.counts,
      delta: delta.counts,
      statuses,
    };
  } finally {
    clearInterval(watch);
    await mailferry.close();
    await sandbox.close();
  }
}

function countItems(store: Store): number {
  const row = store.sql('select count(*) as count from items where owner is null and associated = 0').get();
  return (row as { count: number }).count;
}
