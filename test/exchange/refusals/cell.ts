import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { ItemError, ListedLoss } from '../../../worker/engine/model/ledger.ts';
import type { PassOptions } from '../../../worker/engine/model/pass.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import { runSlice } from '../../../worker/engine/slice.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { createConnection } from '../../../worker/exchange/client/connection.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { createCapabilities, type ServerCapabilities } from '../../../worker/exchange/client/capabilities.ts';
import type { OperationsMemory } from '../../../worker/exchange/client/known-operations.ts';
import { createSqliteLedger } from '../../fakes/sqlite-ledger.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';

export type Outcome = {
  result: SliceResult;
  slices: number;
  /** How much time the pass would have taken, waits and all. */
  tookMs: number;
  errors: ItemError[];
  losses: ListedLoss[];
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
  const ledger = createSqliteLedger();
  const watermarks = new Map<string, string>();
  const mailbox: Mailbox = { email, through: { source: fetch, destination: fetch }, pass, close: () => ledger.close() };
  let lease = 0;
  let passes = 0;
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const sleep = async (ms: number) => {
    const until = now() + ms;
    await new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2)));
    ahead = Math.max(ahead, until - Date.now());
  };
  const connect = (side: 'source' | 'destination', capabilities: ServerCapabilities) =>
    createConnection({
      url: sandbox[side].url,
      side,
      authenticator: basicAuthenticator(mailbox.through[side], {
        username: email,
        password: sandbox[side].mailboxes.find((each) => each.email === email)?.password ?? '',
      }),
      mailbox: email,
      impersonate: false,
      newRequestId: () => crypto.randomUUID(),
      timeoutMs: 5_000,
      capabilities,
    });

  async function pass(type: PassType = 'full', options: PassOptions = {}): Promise<Outcome> {
    passes += 1;
    const beganAt = now();
    let waits = 0;
    let pace: SliceResult['pace'];
    const learnt: { source?: OperationsMemory; destination?: OperationsMemory } = {};
    for (let slices = 1; ; slices += 1) {
      lease += 1;
      let batch = 0;
      const own = lease;
      const port = ledger.lease(own);
      const source = createCapabilities(now, learnt.source);
      const destination = createCapabilities(now, learnt.destination);
      const result = await runSlice({
        source: createExchangeSource(connect('source', source)),
        destination: createExchangeDestination(connect('destination', destination)),
        ledger: port,
        watermarks: {
          all: async () => new Map(watermarks),
          put: async (marks) => marks.forEach(({ folder, syncState }) => watermarks.set(folder.sourceId, syncState)),
        },
        order: { id: `pass-${passes}`, type },
        options: () => options,
        maxConcurrency: 3,
        priorWaits: waits,
        ...(pace && { pace }),
        isResumed: slices > 1,
        memory: createBudget(100_000_000),
        now,
        sleep,
        random: () => 0.5,
        newBatchId: () => `batch-${own}-${(batch += 1)}`,
        deadlineAt: now() + 60_000,
        doubtWaitMs: 65_000,
        stop: new AbortController().signal,
        abort: new AbortController().signal,
        onProgress: () => {},
      });
      ({ pace } = result);
      Object.assign(learnt, { source: source.operations.learnt(), destination: destination.operations.learnt() });
      if (result.outcome === 'wait') {
        await sleep(result.resumeAt - now());
        waits += result.fault ? 1 : 0;
      } else if (result.outcome === 'more') waits = 0;
      if ((result.outcome === 'wait' || result.outcome === 'more') && slices < MOST_SLICES) continue;
      lease += 1;
      const lists = ledger.lease(lease);
      await lists.open({ id: `lists-${lease}`, retries: false, paths: [] }, {}, now());
      const { failed } = await lists.unlisted(1000);
      const { losses } = await lists.unlistedLosses(1000);
      return { result, slices, tookMs: now() - beganAt, errors: failed, losses };
    }
  }
  return mailbox;
}
