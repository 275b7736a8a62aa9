import { expect, inject, test } from 'vitest';
import type { LicenceKind } from '../../../worker/lib/licence-facts.ts';
import { LICENCE_KINDS } from '../../../worker/lib/licence-facts.ts';
import { createRandom } from '../../fakes/prng.ts';
import type { Loose } from '../harness.ts';
import { makeProject } from '../harness.ts';
import { listOpenRuns } from '../open-runs.ts';
import type { Box } from './licence-model.ts';
import { createLicenceModel } from './licence-model.ts';
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
 * Random orders, payments, refunds, applications, revocations, starts and ends, against the model of `licence-model.ts`.
 * `LICENCE_SEEDS=200` plays more.
 */

const MAILBOXES = 4;
const STEPS = 50;
const PRICE = 1000;

type Played = Record<'entries' | 'waited' | 'applied' | 'refusedToApply' | 'revoked' | 'refusedToRevoke', number>;

async function play(seed: number): Promise<Played> {
  const random = createRandom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const world = await createLicenceWorld();
  const { ask, harness, workgroupId } = world;
  const { projectId, mailboxIds } = await makeProject(ask, MAILBOXES);
  const customer = await customerOf(world, projectId);
  const model = createLicenceModel(MAILBOXES);
  const assignmentIds = new Map<string, string>();
  const played = { entries: 0, waited: 0, applied: 0, refusedToApply: 0, revoked: 0, refusedToRevoke: 0 };

  async function apply(kind: LicenceKind): Promise<void> {
    const indices = [
      ...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(model.boxes.map((_, at) => at)))),
    ];
    const userIds = indices.map((at) => customer.userIds[at]!);
    const isDone = model.apply(
      indices.map((at) => model.boxes[at]!),
      kind,
    );
    const path = `/api/customers/${customer.id}/licences/apply`;
    const { items } = await expectStatus(ask('POST', path, { body: { kind, userIds } }), isDone ? 200 : 409);
    for (const { id, userId, kind: given } of (items ?? []) as Loose[]) assignmentIds.set(`${userId} ${given}`, id);
    played[isDone ? 'applied' : 'refusedToApply'] += 1;
  }

  async function revoke(at: number, kind: LicenceKind): Promise<void> {
    const isDone = model.revoke(model.boxes[at]!, kind);
    const id = assignmentIds.get(`${customer.userIds[at]!} ${kind}`)!;
    await expectStatus(ask('POST', `/api/licence-assignments/${id}/revoke`), isDone ? 204 : 409);
    played[isDone ? 'revoked' : 'refusedToRevoke'] += 1;
  }

  for (let step = 0; step < STEPS; step += 1) {
    const index = Math.floor(random() * MAILBOXES);
    const box = model.boxes[index]!;
    const mailboxId = String(mailboxIds[index]);
    const known = model.orders.length > 0 ? pick(model.orders) : undefined;
    const holders = model.boxes.flatMap(({ applied }, at) => (applied.size > 0 ? [at] : []));
    const dice = random();
    if (dice < 0.12) {
      const quantity = 1 + Math.floor(random() * 4);
      const kind = pick(LICENCE_KINDS);
      const { id } = await order(ask, quantity, { kind, payment: 'card' });
      model.orders.push({ id: String(id), kind, quantity, isPaid: false, refunded: 0, settled: 0 });
    } else if (dice < 0.27 && known) {
      await expectStatus(send(world, paid(known.id)), 200);
      model.pay(known);
    } else if (dice < 0.33 && known) {
      const count = Math.floor(random() * (known.quantity + 1));
      await expectStatus(send(world, refunded(known.id, count * PRICE, known.quantity * PRICE)), 200);
      model.refund(known, count);
    } else if (dice < 0.36 && known) await expectStatus(send(world, expired(known.id)), 200);
    else if (dice < 0.46) await apply(pick(LICENCE_KINDS));
    else if (dice < 0.56 && holders.length > 0) {
      const at = pick(holders);
      await revoke(at, pick([...model.boxes[at]!.applied]));
    } else if (box.run === 'none') {
      await expectStatus(start(ask, projectId, [mailboxId], pick(['full', 'pre-stage'])), 201);
      model.start(box);
      played.waited += Number(isWaiting(box));
    } else {
      // What waits can only be stopped.
      const status = box.run === 'waiting' ? 'stopped' : pick(['completed', 'failed', 'failed', 'stopped'] as const);
      const copied = box.run === 'waiting' ? 0 : pick([0, 3]);
      await endRun(world, projectId, mailboxId, { status, itemsDone: box.itemsDone + copied });
      model.end(box, status, copied);
    }
    const what = `seed ${String(seed)}, step ${String(step)}`;
    const sums = await sumsOf(world);
    expect(sums, what).toEqual(model.balance);
    expect(Math.min(...Object.values(sums)), what).toBeGreaterThanOrEqual(0);
    const runs = await listOpenRuns(harness.deps.db, workgroupId, projectId);
    const seen = model.boxes.map((_, at) => runs.find((run) => run.mailboxId === mailboxIds[at])?.licence ?? 'none');
    expect(seen, what).toEqual(model.boxes.map(({ run }) => run));
  }
  const entries = await ledgerOf(ask);
  for (const kind of LICENCE_KINDS) {
    const amounts = entries.filter((entry) => entry.kind === kind).map(({ amount }) => amount as number);
    expect(amounts.reduce((total, amount) => total + amount, 0)).toBe(model.balance[kind]);
    expect(await balanceOf(ask, kind)).toBe(model.balance[kind]);
  }
  return { ...played, entries: entries.length };
}

const isWaiting = ({ run }: Box): boolean => run === 'waiting';

/** The customer of a project, and the users of its mailboxes in their order. */
async function customerOf({ ask }: LicenceWorld, projectId: string): Promise<{ id: string; userIds: string[] }> {
  const { customerId } = await expectStatus(ask('GET', `/api/projects/${projectId}`), 200);
  const { items } = await expectStatus(ask('GET', `/api/customers/${String(customerId)}/users`), 200);
  const userIds = Array.from({ length: MAILBOXES }, (_, at) =>
    String(items.find(({ addresses }: Loose) => addresses.includes(`user${String(at)}@old.example`)).id),
  );
  return { id: String(customerId), userIds };
}

async function sumsOf({ harness, workgroupId }: LicenceWorld): Promise<Record<LicenceKind, number>> {
  const row = await harness.deps.db.$client
    .prepare(
      `SELECT coalesce(sum(amount) FILTER (WHERE kind = 'mailbox'), 0) AS mailbox,
        coalesce(sum(amount) FILTER (WHERE kind = 'user-bundle'), 0) AS "user-bundle"
        FROM licence_entries WHERE workgroup_id = ?`,
    )
    .bind(workgroupId)
    .first<Record<LicenceKind, number>>();
  return row!;
}

const seeds = inject('licenceSeeds');

test(
  'random histories agree with the model, step by step: the balances are the sums, and never negative',
  async () => {
    const played: Played[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) played.push(await play(seed));
    const total = (what: keyof Played) => played.reduce((sum, each) => sum + each[what], 0);
    // The histories are of the kind that matters.
    expect(total('entries')).toBeGreaterThan(10 * seeds);
    for (const what of ['waited', 'applied', 'refusedToApply', 'revoked', 'refusedToRevoke'] as const)
      expect(total(what), what).toBeGreaterThan(0);
  },
  60_000 + seeds * 10_000,
);
