import { faultOf, type Fault } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { create } from './create-parcels.ts';
import type { CreateTarget } from './create-target.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import { responseMessages } from '../../client/responses.ts';
import { addLosses } from './losses.ts';
import { failAll } from './write-results.ts';
import { stateOf } from '../../items/attendant.ts';
import { isMeetingMessage } from '../../items/meeting-messages.ts';
import { isOrganizedBy, type Organizer, type StateReach } from '../../items/meetings.ts';

const NO_STATE = 'Where the meeting stands was left out: the owner of the mailbox becomes its organiser.';
const NO_DETAILS = 'What the message says of its meeting was left out, but for what its text says.';
const NO_ORGANIZER = 'The server names the owner of the mailbox as the organiser of the meeting.';

/** Parcels on their way: how much of each one's state is sent, and the result. */
type Attempt = {
  reachOf: (parcel: Parcel) => StateReach;
  reaches: Map<Parcel, StateReach>;
  done: Map<string, WriteResult>;
};

/**
 * Makes parcels in a folder as `create` does, meetings with their state. A server that refuses it gets less of it, and
 * gets less from then on. No document says of any server that it drops the organiser: one that does is found out, and
 * the item's result lists that as a loss. Throws FaultError.
 */
export async function createKeeping(
  target: Omit<CreateTarget, 'growing'>,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId } = target;
  if (!parcels.some(stateOf)) return create(connection, folderId, parcels, signal);
  const attempt = startAttempt(target, parcels);
  const { reachOf, done } = attempt;
  for (let waiting = parcels; waiting.length > 0;) {
    const results = await tryOnce(connection, folderId, waiting, signal, reachOf);
    waiting = waiting.filter((parcel, index) => needsLess(target, attempt, parcel, results[index] as WriteResult));
  }
  await learnOfOrganizer(connection, attempt, parcels, signal);
  const { capabilities } = connection;
  return parcels.map((parcel) => tell(parcel, done.get(parcel.sourceId) as WriteResult, reachOf(parcel), capabilities));
}

function startAttempt(
  { connection, lessState }: Pick<CreateTarget, 'connection' | 'lessState'>,
  parcels: readonly Parcel[],
): Attempt {
  const { stateReach } = connection.capabilities;
  const reaches = new Map(
    parcels.map((parcel) => [parcel, lessState.get(parcel.sourceId) ?? stateReach[kindOf(parcel)]]),
  );
  return { reaches, reachOf: (parcel) => reaches.get(parcel) ?? 'all', done: new Map() };
}

/** Notes a result. Returns true where the parcel is to be sent again with less of its state. */
function needsLess(
  { connection, lessState }: Pick<CreateTarget, 'connection' | 'lessState'>,
  { reachOf, reaches, done }: Attempt,
  parcel: Parcel,
  result: WriteResult,
): boolean {
  done.set(parcel.sourceId, result);
  const reach = reachOf(parcel);
  const less = lessThan(parcel, reach);
  if ('fault' in result && isRefusal(result.fault) && less !== undefined) {
    reaches.set(parcel, less);
    if (!(parcel.content instanceof ReadableStream)) return true;
    // A stream is used up: with less it goes another time.
    lessState.set(parcel.sourceId, less);
    const fault: Fault = { ...result.fault, kind: 'not-processed', scope: 'item' };
    done.set(parcel.sourceId, { sourceId: parcel.sourceId, fault });
  } else if (!('fault' in result) && stateOf(parcel)) {
    // Only one that failed with more and came through with less says what the server takes.
    const { stateReach } = connection.capabilities;
    if (ORDER.indexOf(reach) > ORDER.indexOf(stateReach[kindOf(parcel)])) stateReach[kindOf(parcel)] = reach;
  }
  return false;
}

/** Asks once for the organiser of a meeting that was created with one who is not the mailbox's owner. */
async function learnOfOrganizer(
  connection: Connection,
  { reachOf, done }: Attempt,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<void> {
  const foreign = parcels.find((parcel) => stateOf(parcel)?.organizer && reachOf(parcel) === 'all');
  const made = foreign && done.get(foreign.sourceId);
  const organizer = foreign && stateOf(foreign)?.organizer;
  if (organizer && made && !('fault' in made))
    connection.capabilities.keepsOrganizer ??= await keeps(connection, made.id, organizer, signal);
}

const ORDER: readonly StateReach[] = ['all', 'no-organizer', 'nothing'];

function kindOf({ itemClass }: Parcel): 'meetings' | 'messages' {
  return isMeetingMessage(itemClass) ? 'messages' : 'meetings';
}

/** What is left to try; undefined where the item has no state to leave out. */
function lessThan(parcel: Parcel, reach: StateReach): StateReach | undefined {
  const state = stateOf(parcel);
  if (state === undefined || reach === 'nothing') return undefined;
  return reach === 'all' && state.organizer ? 'no-organizer' : 'nothing';
}

/** A refusal of all of them is one of each. */
async function tryOnce(...[connection, folderId, parcels, signal, reachOf]: Required<Parameters<typeof create>>) {
  try {
    return await create(connection, folderId, parcels, signal, reachOf);
  } catch (error) {
    const fault = faultOf(error);
    if (!isRefusal(fault) || !parcels.some((parcel) => lessThan(parcel, reachOf(parcel)))) throw error;
    return failAll(parcels, fault);
  }
}

/** Undefined where the server would not say. */
async function keeps(
  connection: Connection,
  id: string,
  organizer: Organizer,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const shape = { base: 'IdOnly', withMime: false, properties: fieldUri('calendar:Organizer') } as const;
  try {
    const response = await connection.call({ operation: 'GetItem', body: () => getItemBody([id], shape), signal });
    const [message] = responseMessages(response);
    const item = message && itemIn(message);
    return item && isOrganizedBy(item, organizer);
  } catch {
    return undefined;
  }
}

/** Refusals of what was to be set; any other fault has nothing to do with it. */
function isRefusal({ kind, code }: Fault): boolean {
  return kind === 'corrupt' && /Propert(?:y|ies)|ErrorItemSave$/.test(code);
}

function tell(
  parcel: Parcel,
  result: WriteResult,
  reach: StateReach,
  { keepsOrganizer }: ServerCapabilities,
): WriteResult {
  const state = stateOf(parcel);
  if ('fault' in result || state === undefined) return result;
  const isNamed = reach === 'all' && keepsOrganizer !== false;
  const loss =
    reach === 'nothing'
      ? kindOf(parcel) === 'messages'
        ? NO_DETAILS
        : NO_STATE
      : state.organizer && !isNamed
        ? NO_ORGANIZER
        : undefined;
  return addLosses(result, loss === undefined ? [] : [loss]);
}
