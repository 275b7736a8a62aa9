import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import { responseMessages } from '../../client/responses.ts';
import { addOmissions } from './omissions.ts';
import { stateOf } from '../../items/attendant.ts';
import { isMeetingMessage } from '../../items/meeting-messages.ts';
import { isOrganizedBy, type Organizer, type StateReach } from '../../items/meetings.ts';

const NO_STATE =
  'The meeting status was left out, because the destination makes the owner of the mailbox the organiser.';
const NO_DETAILS = 'The meeting details of the message were left out. Its text was copied.';
const NO_ORGANIZER = 'The destination names the owner of the mailbox as the organiser of the meeting.';

/** A server that accepted a meeting only with less of its state will not accept more of the next one's. */
export function learnReach({ stateReach }: ServerCapabilities, parcel: Parcel, reach: StateReach): void {
  const kind = kindOf(parcel);
  if (stateOf(parcel) && ORDER.indexOf(reach) > ORDER.indexOf(stateReach[kind])) stateReach[kind] = reach;
}

/** Asks once for the organiser of a meeting that was created with one who is not the mailbox's owner. */
export async function learnOfOrganizer(
  connection: Connection,
  parcels: readonly Parcel[],
  reachOf: (parcel: Parcel) => StateReach,
  results: ReadonlyMap<string, WriteResult>,
  signal: AbortSignal,
): Promise<void> {
  const foreign = parcels.find((parcel) => stateOf(parcel)?.organizer && reachOf(parcel) === 'all');
  const made = foreign && results.get(foreign.sourceId);
  const organizer = foreign && stateOf(foreign)?.organizer;
  if (organizer && made && !('fault' in made))
    connection.capabilities.keepsOrganizer ??= await keeps(connection, made.id, organizer, signal);
}

const ORDER: readonly StateReach[] = ['all', 'no-organizer', 'nothing'];

export function kindOf({ itemClass }: Parcel): 'meetings' | 'messages' {
  return isMeetingMessage(itemClass) ? 'messages' : 'meetings';
}

/** What is left to try; undefined where the item has no state to leave out. */
export function lessThan(parcel: Parcel, reach: StateReach): StateReach | undefined {
  const state = stateOf(parcel);
  if (state === undefined || reach === 'nothing') return undefined;
  return reach === 'all' && state.organizer ? 'no-organizer' : 'nothing';
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

/** Adds to a result what the meeting lost of its state. */
export function noteState(
  parcel: Parcel,
  result: WriteResult,
  reach: StateReach,
  { keepsOrganizer }: ServerCapabilities,
): WriteResult {
  const state = stateOf(parcel);
  if ('fault' in result || state === undefined) return result;
  const isNamed = reach === 'all' && keepsOrganizer !== false;
  const omission =
    reach === 'nothing'
      ? kindOf(parcel) === 'messages'
        ? NO_DETAILS
        : NO_STATE
      : state.organizer && !isNamed
        ? NO_ORGANIZER
        : undefined;
  return addOmissions(result, omission === undefined ? [] : [omission]);
}
