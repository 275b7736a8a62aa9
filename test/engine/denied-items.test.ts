import { afterEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../worker/engine/model/fault.ts';
import { addItem, createMemoryMailbox, fault } from '../fakes/memory-mailbox.ts';
import type { World } from '../fakes/slice-world.ts';
import { createWorld, linesOf, runPass } from '../fakes/slice-world.ts';

let world: World;
afterEach(() => world.ledger.close());

/** Seven messages in one batch, each larger than the one before. */
function setUp(): string[] {
  const source = createMemoryMailbox('source', ['Inbox']);
  const ids = Array.from({ length: 7 }, (_, i) =>
    addItem(source, 'source-Inbox', { subject: `subject ${i}`, messageId: `<${i}@a>` }, 'x'.repeat(10 + i)),
  );
  world = createWorld(source, createMemoryMailbox('destination', ['Inbox']));
  return ids;
}

function deny(kind: FaultKind, id: string, call = 'write'): void {
  const said = fault(kind, { scope: 'mailbox', side: 'destination' }).fault;
  world.destination.itemFault = (name, other) => (name.startsWith(call) && other === id ? said : undefined);
}

describe('an item that the destination denies with an error of its mailbox', () => {
  it.each(['access', 'version', 'wrong-server', 'quota'] as const)('is listed alone: %s', async (kind) => {
    const [first = ''] = setUp();
    deny(kind, first);
    const result = await runPass(world);
    expect(result).toMatchObject({ outcome: 'done', summary: { failed: { count: 1 }, copied: { count: 6 } } });
  });

  it.each(['access', 'version', 'quota'] as const)(
    'is listed alone where the source says it of the whole call: %s',
    async (kind) => {
      const [first = ''] = setUp();
      world.source.hook = (name, phase, ids) => {
        if (name === 'read' && phase === 'before' && ids.includes(first))
          throw fault(kind, { scope: 'mailbox', side: 'source' });
      };
      const result = await runPass(world);
      expect(result).toMatchObject({ outcome: 'done', summary: { failed: { count: 1 }, copied: { count: 6 } } });
    },
  );

  it('is copied by another method if possible', async () => {
    const [first = ''] = setUp();
    deny('access', first, 'write-transfer');
    expect(await runPass(world)).toMatchObject({ outcome: 'done', summary: { failed: { count: 0 } } });
    expect(linesOf(world.destination)).toEqual(linesOf(world.source));
  });

  it('pauses the mailbox if it does not fit and no larger item fits after it', async () => {
    deny('quota', setUp().at(-1)!);
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { kind: 'quota' } });
  });

  it('pauses the mailbox if all items are denied', async () => {
    setUp();
    const said = fault('access', { scope: 'mailbox', side: 'destination' }).fault;
    world.destination.itemFault = () => said;
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { kind: 'access' } });
    world.destination.itemFault = () => undefined;
    expect(await runPass(world)).toMatchObject({ outcome: 'done', summary: { copied: { count: 7 } } });
  });

  it('is also listed if it is written alone', async () => {
    setUp();
    await runPass(world);
    deny('access', addItem(world.source, 'source-Inbox', { subject: 'late', messageId: '<late@a>' }, 'late'));
    expect(await runPass(world)).toMatchObject({ outcome: 'done', summary: { failed: { count: 1 } } });
  });

  it('pauses the mailbox if its rights are not sufficient', async () => {
    setUp();
    await runPass(world);
    deny('access', addItem(world.source, 'source-Inbox', { subject: 'late', messageId: '<late@a>' }, 'late'));
    world.destination.itemFault = ((deny) => (name, id) => {
      world.destination.lacking = fault('access', { scope: 'mailbox', side: 'destination' }).fault;
      return deny?.(name, id);
    })(world.destination.itemFault);
    expect(await runPass(world)).toMatchObject({ outcome: 'paused', fault: { kind: 'access' } });
  });
});
