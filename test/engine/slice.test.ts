import { afterEach, describe, expect, it } from 'vitest';
import { runSlice } from '../../worker/engine/slice.ts';
import { addItem, createMemoryMailbox, fault, removeItem } from '../fakes/memory-mailbox.ts';
import type { MemoryMailbox } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, runPass, sliceDeps } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

function filled(items = 30): { source: MemoryMailbox; destination: MemoryMailbox } {
  const source = createMemoryMailbox('source', ['Inbox', 'Projects', 'Empty']);
  for (let i = 0; i < items; i++) {
    const folder = i % 3 === 0 ? 'source-Projects' : 'source-Inbox';
    addItem(source, folder, { subject: `subject ${i}`, messageId: `<${i}@a>`, isRead: i % 2 === 0 }, `content ${i}`);
  }
  return { source, destination: createMemoryMailbox('destination', ['Inbox']) };
}

function setUp(items?: number): World {
  const { source, destination } = filled(items);
  world = createWorld(source, destination);
  return world;
}

const PASS = { id: 'pass-1', retries: false, methods: ['transfer' as const] };

describe('a full pass', () => {
  it('copies every item once and creates the folders that are missing', async () => {
    setUp();
    const result = await runPass(world);
    expect(result.outcome).toBe('done');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(world.destination.folders.map((folder) => folder.name)).toContain('Empty');
  });

  it('makes no write request when it runs a second time', async () => {
    setUp();
    await runPass(world);
    world.destination.calls.length = 0;
    await runPass(world);
    expect(world.destination.calls.filter((name) => name !== 'folders')).toEqual([]);
  });

  it('copies only what is new, and updates read states at the destination', async () => {
    setUp(10);
    await runPass(world);
    addItem(world.source, 'source-Inbox', { subject: 'new', isRead: false }, 'new content');
    const read = [...world.source.items.values()].find((item) => item.isRead === false && item.subject !== 'new')!;
    read.isRead = true;
    world.source.log.push({ folderId: read.folderId, kind: 'read-flag', id: read.id });
    world.destination.calls.length = 0;
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
    expect(world.destination.calls.filter((name) => name === 'write')).toHaveLength(1);
    expect(world.destination.calls.filter((name) => name === 'setRead')).toHaveLength(1);
  });

  it('never changes the source: its port has no operation that could', async () => {
    setUp();
    await runPass(world);
    expect(new Set(world.source.calls)).toEqual(new Set(['folders', 'changes', 'read']));
  });

  it('continues in the next slice when time runs out', async () => {
    setUp(200);
    const result = await runPass(world, {
      get deadlineAt() {
        return world.clock.now + 40;
      },
      now: () => (world.clock.now += 1),
    });
    expect(result.outcome).toBe('done');
    expect(world.lease).toBeGreaterThan(2);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('faults of single items', () => {
  it('lists a corrupt item after every method has failed, and copies the rest', async () => {
    setUp();
    const bad = [...world.source.items.values()][4]!.id;
    world.source.itemFault = (_call, id) => (id === bad ? fault('corrupt', { scope: 'item' }).fault : undefined);
    const result = await runPass(world);
    expect(result.outcome).toBe('done');
    expect(result.summary?.failed.count).toBe(1);
    const { failed } = await world.ledger.lease(world.lease).unlisted(10);
    expect(failed).toMatchObject([{ id: bad, fault: { kind: 'corrupt' }, method: 'typed' }]);
    expect(world.destination.items.size).toBe(29);
  });

  it('uses MIME for a message whose export is refused', async () => {
    setUp(3);
    const bad = [...world.source.items.values()][0]!.id;
    world.destination.itemFault = (call, id) =>
      call === 'write-transfer' && id === bad ? fault('corrupt', { scope: 'item' }).fault : undefined;
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('lists an item that is listed but cannot be read, and copies the others', async () => {
    setUp(3);
    const hidden = [...world.source.items.keys()][1]!;
    world.source.itemFault = (call, id) =>
      call === 'read' && id === hidden ? fault('vanished', { scope: 'item', side: 'source' }).fault : undefined;
    const result = await runPass(world);
    expect(result).toMatchObject({ outcome: 'done', summary: { failed: { count: 1 } } });
    const { failed } = await world.ledger.lease(world.lease).unlisted(10);
    expect(failed).toMatchObject([{ id: hidden, fault: { code: 'listed-but-unreadable' } }]);
    expect(world.destination.items.size).toBe(2);
    // The server shows it again.
    world.source.itemFault = () => undefined;
    expect((await runPass(world, { order: { id: 'again', type: 'retry-errors' } })).summary?.failed.count).toBe(0);
    expect(world.destination.items.size).toBe(3);
  });

  it('forgets an item that vanished at the source', async () => {
    setUp(3);
    const gone = [...world.source.items.keys()][1]!;
    world.source.hook = (call, phase) => {
      if (call === 'read' && phase === 'before') removeItem(world.source, gone);
    };
    const result = await runPass(world);
    expect(result.outcome).toBe('done');
    expect(result.summary?.failed.count).toBe(0);
    expect(world.destination.items.size).toBe(2);
  });

  it('pauses after more errors than the project allows', async () => {
    setUp(30);
    world.source.itemFault = () => fault('refused', { scope: 'item' }).fault;
    const result = await runPass(world, { options: () => ({ maximumErrors: 5 }) });
    expect(result).toMatchObject({ outcome: 'paused', fault: { code: 'maximum-errors-reached' } });
  });
});

describe('faults of calls', () => {
  it('asks the destination when an answer was lost, and sends nothing twice', async () => {
    setUp();
    let lost = 0;
    world.destination.hook = (call, phase) => {
      if (call === 'write' && phase === 'after' && lost++ < 2) throw fault('in-doubt');
    };
    const result = await runPass(world);
    expect(result.outcome).toBe('done');
    expect(lost).toBeGreaterThan(1);
    expect(world.destination.calls).toContain('arrivals');
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('resends what the destination reports as not arrived', async () => {
    setUp();
    let lost = 0;
    world.destination.hook = (call, phase) => {
      if (call === 'write' && phase === 'before' && lost++ < 2) throw fault('in-doubt');
    };
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('waits as long as the server asks before the next request', async () => {
    setUp();
    const times: number[] = [];
    let refused = false;
    world.destination.hook = (call, phase) => {
      if (call !== 'write' || phase !== 'before') return;
      times.push(world.clock.now);
      if (refused) return;
      refused = true;
      throw fault('busy', { retryAfterMs: 30_000 });
    };
    await runPass(world, { maxConcurrency: 1 });
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(30_000);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('hands the slot back, throttled until a moment, when the wait is longer than the slice', async () => {
    setUp();
    world.destination.hook = (call, phase) => {
      if (call === 'write' && phase === 'before') throw fault('busy', { retryAfterMs: 300_000 });
    };
    const now = world.clock.now;
    const result = await runSlice(sliceDeps(world));
    expect(result).toMatchObject({ outcome: 'wait', fault: { kind: 'busy' } });
    if (result.outcome === 'wait') expect(result.resumeAt).toBeGreaterThanOrEqual(now + 300_000);
  });

  it('fails with the server’s own reason if the password is wrong from the start', async () => {
    setUp();
    world.source.hook = (call) => {
      if (call === 'folders') throw fault('credentials', { scope: 'endpoint', code: 'http-401', side: 'source' });
    };
    expect(await runPass(world)).toMatchObject({ outcome: 'failed', fault: { code: 'http-401' } });
  });

  it('pauses on a full destination and loses nothing', async () => {
    setUp();
    world.destination.hook = (call, phase) => {
      if (call === 'write' && phase === 'before') throw fault('quota');
    };
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { kind: 'quota' } });
    world.destination.hook = () => {};
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('reads a folder from nothing when its sync state is refused, and copies nothing twice', async () => {
    setUp();
    await runPass(world);
    world.source.era += 1;
    addItem(world.source, 'source-Inbox', { subject: 'new' }, 'new content');
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('an item that brings the connection down', () => {
  it('is listed in the end, and does not block the rest', async () => {
    setUp();
    const bad = [...world.source.items.keys()][7]!;
    world.destination.hook = (call, phase, ids) => {
      if (call === 'write' && phase === 'before' && ids.includes(bad)) throw fault('in-doubt');
    };
    const result = await runPass(world);
    expect(result).toMatchObject({ outcome: 'done', summary: { failed: { count: 1 }, copied: { count: 29 } } });
    const { failed } = await world.ledger.lease(world.lease).unlisted(10);
    expect(failed).toMatchObject([{ id: bad, fault: { code: 'never-arrived' } }]);
  });
});

describe('guards', () => {
  it('stops and asks when the source suddenly looks empty', async () => {
    setUp();
    await runPass(world);
    world.source.items.clear();
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { code: 'source-looks-empty' } });
    world.source.folders.length = 1;
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { code: 'source-looks-empty' } });
  });

  it('refuses every call of a lease that was taken over', async () => {
    setUp();
    const late = sliceDeps(world);
    await late.ledger.open(PASS, {}, 0);
    await sliceDeps(world).ledger.open(PASS, {}, 0);
    await expect(late.ledger.summary({})).rejects.toMatchObject({ fault: { kind: 'stopped' } });
    expect((await runSlice(late)).outcome).toBe('stopped');
  });

  it('never lets a watermark get ahead of the ledger', async () => {
    setUp();
    const deps = sliceDeps(world);
    const pages = new Map<string, number>();
    const record = deps.ledger.record.bind(deps.ledger);
    deps.ledger.record = async (folderId, ...values) => {
      const answer = await record(folderId, ...values);
      pages.set(folderId, (pages.get(folderId) ?? 0) + 1);
      return answer;
    };
    const put = deps.watermarks.put.bind(deps.watermarks);
    let written = 0;
    deps.watermarks.put = async (entries) => {
      for (const { folder } of entries) {
        written += 1;
        const left = (pages.get(folder.sourceId) ?? 0) - 1;
        expect(left).toBeGreaterThanOrEqual(0);
        pages.set(folder.sourceId, left);
      }
      await put(entries);
    };
    expect((await runSlice(deps)).outcome).toBe('done');
    expect(written).toBeGreaterThan(0);
  });

  it('lets no upload into a folder begin before its baseline is kept', async () => {
    setUp(60);
    const deps = sliceDeps(world);
    const setBaseline = deps.ledger.setBaseline.bind(deps.ledger);
    let kept = 0;
    const early: string[] = [];
    deps.ledger.setBaseline = async (...values) => {
      for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
      await setBaseline(...values);
      kept += 1;
    };
    world.destination.hook = (call) => {
      if (call === 'write' && kept === 0) early.push(call);
    };
    expect(await runSlice(deps)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
    expect(early).toEqual([]);
  });

  it('stops when told to, and the next pass completes', async () => {
    setUp(100);
    const stop = new AbortController();
    world.destination.hook = (call) => {
      if (call === 'write') stop.abort();
    };
    expect((await runPass(world, { stop: stop.signal })).outcome).toBe('stopped');
    world.destination.hook = () => {};
    await runPass(world);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });
});

describe('a verify pass', () => {
  it('reads both trees and writes nothing', async () => {
    setUp();
    expect((await runPass(world, { order: { id: 'pass-1', type: 'verify' } })).outcome).toBe('done');
    expect([...world.source.calls, ...world.destination.calls]).toEqual(['folders', 'rights', 'folders', 'rights']);
  });
});
