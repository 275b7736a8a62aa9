import { faultOf, type Fault } from '../../engine/fault.ts';
import type { Parcel, WriteResult } from '../../engine/mailbox.ts';
import type { Connection } from '../connection.ts';
import { create } from '../create-parcels.ts';
import { getItemBody, itemIn } from '../operations/get-item.ts';
import { fieldUri } from '../properties.ts';
import { responseMessages } from '../responses.ts';
import { attendantOf } from './build.ts';
import { isOrganizedBy, type MeetingState } from './meetings.ts';

/** What a server was seen to make of the state of meetings that clients give it. */
export type MeetingHabits = { refuses: boolean; keepsOrganizer?: boolean };

const NO_STATE = 'Where the meeting stands was left out: the owner of the mailbox becomes its organiser.';
const NO_ORGANIZER = 'The server names the owner of the mailbox as the organiser of the meeting.';

/**
 * Makes parcels in a folder as `create` does, meetings with their state. A server that refuses it gets them without;
 * where the organiser does not stay, which no document says of any server, that is told. Throws FaultError.
 */
export async function createKeeping(
  connection: Connection,
  habits: MeetingHabits,
  folderId: string,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const meetings = new Map<string, MeetingState>();
  for (const parcel of parcels) {
    const meeting = attendantOf(parcel)?.meeting;
    if (meeting) meetings.set(parcel.sourceId, meeting);
  }
  if (meetings.size === 0) return create(connection, folderId, parcels, signal);
  const without = async (some: readonly Parcel[]) => {
    const made = await create(connection, folderId, some, signal, { withState: false });
    if (made.some((result) => !('fault' in result) && meetings.has(result.sourceId))) habits.refuses = true;
    return made.map((result) => (meetings.has(result.sourceId) ? tell(result, NO_STATE) : result));
  };
  if (habits.refuses) return without(parcels);
  let results: WriteResult[];
  try {
    results = await create(connection, folderId, parcels, signal);
  } catch (error) {
    if (!isRefusal(faultOf(error))) throw error;
    return without(parcels);
  }
  const refused = parcels.filter(({ sourceId }, index) => {
    const result = results[index];
    return meetings.has(sourceId) && result && 'fault' in result && isRefusal(result.fault);
  });
  if (refused.length > 0) {
    const again = new Map((await without(refused)).map((result) => [result.sourceId, result]));
    results = results.map((result) => again.get(result.sourceId) ?? result);
  }
  const foreign = results.flatMap((result) => {
    const organizer = habits.refuses ? undefined : meetings.get(result.sourceId)?.organizer;
    return organizer && !('fault' in result) ? [{ id: result.id, sourceId: result.sourceId, organizer }] : [];
  });
  const [first] = foreign;
  if (first) habits.keepsOrganizer ??= await keeps(connection, first.id, first.organizer, signal);
  if (habits.keepsOrganizer !== false) return results;
  const changed = new Set(foreign.map(({ sourceId }) => sourceId));
  return results.map((result) => (changed.has(result.sourceId) ? tell(result, NO_ORGANIZER) : result));
}

/** Undefined where the server would not say. */
async function keeps(
  connection: Connection,
  id: string,
  organizer: NonNullable<MeetingState['organizer']>,
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

function tell(result: WriteResult, loss: string): WriteResult {
  return 'fault' in result ? result : { ...result, losses: [...(result.losses ?? []), loss] };
}
