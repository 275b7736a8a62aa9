import { expect, it } from 'vitest';
import { UNCONFIRMED_WAIT_MS } from '../../worker/engine/copy/unconfirmed.ts';
import { runSlice } from '../../worker/engine/slice.ts';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { SliceResult } from '../../worker/engine/context/slice-result.ts';
import { addItem, createMemoryMailbox, fault } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, sliceDeps } from '../fakes/slice-world.ts';

/** What a busy source may take for one answer, and what Exchange may take for a batch that it has got. */
const READ_MS = 58_000;
const EXECUTION_MS = 59_000;
const LEASE_MS = 20_000;

/** One item; the first upload is carried out long after it was sent, and its answer is lost. */
function lateWorld(): { world: World; sliceOf: (end: 'dies' | 'breaks') => Promise<SliceResult> } {
  const source = createMemoryMailbox('source', ['Inbox']);
  addItem(source, 'source-Inbox', { subject: 'late', messageId: '<1@a>' }, 'content');
  const world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  const pending: { at: number; run: () => Promise<unknown> }[] = [];
  let isFirst = true;
  source.hook = (call, phase) => {
    if (call === 'read' && phase === 'before' && isFirst) world.clock.now += READ_MS;
  };
  const sliceOf = (end: 'dies' | 'breaks') => {
    const deps = sliceDeps(world, { unconfirmedWaitMs: UNCONFIRMED_WAIT_MS });
    let isDead = false;
    const destination: SliceDeps['destination'] = new Proxy(deps.destination, {
      get:
        (target, key) =>
        async (...values: unknown[]) => {
          for (const late of pending.splice(0)) {
            if (late.at <= world.clock.now) await late.run();
            else pending.push(late);
          }
          if (key !== 'write' || !isFirst) return (target[key as 'write'] as (...all: unknown[]) => unknown)(...values);
          isFirst = false;
          pending.push({
            at: world.clock.now + EXECUTION_MS,
            run: async () => (target[key] as (...all: unknown[]) => Promise<unknown>)(...values),
          });
          isDead = end === 'dies';
          throw fault('in-doubt', { side: 'destination' });
        },
    });
    const ledger: SliceDeps['ledger'] = new Proxy(deps.ledger, {
      get:
        (target, key) =>
        (...values: unknown[]) => {
          if (isDead) throw new Error('the process is gone');
          return (target[key as 'summary'] as (...all: unknown[]) => unknown)(...values);
        },
    });
    return runSlice({ ...deps, destination, ledger });
  };
  return { world, sliceOf };
}

it.each(['dies', 'breaks'] as const)(
  'an upload that is carried out long after its intent arrives once (the connection %s)',
  async (end) => {
    const { world, sliceOf } = lateWorld();
    await sliceOf(end);
    world.clock.now += LEASE_MS;
    for (let slice = 0; slice < 10; slice++) {
      const result = await sliceOf(end);
      if (result.outcome === 'done') break;
      world.clock.now = Math.max(world.clock.now, result.outcome === 'wait' ? result.resumeAt : 0);
    }
    // Whatever is still to be carried out is, by now.
    world.clock.now += 10 * EXECUTION_MS;
    await sliceOf(end);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    world.ledger.close();
  },
);
