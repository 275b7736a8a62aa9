import { afterEach, describe, expect, it } from 'vitest';
import type { SliceDeps } from '../../worker/engine/context/slice-job.ts';
import type { PassOptions } from '../../worker/engine/model/pass.ts';
import { addItem, createMemoryMailbox, fault, memoryDestination, memorySource } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

function setUp(): World {
  const source = createMemoryMailbox('source', ['Inbox', 'Projects']);
  for (let i = 0; i < 12; i++)
    addItem(source, i % 3 === 0 ? 'source-Projects' : 'source-Inbox', { subject: `subject ${i}` }, `content ${i}`);
  world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  return world;
}

/** Sides whose folders are listed only after a page of each Inbox was asked for. Notes which of them were. */
function listingLate(): { sides: Pick<SliceDeps, 'source' | 'destination'>; asked: Set<string> } {
  const source = memorySource(world.source);
  const destination = memoryDestination(world.destination);
  const asked = new Set<string>();
  const both = Promise.withResolvers<void>();
  const noting = (id: string) => {
    asked.add(id);
    if (['source-Inbox', 'destination-Inbox'].every((inbox) => asked.has(inbox))) both.resolve();
  };
  const sides = {
    source: {
      ...source,
      folders: async (...how: Parameters<typeof source.folders>) => {
        await both.promise;
        return source.folders(...how);
      },
      changes: async (...what: Parameters<typeof source.changes>) => {
        noting(what[0]);
        return source.changes(...what);
      },
    },
    destination: {
      ...destination,
      folders: async (...how: Parameters<typeof destination.folders>) => {
        await both.promise;
        return destination.folders(...how);
      },
      changes: async (...what: Parameters<typeof destination.changes>) => {
        noting(what[0]);
        return destination.changes(...what);
      },
    },
  };
  return { sides, asked };
}

const count = (name: string): number => world.source.calls.filter((each) => each === name).length;

describe('the first slice of a mailbox', () => {
  it('asks both servers for their Inbox while they list their folders, and copies each item once', async () => {
    setUp();
    const { sides } = listingLate();
    expect(await runPass(world, sides)).toMatchObject({ outcome: 'done' });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('asks for each page once', async () => {
    setUp().source.pageSize = 100;
    await runPass(world);
    const first = count('changes');
    const marks = world.destination.calls.filter((each) => each === 'mark').length;
    setUp().source.pageSize = 100;
    // Nothing is known beforehand to a slice whose servers show no folder with their first answer.
    const showingNothing = (side: 'source' | 'destination') => ({
      abilities: async () => ({ version: side, methods: world[side].methods, maxRequestBytes: 1e9 }),
    });
    await runPass(world, {
      source: { ...memorySource(world.source), ...showingNothing('source') },
      destination: { ...memoryDestination(world.destination), ...showingNothing('destination') },
    });
    expect([count('changes'), world.destination.calls.filter((each) => each === 'mark').length]).toEqual([
      first,
      marks,
    ]);
  });

  it('asks again if the server was busy, as for any page', async () => {
    setUp();
    let refusals = 0;
    for (const mailbox of [world.source, world.destination])
      mailbox.hook = (name, phase, [id]) => {
        if (phase === 'after' || !id?.endsWith('Inbox') || refusals === 2 || !['changes', 'mark'].includes(name))
          return;
        refusals += 1;
        throw fault('busy', { retryAfterMs: 1_000 });
      };
    expect(await runPass(world)).toMatchObject({ outcome: 'done' });
    expect(refusals).toBe(2);
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('does not wait for a page that is no longer needed', async () => {
    setUp();
    let ended = false;
    const source: SliceDeps['source'] = {
      ...memorySource(world.source),
      folders: async () => Promise.reject(fault('access', { scope: 'mailbox' })),
      changes: (_folder, _state, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            ended = true;
            reject(fault('stopped'));
          });
        }),
    };
    expect(await runPass(world, { source })).toMatchObject({ outcome: 'paused', fault: { kind: 'access' } });
    expect(ended).toBe(true);
  });

  it.each<[string, PassOptions]>([
    ['excludes', { excludedFolders: ['inbox'] }],
    ['maps', { folderMapping: [{ from: 'Inbox', to: 'Archive/Old' }] }],
  ])('does not read ahead in an Inbox that a rule %s, until the folders are mapped', async (_rule, options) => {
    setUp();
    expect(await callsBeforeListing({ options: () => options })).toEqual([]);
  });
});

it('a later pass reads every folder from its watermark, and asks for nothing ahead', async () => {
  setUp();
  expect(await callsBeforeListing()).toEqual(['changes']);
  world.source.calls.length = 0;
  expect(await callsBeforeListing()).toEqual([]);
});

/** What the source was asked in a pass while its folders were being listed. */
async function callsBeforeListing(more: Partial<SliceDeps> = {}): Promise<string[]> {
  const before: string[] = [];
  world.source.hook = (name, phase) => {
    if (phase === 'before' && !world.source.calls.includes('folders')) before.push(name);
  };
  const source = memorySource(world.source);
  const folders: typeof source.folders = async (...how) => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    return source.folders(...how);
  };
  expect(await runPass(world, { ...more, source: { ...source, folders } })).toMatchObject({ outcome: 'done' });
  return before;
}
