import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bySample, sampleOf } from '../sample.ts';
import { compareMailboxes, describeDifference } from '../sandbox/compare/compare.ts';
import type { NewItem } from '../sandbox/items/model.ts';
import { PROFILES } from '../sandbox/profiles/profiles.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { getDistinguished } from '../sandbox/store/folders.ts';
import { insertItem } from '../sandbox/store/items.ts';
import { mailboxPasses } from './pairs/copy-pass.ts';
import { series } from './pairs/odd-items.ts';
import { heavySeries, heavyTask, lostContact } from './staged-items.ts';

const EMAIL = 'ann@example.com';
const HEAVY = 'bea@example.com';
const LARGE = 'cy@example.com';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    source: { profile: 'Exchange2007_SP1', mailboxes: [EMAIL, HEAVY, LARGE].map((email) => ({ email })) },
    destination: { profile: 'Exchange2013', mailboxes: [EMAIL, HEAVY, LARGE].map((email) => ({ email })) },
  });
  const { store } = sandbox.source;
  const put = (email: string, folder: string, item: NewItem) => {
    const mailbox = store.mailbox(email)!;
    insertItem(store, mailbox.id, getDistinguished(store, mailbox.id, folder)!.id, item);
  };
  put(EMAIL, 'calendar', series(EMAIL));
  put(EMAIL, 'deleteditems', lostContact());
  put(HEAVY, 'tasks', heavyTask());
  put(LARGE, 'calendar', heavySeries(LARGE));
});
afterAll(() => sandbox.close());

async function copy(email = EMAIL): Promise<{ failed: unknown[]; differences: string[]; left: number }> {
  const { store } = sandbox.destination;
  store.sql('delete from items').run();
  const passes = mailboxPasses(sandbox, email);
  const { failed } = await passes.run();
  sandbox.destination.side.faults.clear();
  sandbox.source.side.faults.clear();
  // What a pass could not take away after a fault, the next one does.
  await passes.run();
  passes.close();
  const levels = { from: PROFILES.Exchange2007_SP1.level, to: PROFILES.Exchange2013.level };
  const differences = compareMailboxes(sandbox.source.store, email, store, email, { levels }).map(describeDifference);
  const { n } = store.sql("select count(*) as n from folders where name like 'Mailferry%'").get() as { n: number };
  return { failed, differences, left: n };
}

const WHOLE = { failed: [], differences: [], left: 0 };
const STEP = bySample({ small: 4, full: 2 });
const OPERATIONS = ['CreateItem', 'CreateAttachment', 'UpdateItem', 'DeleteItem', 'MoveItem', 'GetItem'];

describe('an item that takes several requests', () => {
  test('arrives whole, its attachments in their order, the large ones streamed', async () => {
    sandbox.destination.resetStats();
    expect(await copy()).toEqual(WHOLE);
    expect(await copy(HEAVY)).toEqual(WHOLE);
    const { requests, outgoing } = sandbox.destination.stats();
    expect(requests).toMatchObject({ CreateAttachment: 6, MoveItem: 3, UpdateItem: 4, DeleteItem: 1 });
    expect(outgoing).toBe(0);
  });

  test.each(['cut', 'reset'] as const)(
    'the large file of an occurrence streams, and is never half (%s)',
    async (kind) => {
      expect(await copy(LARGE)).toEqual(WHOLE);
      const effect =
        kind === 'cut'
          ? ({ kind, how: 'chunked-end', share: 0.6 } as const)
          : ({ kind, at: 'within', share: 0.6 } as const);
      sandbox.source.side.faults.add({ operation: 'GetAttachment', nth: 1, times: 1, effect });
      expect(await copy(LARGE)).toEqual(WHOLE);
    },
  );

  const breaks = [
    ['before', EMAIL, 12],
    ['after', EMAIL, 12],
    ['before', HEAVY, 4],
    ['after', HEAVY, 4],
  ] as const;
  test.each(sampleOf(breaks, 4))(
    'arrives once and whole, whichever request the connection breaks %s, of %s',
    async (at, email, least) => {
      const operation = [...OPERATIONS, 'CreateFolder'];
      let struck = 0;
      // Every other request (in a small run every fourth), those between being the ones of the other case.
      for (let nth = at === 'before' ? 1 : 1 + STEP / 2; ; nth += STEP) {
        sandbox.destination.resetStats();
        sandbox.destination.side.faults.add({ name: 'cut', operation, nth, times: 1, effect: { kind: 'reset', at } });
        expect(await copy(email), `request ${nth}`).toEqual(WHOLE);
        if (!sandbox.destination.stats().faults['cut']) break;
        struck = nth;
      }
      expect(struck).toBeGreaterThanOrEqual(least);
    },
    120_000,
  );

  test.each(sampleOf(['ErrorServerBusy', 'ErrorInternalServerTransientError', 'ErrorTimeoutExpired'], 4))(
    'arrives once and whole through many answers being %s',
    async (code) => {
      for (const operation of OPERATIONS)
        sandbox.destination.side.faults.add({ operation, every: 2, times: 1, effect: { kind: 'batch-error', code } });
      expect(await copy()).toEqual(WHOLE);
      sandbox.destination.resetStats();
      sandbox.destination.side.faults.add({
        operation: 'CreateAttachment',
        every: 2,
        effect: { kind: 'batch-error', code },
      });
      expect(await copy(HEAVY)).toEqual(WHOLE);
      // What is there already is not made again.
      expect(sandbox.destination.stats().requests['CreateItem']).toBe(1);
    },
    60_000,
  );

  test.each(['cut', 'reset'] as const)('is never half: the source dies within an attachment (%s)', async (kind) => {
    const effect =
      kind === 'cut'
        ? ({ kind, how: 'chunked-end', share: 0.6 } as const)
        : ({ kind, at: 'within', share: 0.6 } as const);
    sandbox.source.side.faults.add({ operation: 'GetAttachment', every: 2, times: 3, effect });
    expect(await copy(HEAVY)).toEqual(WHOLE);
  });

  test('keeps what the server takes of a series, and lists what it does not', async () => {
    sandbox.destination.side.faults.add({
      operation: 'UpdateItem',
      nth: 1,
      times: 1,
      effect: { kind: 'batch-error', code: 'ErrorCorruptData' },
    });
    const { failed, left } = await copy();
    expect({ failed, left }).toEqual({ failed: [], left: 0 });
  });
});
