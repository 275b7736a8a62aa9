import { type Fault, faultOf, type FaultKind } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { createPastSender, senderRefused } from './past-senders.ts';
import { mindsSenders } from './probe-senders.ts';
import { withoutSender } from './without-sender.ts';
import { createAccepted } from './create-accepted.ts';
import type { CreateTarget } from './create-target.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { addOmissionOf } from './omissions.ts';
import { failAll } from './write-results.ts';

/**
 * Creates parcels of one method in their folder. If one is refused for lack of rights, a test message in a stranger's
 * name shows whether the server checks senders: if so, that is remembered, and all are created another way; if not, only
 * this item is denied. Throws FaultError.
 */
export async function createMail(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const known = target.connection.capabilities;
  const isMime = parcels[0]?.method === 'mime';
  if (known.senders === 'past' && isMime) return createPast(target, parcels, signal);
  if ((known.senders === 'past' || known.senders === 'refused') && !isMime)
    return createNameless(target, parcels, signal);
  const { results, thrown } = await settled(parcels, createAccepted(target, parcels, signal));
  const denied = parcels.filter(
    (parcel) => (isMime || withoutSender(parcel)) && results.some((result) => isDenied(result, parcel)),
  );
  if (denied.length === 0) return orThrow(results, thrown);
  if (known.senders === 'refused') return withRefusals(target, results, denied);
  if (!(await mindsSenders(target, signal))) return orThrow(results, thrown);
  known.senders = 'past';
  const created = isMime ? createPast(target, denied, signal) : createNameless(target, denied, signal);
  const later = new Map((await created).map((result) => [result.sourceId, result]));
  return results.map((result) => later.get(result.sourceId) ?? result);
}

/** Starts from an empty message each. A server that refuses these changes too accepts nobody else's mail. */
async function createPast(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId, growing } = target;
  // Streams that the refused request consumed must be read again.
  const spent = parcels.filter(({ content }) => content instanceof ReadableStream && content.locked);
  const fresh = parcels.filter((parcel) => !spent.includes(parcel));
  const heldBack = makeFault(
    'not-processed',
    'item',
    'sent-again',
    'The item is written by another method.',
    connection.side,
  );
  const held = failAll(spent, heldBack);
  if (fresh.length === 0) return held;
  const { results } = await settled(fresh, createPastSender(connection, folderId, fresh, growing, signal), REFUSALS);
  const { capabilities } = connection;
  const { pastSenders } = capabilities;
  if (results.some((result) => !('fault' in result))) pastSenders.went = true;
  // Where others go, it is for what it is that one is refused.
  const kinds = pastSenders.went ? OF_SENDER : REFUSALS;
  const refused = fresh.filter(({ sourceId }) =>
    results.some((each) => each.sourceId === sourceId && 'fault' in each && kinds.has(each.fault.kind)),
  );
  if (!pastSenders.went) pastSenders.refused += refused.length;
  if (!pastSenders.went && pastSenders.refused >= MOST_REFUSED) capabilities.senders = 'refused';
  return [...withRefusals(target, results, refused), ...held];
}

/** After this many failed changes without a success, no more are tried. */
const MOST_REFUSED = 2;
const OF_SENDER: ReadonlySet<FaultKind> = new Set(['access']);
const REFUSALS: ReadonlySet<FaultKind> = new Set([...OF_SENDER, 'unsupported', 'corrupt', 'unknown']);

/** Items of other kinds that name a sender go without. */
async function createNameless(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const nameless = parcels.map((parcel) => withoutSender(parcel) ?? parcel);
  const results = await createAccepted(target, nameless, signal);
  const losers = new Set(parcels.filter((parcel) => withoutSender(parcel)).map(({ sourceId }) => sourceId));
  return addOmissionOf(results, losers, NO_SENDER);
}

const NO_SENDER = 'The sender was left out, because the destination accepts only the account’s own name.';

/** Results, also where all of them were the one fault that was thrown. Throws every other. */
async function settled(
  parcels: readonly Parcel[],
  work: Promise<WriteResult[]>,
  kinds: ReadonlySet<FaultKind> = OF_SENDER,
): Promise<{ results: WriteResult[]; thrown?: unknown }> {
  try {
    return { results: await work };
  } catch (error) {
    const fault = faultOf(error);
    // A page in the place of an answer says nothing of senders.
    if (!kinds.has(fault.kind) || fault.code.startsWith('http-')) throw error;
    return { results: failAll(parcels, fault), thrown: error };
  }
}

function orThrow(results: WriteResult[], thrown: unknown): WriteResult[] {
  if (thrown !== undefined) throw thrown;
  return results;
}

function isDenied(result: WriteResult, { sourceId }: Parcel): boolean {
  return result.sourceId === sourceId && 'fault' in result && result.fault.kind === 'access';
}

function withRefusals({ connection }: CreateTarget, results: readonly WriteResult[], refused: readonly Parcel[]) {
  const fault: Fault = senderRefused(connection);
  const ids = new Set(refused.map(({ sourceId }) => sourceId));
  return results.map((result): WriteResult =>
    ids.has(result.sourceId) ? { sourceId: result.sourceId, fault } : result,
  );
}
