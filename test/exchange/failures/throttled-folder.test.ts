import { describe, expect, test } from 'vitest';
import { createGate, ownAllowance, type Gate } from '../../../worker/exchange/client/gate.ts';
import type { Effect } from '../../sandbox/faults/rule.ts';
import type { Move } from './pair.ts';
import { NAME, beginScene, expectSetAside } from './scene.ts';
import { expectWhole, useSuite } from './suite.ts';

const suite = useSuite(40, {}, 20);

const busy = (code: string, waitMs?: number): Effect => ({
  kind: 'batch-error',
  code,
  ...(waitMs !== undefined && { values: { BackOffMilliseconds: waitMs } }),
});
/** What a server says that asks for less: of all that is asked, or of one folder. */
const ANSWERS: Readonly<Record<string, Effect>> = {
  ErrorServerBusy: busy('ErrorServerBusy'),
  'ErrorServerBusy for 4 s': busy('ErrorServerBusy', 4_000),
  'ErrorServerBusy for 5 min': busy('ErrorServerBusy', 300_000),
  ErrorExceededConnectionCount: busy('ErrorExceededConnectionCount'),
  '503': { kind: 'http', page: 'unavailable' },
  '503 for 2 min': { kind: 'http', page: 'unavailable', headers: { 'retry-after': '120' } },
};
const NAMES = Object.keys(ANSWERS);
/** Of each row a third, or all with FOLDERS=all. */
const share = (from: number) => NAMES.filter((_, at) => process.env['FOLDERS'] === 'all' || at % 3 === from);
const LISTING = ['SyncFolderItems', 'FindItem'];
/** A person waits so long for the rest of a mailbox, at most. */
const LONGEST_MS = 2 * 3_600_000;

/** A pass whose calls go through gates that outlive its slices, as those of an account do. */
async function pass({ move, more }: { move: Move; more?: Parameters<Move['pass']>[1] }): Promise<void> {
  const { now, sleep } = move.clock;
  const gates = new Map<string, Gate>(
    (['source', 'destination'] as const).map((side) => [
      side,
      createGate({ side, allowance: ownAllowance(), now, sleep, random: () => 0.5 }),
    ]),
  );
  const beganAt = now();
  await move.pass('full', more, (side) => ({ gate: gates.get(side)! }));
  expect(now() - beganAt).toBeLessThan(LONGEST_MS);
}

describe('a server that throttles one folder for good', () => {
  test.each(share(0))('does not list it: it is set aside, and all others are copied: %s', async (name) => {
    const scene = await beginScene(suite);
    suite.fault('source', { operation: LISTING, folder: scene.ids.projects, effect: ANSWERS[name]! });
    await pass(scene);
    await expectSetAside(suite, scene, [NAME], 'source');
  });

  test.each(share(1))('does not make it: it is set aside with its subfolders: %s', async (name) => {
    const scene = await beginScene(suite);
    suite.fault('destination', { operation: 'CreateFolder', folder: NAME, effect: ANSWERS[name]! });
    await pass(scene);
    await expectSetAside(suite, scene, [NAME, `${NAME}/Below`], 'destination');
  });
});

describe('a server that throttles all of a mailbox', () => {
  test.each(share(2))('is waited for, and no folder is set aside: %s', async (name) => {
    const { move } = await beginScene(suite);
    for (const side of ['source', 'destination'] as const) {
      suite.sandbox[side].side.now = move.clock.now;
      suite.fault(side, { mailbox: move.email, forMs: 600_000, effect: ANSWERS[name]! });
    }
    await pass({ move });
    expect(await move.folderErrors()).toEqual([]);
    await expectWhole(suite, move);
  });
});
