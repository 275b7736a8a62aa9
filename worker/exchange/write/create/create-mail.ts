import { type Fault, FaultError, faultOf, type FaultKind } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { createItemBody } from '../../operations/items/create-item.ts';
import { deleteItemsBody } from '../../operations/items/delete-item.ts';
import { createPastSender, emptyMessage, senderRefused } from './past-senders.ts';
import { withoutSender } from './without-sender.ts';
import { createKeeping } from './keep-meetings.ts';
import type { CreateTarget } from './create-target.ts';
import { makeFault } from '../../faults/make-fault.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { addLossOf } from './losses.ts';
import { failAll, writeResults } from './write-results.ts';

/**
 * Makes parcels of one path in their folder. Messages that are turned down for want of rights are tried without their
 * sender: where that goes, it is the sender that the server minds, and that is remembered; where an empty message does
 * not go either, the account may not write here. Throws FaultError.
 */
export async function createMail(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const known = target.connection.capabilities;
  const isMime = parcels[0]?.path === 'mime';
  if (known.senders !== undefined && !isMime) return createNameless(target, parcels, signal);
  if (known.senders === 'past') return createPast(target, parcels, signal);
  const { results, thrown } = await settled(parcels, createKeeping(target, parcels, signal));
  const denied = parcels.filter(
    (parcel) => (isMime || withoutSender(parcel)) && results.some((result) => isDenied(result, parcel)),
  );
  if (denied.length === 0) return orThrow(results, thrown);
  if (known.senders === 'refused') return withRefusals(target, results, denied);
  if (!(await takesEmpty(target, signal))) return orThrow(results, thrown);
  known.senders = 'past';
  const anew = isMime ? createPast(target, denied, signal) : createNameless(target, denied, signal);
  const later = new Map((await anew).map((result) => [result.sourceId, result]));
  return results.map((result) => later.get(result.sourceId) ?? result);
}

/** By an empty message each. A server that does not change it so either takes no one else's mail. */
async function createPast(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId, growing } = target;
  // What was read to its end with the request that was turned down is read again.
  const spent = parcels.filter(({ content }) => content instanceof ReadableStream && content.locked);
  const fresh = parcels.filter((parcel) => !spent.includes(parcel));
  const again = makeFault('not-processed', 'item', 'sent-again', 'The item is sent another way.', connection.side);
  const held = failAll(spent, again);
  if (fresh.length === 0) return held;
  const { results, thrown } = await settled(
    fresh,
    createPastSender(connection, folderId, fresh, growing, signal),
    REFUSALS,
  );
  const refused = fresh.filter(({ sourceId }) =>
    results.some((each) => each.sourceId === sourceId && 'fault' in each && REFUSALS.has(each.fault.kind)),
  );
  if (refused.length === fresh.length) connection.capabilities.senders = 'refused';
  else if (thrown) throw thrown;
  return [...withRefusals(target, results, refused), ...held];
}

const REFUSALS: ReadonlySet<FaultKind> = new Set(['access', 'unsupported', 'corrupt', 'unknown']);

/** Items of other kinds that name a sender go without. */
async function createNameless(
  target: CreateTarget,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const nameless = parcels.map((parcel) => withoutSender(parcel) ?? parcel);
  const results = await createKeeping(target, nameless, signal);
  const losers = new Set(parcels.filter((parcel) => withoutSender(parcel)).map(({ sourceId }) => sourceId));
  return addLossOf(results, losers, NO_SENDER);
}

const NO_SENDER = 'Who the item is from was left out: the server takes no other name than that of the account.';

/** Whether a message without a sender may be created; it goes again at once. */
async function takesEmpty({ connection, folderId }: CreateTarget, signal: AbortSignal): Promise<boolean> {
  const body = () => createItemBody(folderId, [emptyMessage('trial')]);
  try {
    const response = await connection.call({ operation: 'CreateItem', body, mutates: true, signal });
    const [made] = writeResults(connection, ['trial'], response);
    if (made === undefined || 'fault' in made) return false;
    const drop = (version: RequestVersion) => deleteItemsBody([made.id], 'HardDelete', version);
    await connection.call({ operation: 'DeleteItem', body: drop, signal });
    return true;
  } catch (error) {
    if (error instanceof FaultError && REFUSALS.has(error.fault.kind)) return false;
    throw error;
  }
}

/** Results, also where all of them were the one fault that was thrown. Throws every other. */
async function settled(
  parcels: readonly Parcel[],
  work: Promise<WriteResult[]>,
  kinds: ReadonlySet<FaultKind> = new Set<FaultKind>(['access']),
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
