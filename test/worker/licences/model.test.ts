import { expect, test } from 'vitest';
import { createRandom } from '../../fakes/prng.ts';
import { makeProject } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';
import type { LicenceWorld } from './licence-world.ts';
import {
  balanceOf,
  createLicenceWorld,
  endRun,
  expectStatus,
  expired,
  ledgerOf,
  order,
  paid,
  refunded,
  send,
  start,
} from './licence-world.ts';

/*
 * Random orders, payments, refunds, starts and ends, against a model in plain words: what is bought is there until a
 * mailbox holds it; a mailbox holds one until it is given back, or for ever once a pass completed.
 */

const MAILBOXES = 8;
const STEPS = 50;
const PRICE = 1000;

type Order = { id: string; quantity: number; isPaid: boolean; refunded: number; settled: number };
type Box = {
  licence: 'none' | 'reserved' | 'consumed';
  run: 'none' | 'held' | 'waiting';
  waitsSince: number;
  hasCopied: boolean;
  itemsDone: number;
  /** How many items were done when its run began. */
  before: number;
};

function createModel() {
  const boxes: Box[] = Array.from({ length: MAILBOXES }, () => ({
    licence: 'none',
    hasCopied: false,
    itemsDone: 0,
    before: 0,
    run: 'none',
    waitsSince: 0,
  }));
  const orders: Order[] = [];
  let balance = 0;
  let clock = 0;
  const cover = (box: Box): boolean => {
    if (box.licence === 'none') {
      if (balance === 0) return false;
      balance -= 1;
      box.licence = 'reserved';
      box.hasCopied = false;
    }
    box.run = 'held';
    box.before = box.itemsDone;
    return true;
  };
  const coverWaiting = (): void => {
    for (const box of boxes.filter(({ run }) => run === 'waiting').sort((a, b) => a.waitsSince - b.waitsSince))
      cover(box);
  };
  const takeBack = (order: Order): void => {
    if (!order.isPaid) return;
    balance -= Math.min(order.refunded - order.settled, balance);
    order.settled = order.refunded;
  };
  return {
    boxes,
    orders,
    balance: () => balance,
    isCovered: (box: Box) => box.run === 'held',
    start(box: Box) {
      clock += 1;
      if (!cover(box)) Object.assign(box, { run: 'waiting', waitsSince: clock });
    },
    end(box: Box, status: 'completed' | 'failed' | 'stopped', copied: number) {
      const held = box.run === 'held';
      box.run = 'none';
      box.itemsDone += copied;
      if (!held || box.licence !== 'reserved') return;
      if (box.itemsDone > box.before) box.hasCopied = true;
      if (status === 'completed') box.licence = 'consumed';
      else if (!box.hasCopied) {
        box.licence = 'none';
        balance += 1;
        coverWaiting();
      }
    },
    pay(order: Order) {
      if (!order.isPaid) {
        order.isPaid = true;
        balance += order.quantity;
      }
      takeBack(order);
      coverWaiting();
    },
    refund(order: Order, count: number) {
      order.refunded = Math.max(order.refunded, count);
      takeBack(order);
    },
  };
}

async function play(seed: number): Promise<{ entries: number; waited: number }> {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const world = await createLicenceWorld();
  const { projectId, mailboxIds } = await makeProject(world.ask, MAILBOXES);
  const model = createModel();
  let waited = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const index = Math.floor(random() * MAILBOXES);
    const box = model.boxes[index]!;
    const mailboxId = String(mailboxIds[index]);
    const known = model.orders.length > 0 ? pick(model.orders) : undefined;
    const dice = random();
    if (dice < 0.12) {
      const quantity = 1 + Math.floor(random() * 4);
      const { id } = await order(world.ask, quantity, { payment: 'card' });
      model.orders.push({ id: String(id), quantity, isPaid: false, refunded: 0, settled: 0 });
    } else if (dice < 0.27 && known) {
      await expectStatus(send(world, paid(known.id)), 200);
      model.pay(known);
    } else if (dice < 0.34 && known) {
      const count = Math.floor(random() * (known.quantity + 1));
      await expectStatus(send(world, refunded(known.id, count * PRICE, known.quantity * PRICE)), 200);
      model.refund(known, count);
    } else if (dice < 0.37 && known) await expectStatus(send(world, expired(known.id)), 200);
    else if (box.run === 'none') {
      await expectStatus(start(world.ask, projectId, [mailboxId], pick(['full', 'pre-stage'])), 201);
      model.start(box);
      waited += Number(!model.isCovered(box));
    } else {
      // What waits can only be stopped.
      const status = box.run === 'waiting' ? 'stopped' : pick(['completed', 'failed', 'stopped'] as const);
      const copied = box.run === 'waiting' ? 0 : pick([0, 0, 3]);
      await endRun(world, projectId, mailboxId, { status, itemsDone: box.itemsDone + copied });
      model.end(box, status, copied);
    }
    const what = `seed ${String(seed)}, step ${String(step)}`;
    const sum = await sumOf(world);
    expect(sum, what).toBe(model.balance());
    expect(sum, what).toBeGreaterThanOrEqual(0);
    const runs = await listOpenRuns(world.harness.deps.db, world.workgroupId, projectId);
    const seen = model.boxes.map((_, at) => runs.find((run) => run.mailboxId === mailboxIds[at])?.licence ?? 'none');
    expect(seen, what).toEqual(model.boxes.map(({ run }) => run));
  }
  const entries = await ledgerOf(world.ask);
  expect(entries.reduce((total, { amount }) => total + (amount as number), 0)).toBe(model.balance());
  expect(await balanceOf(world.ask)).toBe(model.balance());
  return { entries: entries.length, waited };
}

async function sumOf({ harness, workgroupId }: LicenceWorld): Promise<number | undefined> {
  const row = await harness.deps.db.$client
    .prepare('SELECT coalesce(sum(amount), 0) AS sum FROM licence_entries WHERE workgroup_id = ?')
    .bind(workgroupId)
    .first<{ sum: number }>();
  return row?.sum;
}

test('random histories agree with the model, step by step: the balance is the sum, and never negative', async () => {
  const played = [];
  for (const seed of [1, 2, 3]) played.push(await play(seed));
  // The histories are of the kind that matters.
  expect(played.reduce((sum, { entries }) => sum + entries, 0)).toBeGreaterThan(45);
  expect(played.reduce((sum, { waited }) => sum + waited, 0)).toBeGreaterThan(5);
});
