import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { LedgerSummary } from '../../../worker/engine/model/ledger.ts';
import type { PassOptions } from '../../../worker/engine/model/pass.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import { runSlice } from '../../../worker/engine/slice.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import { basicAuthenticator } from '../../../worker/exchange/transport/sign-in/plain-authenticators.ts';
import type { Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { createConnection } from '../../../worker/exchange/client/connection.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import { createSqliteLedger, type SqliteLedger } from '../../fakes/sqlite-ledger.ts';
import type { Sandbox, SandboxSide } from '../../sandbox/sandbox.ts';

export type Failed = { itemClass: string; code: string; message: string };

/** One mailbox's passes between the two sides of a sandbox; what they know of each other stays between them. */
export type MailboxPasses = {
  /** Runs a full pass to its end. Throws when it does not come to one. */
  run: (options?: PassOptions) => Promise<{ summary: LedgerSummary; failed: Failed[]; losses: string[] }>;
  /** Runs any pass to its end. Throws when it does not come to one. */
  end: (type: PassType, options?: PassOptions) => Promise<Extract<SliceResult, { outcome: 'done' }>>;
  ledger: SqliteLedger;
  close: () => void;
};

/** `writer` is the account that signs in to the destination, where it is another's than the mailbox's. */
export function mailboxPasses(
  sandbox: Sandbox,
  email: string,
  through: Fetch = fetch,
  writer: string = email,
): MailboxPasses {
  const ledger = createSqliteLedger();
  const watermarks = new Map<string, string>();
  let lease = 0;
  let passes = 0;
  const connect = (side: SandboxSide, name: 'source' | 'destination') => {
    const username = name === 'source' ? email : writer;
    const password = side.mailboxes.find((each) => each.email === username)?.password ?? '';
    return createConnection({
      url: side.url,
      side: name,
      authenticator: basicAuthenticator(through, { username, password }),
      mailbox: email,
      impersonate: false,
      newRequestId: () => crypto.randomUUID(),
      timeoutMs: 20_000,
    });
  };
  const end: MailboxPasses['end'] = async (type, options = {}) => {
    passes += 1;
    // A clock of its own: waits take no time.
    let now = Date.now();
    for (let slice = 0; slice < 30; slice += 1) {
      lease += 1;
      const own = lease;
      let batch = 0;
      const port = ledger.lease(own);
      // oxlint-disable-next-line no-await-in-loop
      const result = await runSlice({
        source: createExchangeSource(connect(sandbox.source, 'source')),
        destination: createExchangeDestination(connect(sandbox.destination, 'destination')),
        ledger: port,
        watermarks: {
          all: async () => new Map(watermarks),
          put: async (marks) => marks.forEach(({ folder, syncState }) => watermarks.set(folder.sourceId, syncState)),
        },
        order: { id: `pass-${passes}`, type },
        options: () => options,
        maxConcurrency: 3,
        priorWaits: 0,
        memory: createBudget(100_000_000),
        now: () => now,
        sleep: async (ms) => {
          now += ms;
          await new Promise((resolve) => setImmediate(resolve));
        },
        random: () => 0.5,
        newBatchId: () => `batch-${own}-${(batch += 1)}`,
        deadlineAt: now + 600_000,
        doubtWaitMs: 1,
        stop: new AbortController().signal,
        abort: new AbortController().signal,
        onProgress: () => {},
      });
      if (result.outcome === 'done') return result;
      if (result.outcome === 'wait') now = Math.max(now, result.resumeAt);
      else if (result.outcome !== 'more') throw new Error(JSON.stringify(result));
    }
    throw new Error('The pass did not end');
  };
  const run: MailboxPasses['run'] = async (options = {}) => {
    const { summary } = await end('full', options);
    if (!summary) throw new Error('The pass ended without a summary');
    const port = ledger.lease(lease);
    const { failed } = await port.unlisted(1000);
    const { losses } = await port.unlistedLosses(1000);
    return {
      summary,
      failed: failed.map(({ itemClass, fault: { code, message } }) => ({ itemClass, code, message })),
      losses: losses.map(({ message }) => message),
    };
  };
  return { run, end, ledger, close: () => ledger.close() };
}
