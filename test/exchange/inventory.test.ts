import { afterEach, describe, expect, test } from 'vitest';
import { closedDestination } from '../../worker/engine/model/closed-destination.ts';
import { limitOf } from '../../worker/engine/count/limit-of.ts';
import { sumSide } from '../../worker/engine/count/sum-side.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { saveRule, setDelegate } from '../sandbox/store/settings.ts';
import { takeInventory, truthOf } from './inventory-kit.ts';

const ANN = 'ann@old.example';
const ANN_THERE = 'ann@new.example';
const LARGE = [{ bytes: 52_000_000 }, { bytes: 51_000_000 }, { bytes: 20_000_000 }];

let sandbox: Sandbox;
afterEach(() => sandbox.close());

type Options = Parameters<typeof startSandbox>[0];

async function start(source: Partial<Options['source']> = {}, destination: Partial<Options['destination']> = {}) {
  sandbox = await startSandbox({
    source: {
      profile: 'Exchange2010_SP2',
      mailboxes: [
        { email: ANN, archive: true, fill: { seed: 3, items: 300, archived: 9, recoverable: 6 } },
        { email: 'ben@old.example' },
      ],
      ...source,
    },
    destination: { profile: 'Exchange2019', mailboxes: [{ email: ANN_THERE }], ...destination },
  });
  return sandbox;
}

function totalsOf({ result }: Awaited<ReturnType<typeof takeInventory>>) {
  const { count } = result;
  if (!count) throw new Error('Nothing was counted');
  const limit = limitOf(count).bytes;
  return { count, source: sumSide(count.source, limit), destination: sumSide(count.destination, limit) };
}

describe('an inventory', () => {
  test('counts both sides, and changes neither', async () => {
    await start();
    const { store } = sandbox.source;
    const { id } = store.mailbox(ANN)!;
    setDelegate(store, id, { user: 'ben@old.example', receivesCopies: false, viewsPrivate: false });
    saveRule(store, id, { priority: 1, fields: { DisplayName: 'Forward', IsEnabled: 'true' } });
    const taken = await takeInventory(sandbox);
    expect(taken.result.outcome).toBe('done');
    const { count, source, destination } = totalsOf(taken);
    const truth = truthOf(sandbox.source, 'msgfolderroot');
    expect(source.items).toEqual(truth.items);
    expect(source.kinds).toEqual(truth.kinds);
    expect(source.isSampled).toBe(false);
    expect(Date.parse(source.oldestAt!)).toBe(Math.floor(truth.oldest / 1000) * 1000);
    expect(Date.parse(source.newestAt!)).toBe(Math.floor(truth.newest / 1000) * 1000);
    expect(source.archive?.items).toEqual(truthOf(sandbox.source, 'archivemsgfolderroot').items);
    expect(source.recoverable?.count).toBe(2);
    expect([count.source.delegates, count.source.rules]).toEqual([1, 1]);
    expect(destination.items.count).toBe(0);
    expect(destination.archive).toBeUndefined();
    expect([sandbox.source.stats().writes, sandbox.destination.stats().writes]).toEqual([{}, {}]);
    const folders = count.source.folders!.length;
    expect(taken.operations.source.length).toBeLessThanOrEqual(2 * folders);
  });

  test('takes at most two requests a folder, also of large folders: their kinds and ages follow from a sample', async () => {
    const fill = { seed: 5, items: 6_000, sizes: { fromBytes: 2_000, toBytes: 60_000 }, largeItems: LARGE };
    await start({ mailboxes: [{ email: ANN, fill }] });
    const taken = await takeInventory(sandbox);
    const { count, source } = totalsOf(taken);
    const truth = truthOf(sandbox.source, 'msgfolderroot');
    expect(source.items).toEqual(truth.items);
    expect(source.isSampled).toBe(true);
    expect(near(source.kinds.email!.count, truth.kinds['email']!.count)).toBeLessThan(0.02);
    expect(Date.parse(source.oldestAt!)).toBe(Math.floor(truth.oldest / 1000) * 1000);
    expect(Date.parse(source.newestAt!)).toBe(Math.floor(truth.newest / 1000) * 1000);
    const sum = source.ages.reduce((all, age) => all + age.count, 0);
    expect(near(sum, truth.items.count)).toBeLessThan(0.01);
    // The limit of the destination is 48 MB.
    expect(source.oversize.map(({ sizeBytes, path }) => [sizeBytes > 50_331_648, path])).toEqual([
      [true, 'Inbox'],
      [true, 'Inbox'],
    ]);
    expect(source.isOversizeCut).toBe(false);
    expect(source.oversizeItems.count).toBe(2);
    expect(taken.operations.source.length).toBeLessThanOrEqual(2 * count.source.folders!.length);
  });

  test('goes on in the next slice where the one before ended, and lists no folder twice', async () => {
    await start();
    let until = 0;
    const taken = await takeInventory(sandbox, {
      more: (operations) => {
        until = operations.source.length + 9;
        const begun = Date.now();
        return { deadlineAt: begun + 60_000, now: () => (operations.source.length >= until ? begun + 61_000 : begun) };
      },
    });
    expect(taken.result.outcome).toBe('done');
    expect(taken.slices).toBeGreaterThan(1);
    expect(totalsOf(taken).source.items).toEqual(truthOf(sandbox.source, 'msgfolderroot').items);
    expect(taken.operations.source.filter((name) => name === 'FindFolder').length).toBeLessThanOrEqual(2);
  });

  test('ends at once when it is stopped', async () => {
    await start();
    const stop = new AbortController();
    const taken = await takeInventory(sandbox, {
      more: (operations) => ({
        stop: stop.signal,
        now: () => {
          if (operations.source.includes('FindItem')) stop.abort();
          return Date.now();
        },
      }),
    });
    expect(taken.result.outcome).toBe('stopped');
    expect(taken.slices).toBe(1);
  });
});

