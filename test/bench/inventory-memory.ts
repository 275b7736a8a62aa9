import type { Mailferry, MailboxAnswer } from '../e2e/mailferry.ts';
import { startMailferry } from '../e2e/mailferry.ts';
import { createMigration, startPass } from '../e2e/migration.ts';
import { startSandbox } from '../sandbox/sandbox.ts';

/** An inventory of so many items first: from then on all code is loaded. */
const WARM_UP = 100;
const SMALL = { fromBytes: 800, toBytes: 3_000 };
const LOOK_EVERY_MS = 100;
const LONGEST_MS = 20 * 60_000;

export type InventoryMemory = {
  items: number;
  tookMs: number;
  /** Resident memory of workerd before the inventory, and the most that was seen while it ran. */
  beforeBytes: number;
  peakBytes: number;
};

/**
 * The memory that Mailferry alone takes for inventories of mailboxes of these sizes, one after the other: the sandbox lives
 * in this process, and workerd in its own.
 */
export async function measureInventoryMemory(sizes: readonly number[]): Promise<InventoryMemory[]> {
  const boxes = [WARM_UP, ...sizes].map((items) => ({ name: `of-${String(items)}`, items }));
  const sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: boxes.map(({ name, items }, seed) => ({
        email: `${name}@old.example`,
        fill: { seed, items, sizes: SMALL },
      })),
    },
    destination: { profile: 'Exchange2019', mailboxes: boxes.map(({ name }) => ({ email: `${name}@new.example` })) },
  });
  const mailferry = await startMailferry();
  try {
    const projectId = await createMigration(mailferry, sandbox);
    const { items: added } = await mailferry.call<{ items: { id: string; sourceEmail: string }[] }>(
      'GET',
      `/api/projects/${projectId}/mailboxes?limit=200`,
    );
    const measured: InventoryMemory[] = [];
    for (const { name, items } of boxes) {
      const { id } = added.find(({ sourceEmail }) => sourceEmail.startsWith(`${name}@`))!;
      const beforeBytes = mailferry.memoryBytes();
      let peakBytes = beforeBytes;
      const watch = setInterval(() => (peakBytes = Math.max(peakBytes, mailferry.memoryBytes())), LOOK_EVERY_MS);
      const begun = performance.now();
      await startPass(mailferry, projectId, 'inventory', [id]);
      await waitForInventory(mailferry, id);
      clearInterval(watch);
      const { source } = await mailferry.call<{ source: { items: { count: number } } | null }>(
        'GET',
        `/api/mailboxes/${id}/inventory`,
      );
      if (!source || source.items.count < items)
        throw new Error(`Of ${String(items)} items ${String(source?.items.count ?? 0)} were counted.`);
      measured.push({ items, tookMs: performance.now() - begun, beforeBytes, peakBytes });
    }
    return measured.slice(1);
  } finally {
    await mailferry.close();
    await sandbox.close();
  }
}

/** The other mailboxes of the project have not been started. */
async function waitForInventory({ call }: Mailferry, id: string): Promise<void> {
  const until = performance.now() + LONGEST_MS;
  while (performance.now() < until) {
    const { status, failure } = await call<MailboxAnswer>('GET', `/api/mailboxes/${id}`);
    if (status === 'Completed (Inventory)') return;
    if (failure) throw new Error(`The inventory ended as ${status}: ${failure.code}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('The inventory did not end in time.');
}
