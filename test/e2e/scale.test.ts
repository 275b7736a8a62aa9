import { expect, it } from 'vitest';
import { bySample } from '../sample.ts';
import { runScale } from './scale.ts';

const ITEMS = bySample({ small: 800, full: 2_000 });
const FOLDERS = 60;
/** What workerd may hold on top of what it has when nothing runs. */
const ADDED_BYTES = 128_000_000;

it(
  `a mailbox of ${ITEMS} items in ${FOLDERS} folders completes, and a delta costs a request a folder`,
  { timeout: 400_000 },
  async () => {
    const result = await runScale({ items: ITEMS, folders: FOLDERS, timeoutMs: 350_000 });
    const { statuses, copied, fullMs, deltaMs, idleBytes, peakBytes, delta } = result;
    process.stdout.write(
      `${copied} items in ${fullMs} ms, ten changes in ${deltaMs} ms; ` +
        `workerd from ${Math.round(idleBytes / 1e6)} to ${Math.round(peakBytes / 1e6)} MB; ` +
        `delta: source ${JSON.stringify(delta.source)}, destination ${JSON.stringify(delta.destination)}\n`,
    );
    expect(statuses).toEqual(['Completed', 'Completed']);
    expect(copied).toBe(ITEMS);
    expect(peakBytes - idleBytes).toBeLessThan(ADDED_BYTES);
    const { SyncFolderItems: syncs = 0, ...others } = delta.source;
    expect(syncs).toBeLessThanOrEqual(result.folders);
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, count) => all + count, 0);
    expect(sum(others)).toBeLessThan(40);
    expect(sum(delta.destination)).toBeLessThan(60);
  },
);