describe('what is in the way of an inventory', () => {
  test('a destination mailbox that does not exist yet is a finding', async () => {
    await start();
    const taken = await takeInventory(sandbox, { destination: { mailbox: 'nobody@new.example', how: 'delegate' } });
    expect(taken.result.outcome).toBe('done');
    const { count, source } = totalsOf(taken);
    expect(source.items).toEqual(truthOf(sandbox.source, 'msgfolderroot').items);
    expect(count.destination.fault).toMatchObject({ kind: 'access', side: 'destination' });
    // Its server has said its version all the same.
    expect(limitOf(count)).toEqual({ bytes: 50_331_648, isAssumed: false });
  });

  test('so is one that refuses the password, after one attempt', async () => {
    await start();
    const login = { username: ANN_THERE, password: 'not this one' };
    const taken = await takeInventory(sandbox, { destination: { login } });
    expect(taken.result.outcome).toBe('done');
    expect(totalsOf(taken).count.destination.fault).toMatchObject({ kind: 'credentials' });
    expect(taken.operations.destination).toHaveLength(1);
  });

  test('so is one that cannot be reached, after a few tries', async () => {
    await start();
    sandbox.destination.side.faults.add({ effect: { kind: 'connection', how: 'reset' } });
    const taken = await takeInventory(sandbox);
    expect(taken.result.outcome).toBe('done');
    const { count } = totalsOf(taken);
    expect(count.destination.fault).toMatchObject({ side: 'destination' });
    expect(limitOf(count).isAssumed).toBe(true);
  });

  test('so is one without any credentials', async () => {
    await start();
    const fault = { kind: 'credentials', scope: 'mailbox', code: 'no-credentials', message: 'None.' } as const;
    const taken = await takeInventory(sandbox, {
      more: () => ({ destination: closedDestination({ ...fault, side: 'destination' }) }),
    });
    expect(taken.result.outcome).toBe('done');
    const { count, source } = totalsOf(taken);
    expect(source.items).toEqual(truthOf(sandbox.source, 'msgfolderroot').items);
    expect(count.destination.fault).toMatchObject({ code: 'no-credentials' });
  });

  test('without the source there is none', async () => {
    await start();
    const taken = await takeInventory(sandbox, { source: { mailbox: 'nobody@old.example', how: 'delegate' } });
    expect(taken.result).toMatchObject({ outcome: 'paused', fault: { kind: 'access', side: 'source' } });
  });

  test('a folder whose items cannot be listed keeps what the server says of it, and the others are counted', async () => {
    await start();
    const inbox = (await takeInventory(sandbox)).result.count!.source.folders!.find(
      ({ path }) => path === 'Inbox',
    )!.folderId;
    sandbox.source.side.faults.add({
      operation: 'FindItem',
      folder: inbox,
      effect: { kind: 'batch-error', code: 'ErrorCorruptData' },
    });
    const taken = await takeInventory(sandbox);
    expect(taken.result.outcome).toBe('done');
    const { count, source } = totalsOf(taken);
    const failed = count.source.folders!.filter(({ fault }) => fault);
    expect(failed.map(({ path, fault }) => [path, fault!.code])).toEqual([['Inbox', 'ErrorCorruptData']]);
    expect(source.items).toEqual(truthOf(sandbox.source, 'msgfolderroot').items);
    expect([source.faultCount, source.isSampled, source.isOversizeCut]).toEqual([1, true, true]);
    expect(source.kinds.contact).toEqual(truthOf(sandbox.source, 'msgfolderroot').kinds['contact']);
  });
});

describe('other servers', () => {
  test('Exchange 2007 has neither archive nor recoverable items nor rules', async () => {
    await start({ profile: 'Exchange2007_SP1', mailboxes: [{ email: ANN, fill: { seed: 3, items: 200 } }] });
    const taken = await takeInventory(sandbox);
    const { count, source } = totalsOf(taken);
    const truth = truthOf(sandbox.source, 'msgfolderroot');
    expect([source.items, source.kinds]).toEqual([truth.items, truth.kinds]);
    expect([source.archive, source.recoverable, count.source.rules]).toEqual([undefined, undefined, null]);
    expect(taken.operations.source.length).toBeLessThanOrEqual(2 * count.source.folders!.length);
  });

  test.each(['Grommunio', 'WorkMail'] as const)('%s is counted as far as it tells', async (profile) => {
    await start({ profile, mailboxes: [{ email: ANN, fill: { seed: 3, items: 200 } }] });
    const taken = await takeInventory(sandbox);
    expect(taken.result.outcome).toBe('done');
    const { count, source } = totalsOf(taken);
    expect(source.items.count).toBe(truthOf(sandbox.source, 'msgfolderroot').items.count);
    expect(count.source.folders!.filter(({ fault }) => fault)).toEqual([]);
    expect(taken.operations.source.length).toBeLessThanOrEqual(2 * count.source.folders!.length);
  });
});

function near(one: number, other: number): number {
  return Math.abs(one - other) / other;
}
