import { createBudget } from '../../../worker/engine/pacing/budget.ts';
import type { LedgerSummary } from '../../../worker/engine/model/ledger-facts.ts';
import type { PassOptions } from '../../../worker/engine/model/pass.ts';
import type { PassType } from '../../../worker/lib/pass-types.ts';
import type { SliceResult } from '../../../worker/engine/context/slice-result.ts';
import type { Authenticator, Credentials, Fetch } from '../../../worker/exchange/transport/authenticator.ts';
import { createExchangeDestination } from '../../../worker/exchange/destination.ts';
import { createExchangeSource } from '../../../worker/exchange/source.ts';
import type { SqliteLedger } from '../../fakes/sqlite-ledger.ts';
import type { Sandbox, SandboxSide } from '../../sandbox/sandbox.ts';
import { createPassWorld, endPass, jumpingClock } from '../../fakes/pass-world.ts';
import type { Connection } from '../../../worker/exchange/client/connection.ts';
import { createCapabilities } from '../../../worker/exchange/client/capabilities.ts';
import type { LearntCapabilities } from '../../../worker/lib/learnt-capabilities.ts';
import type { OperationsMemory } from '../../../worker/exchange/client/known-operations.ts';
import { connect, ownerOf, type SideName } from '../connect.ts';

export type Failed = { itemClass: string; code: string; message: string };

/** One mailbox's passes between the two sides of a sandbox; what they know of each other stays between them. */
export type MailboxPasses = {
  /** Runs a full pass to its end. Throws when it does not come to one. */
  run: (options?: PassOptions) => Promise<{ summary: LedgerSummary; failed: Failed[]; omissions: string[] }>;
  /** Runs any pass to its end. Throws when it does not come to one. */
  end: (type: PassType, options?: PassOptions) => Promise<Extract<SliceResult, { outcome: 'done' }>>;
  ledger: SqliteLedger;
  close: () => void;
};

const SIDES: readonly SideName[] = ['source', 'destination'];
/** What slices hand on to each other. */
type Known = { [side in SideName]?: { operations?: OperationsMemory; facts?: LearntCapabilities } };

/** More than a pass of a test takes. */
const SLICE_MS = 600_000;

/** Signs in to a server for one slice. */
export type SignsIn = (server: SandboxSide, login: Credentials) => Authenticator;

/**
 * `writer` is the account that signs in to the destination, where it is another's than the mailbox's. `signsIn`: how,
 * where it is not by Basic. `sliceRequests`: after so many a slice is over.
 */
export function mailboxPasses(
  sandbox: Pick<Sandbox, 'source' | 'destination'>,
  email: string,
  through: Fetch = fetch,
  writer: string = email,
  signsIn?: SignsIn,
  sliceRequests = Infinity,
): MailboxPasses {
  const world = createPassWorld(jumpingClock(0));
  let requests = 0;
  const counted: Fetch = (...request) => {
    requests += 1;
    return through(...request);
  };
  const known: Known = {};
  const open = () => {
    const by = (side: SideName, owner: string) => {
      const server = sandbox[side];
      const login = ownerOf(server, owner);
      const { operations, facts } = known[side] ?? {};
      const capabilities = createCapabilities(world.time.now, operations, facts);
      const more = { through: counted, login, capabilities, ...(signsIn && { authenticator: signsIn(server, login) }) };
      return connect(server, side, { mailbox: email, ...more });
    };
    return { source: by('source', email), destination: by('destination', writer) };
  };
  const end: MailboxPasses['end'] = async (type, options = {}) => {
    const connections = new Map<SideName, Connection>();
    // What a pass knows of operations, the next one finds out again.
    for (const side of SIDES) delete known[side]?.operations;
    const next = () => {
      const { source, destination } = open();
      connections.set('source', source).set('destination', destination);
      return { source: createExchangeSource(source), destination: createExchangeDestination(destination), ...more() };
    };
    const keep = () => {
      for (const [side, { capabilities }] of connections) {
        const facts = capabilities.learnt('mailbox');
        known[side] = { operations: capabilities.operations.learnt(), ...(facts && { facts }) };
      }
      requests = 0;
    };
    const more = () => ({
      more: {
        order: { id: world.pass, type },
        options: () => options,
        maxConcurrency: 3,
        memory: createBudget(100_000_000),
        now: () => world.time.now() + (requests > sliceRequests ? SLICE_MS : 0),
        deadlineAt: world.time.now() + SLICE_MS,
        unconfirmedWaitMs: 1,
      },
      ended: keep,
    });
    const { result } = await endPass(world, next, 400);
    if (result.outcome !== 'done') throw new Error(JSON.stringify(result));
    return result;
  };
  const run: MailboxPasses['run'] = async (options = {}) => {
    const { summary } = await end('full', options);
    if (!summary) throw new Error('The pass ended without a summary');
    const port = world.ledger.lease(world.lease);
    const { failed } = await port.unlisted(1000);
    const { omissions } = await port.unlistedOmissions(1000);
    return {
      summary,
      failed: failed.map(({ itemClass, fault: { code, message } }) => ({ itemClass, code, message })),
      omissions: omissions.map(({ message }) => message),
    };
  };
  return { run, end, ledger: world.ledger, close: () => world.ledger.close() };
}
