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

/**
 * Makes parcels in a folder as `create` does, meetings with their state. A server that refuses it gets less of it, and
 * remembers so; where the organiser does not stay, which no document says of any server, that is told. Throws
 * FaultError.
 */
export async function createKeeping(
  target: Omit<CreateTarget, 'growing'>,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId, lessState } = target;
  const { capabilities } = connection;
  const { stateReach } = capabilities;
  if (!parcels.some(stateOf)) return create(connection, folderId, parcels, signal);
  const done = new Map<string, WriteResult>();
  const reaches = new Map(
    parcels.map((parcel) => [parcel, lessState.get(parcel.sourceId) ?? stateReach[kindOf(parcel)]]),
  );
  const reachOf = (parcel: Parcel) => reaches.get(parcel) ?? 'all';
  for (let waiting = parcels; waiting.length > 0;) {
    const results = await tryOnce(connection, folderId, waiting, signal, reachOf);
    const refused: Parcel[] = [];
    for (const [index, parcel] of waiting.entries()) {
      const result = results[index] as WriteResult;
      done.set(parcel.sourceId, result);
      const less = lessThan(parcel, reachOf(parcel));
      if ('fault' in result && isRefusal(result.fault) && less !== undefined) {
        reaches.set(parcel, less);
        if (parcel.content instanceof ReadableStream)
          done.set(parcel.sourceId, onceMore(lessState, parcel, less, result));
        else refused.push(parcel);
      } else if (!('fault' in result) && stateOf(parcel)) {
        // Only one that failed with more and came through with less says what the server takes.
        const reach = reachOf(parcel);
        if (ORDER.indexOf(reach) > ORDER.indexOf(stateReach[kindOf(parcel)])) stateReach[kindOf(parcel)] = reach;
      }
    }
    waiting = refused;
  }
  const foreign = parcels.find((parcel) => stateOf(parcel)?.organizer && reachOf(parcel) === 'all');
  const made = foreign && done.get(foreign.sourceId);
  const organizer = foreign && stateOf(foreign)?.organizer;
  if (organizer && made && !('fault' in made))
    capabilities.keepsOrganizer ??= await keeps(connection, made.id, organizer, signal);
  return parcels.map((parcel) => tell(parcel, done.get(parcel.sourceId) as WriteResult, reachOf(parcel), capabilities));
}

const ORDER: readonly StateReach[] = ['all', 'no-organizer', 'nothing'];

function kindOf({ itemClass }: Parcel): 'meetings' | 'messages' {
  return isMeetingMessage(itemClass) ? 'messages' : 'meetings';
}

/** A stream is used up: with less it goes another time. */
function onceMore(
  lessState: CreateTarget['lessState'],
  { sourceId }: Parcel,
  less: StateReach,
  { fault }: { fault: Fault },
): WriteResult {
  lessState.set(sourceId, less);
  return { sourceId, fault: { ...fault, kind: 'not-processed', scope: 'item' } };
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
