import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { FolderTrouble } from '../../../worker/engine/model/folder-trouble.ts';
import type { ItemError, ListedOmission } from '../../../worker/engine/model/ledger-facts.ts';
import type { PassOptions } from '../../../worker/engine/model/pass.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { createCapabilities, type ServerCapabilities } from '../../../worker/exchange/client/capabilities.ts';
import type { OperationsMemory } from '../../../worker/exchange/client/known-operations.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createPassWorld, endPass, jumpingClock } from '../../fakes/pass-world.ts';
import { connect, type SideName } from '../connect.ts';

export type Outcome = {
  result: SliceResult;
  slices: number;
  /** How much time the pass would have taken, waits and all. */
  tookMs: number;
  errors: ItemError[];
  /** Folders that were set aside. */
  folderErrors: FolderTrouble[];
  omissions: ListedOmission[];
};

/** One mailbox's passes between the sides of a sandbox, as the coordinator runs them; waits take no time. */
export type Mailbox = {
  email: string;
  /** Through which each side is spoken to from now on. */
  through: { source: Fetch; destination: Fetch };
  pass: (type?: PassType, options?: PassOptions) => Promise<Outcome>;
  close: () => void;
};

/** More of them than any pass here needs: one that goes on is one that never ends. */
const MOST_SLICES = 60;

export function openMailbox(sandbox: Sandbox, email: string): Mailbox {
  const world = createPassWorld(jumpingClock(2));
  const { now } = world.time;
  const mailbox: Mailbox = {
    email,
    through: { source: fetch, destination: fetch },
    pass,
    close: () => world.ledger.close(),
  };

  async function pass(type: PassType = 'full', options: PassOptions = {}): Promise<Outcome> {
    const beganAt = now();
    const learnt: { source?: OperationsMemory; destination?: OperationsMemory } = {};
    let isResumed = false;
    const { result, results } = await endPass(
      world,
      () => {
        const known = (side: SideName): ServerCapabilities => createCapabilities(now, learnt[side]);
        const capabilities = { source: known('source'), destination: known('destination') };
        const connectTo = (side: SideName) =>
          connect(sandbox[side], side, {
            mailbox: email,
            through: mailbox.through[side],
            timeoutMs: 5_000,
            capabilities: capabilities[side],
          });
        const more = {
          order: { id: world.pass, type },
          options: () => options,
          maxConcurrency: 3,
          memory: createBudget(100_000_000),
          isResumed,
        };
        const ended = (): void => {
          isResumed = true;
          for (const side of ['source', 'destination'] as const) learnt[side] = capabilities[side].operations.learnt();
        };
        return {
          source: createExchangeSource(connectTo('source')),
          destination: createExchangeDestination(connectTo('destination')),
          more,
          ended,
        };
      },
      MOST_SLICES,
    );
    world.lease += 1;
    const lists = world.ledger.lease(world.lease);
    await lists.open({ id: `lists-${world.lease}`, retries: false, methods: [] }, {}, now());
    const { failed, folders } = await lists.unlisted(1000);
    const { omissions } = await lists.unlistedOmissions(1000);
    return {
      result,
      slices: results.length,
      tookMs: now() - beganAt,
      errors: failed,
      folderErrors: folders?.failed ?? [],
      omissions,
    };
  }
  return mailbox;
}
