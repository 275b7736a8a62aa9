import { faultOf, type Fault } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { ServerCapabilities } from '../../client/capabilities.ts';
import { endsElsewhere, meetingZoneOf } from '../../items/meeting-zone.ts';
import type { StateReach } from '../../items/meetings.ts';
import { create } from './create-parcels.ts';
import type { CreateTarget } from './create-target.ts';
import { kindOf, learnOfOrganizer, learnReach, noteState } from './keep-meetings.ts';
import { climb, isRefusalOfPart, missingParts, type Ladder } from './ladder.ts';
import { withoutParts } from './lesser-parcel.ts';
import { addOmissions } from './omissions.ts';
import { newerParts } from './newer-parts.ts';
import { hasPart, isSaidOf, omissionOf, rootOf, ZONE } from './optional-parts.ts';
import { failAll } from './write-results.ts';

type Target = Omit<CreateTarget, 'growing'>;
/** Parcels in flight: what each is sent without, and its result. */
type Attempt = { ladders: Map<string, Ladder>; done: Map<string, WriteResult> };

/**
 * Makes parcels in a folder as `create` does, with all that the server accepts of them. An optional part that it refuses
 * is left out, and listed as an omission of that item: the others keep theirs. Of the state of meetings it gets less from then
 * on. What is no plain refusal is never sent again. Throws FaultError where nothing was made.
 */
export async function createAccepted(
  target: Target,
  parcels: readonly Parcel[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection } = target;
  const { capabilities } = connection;
  const newer = newerParts(await connection.version(signal));
  const attempt: Attempt = {
    ladders: new Map(parcels.map((each) => [each.sourceId, start(target, each, newer)])),
    done: new Map(),
  };
  const { ladders, done } = attempt;
  const reachOf = ({ sourceId }: Parcel): StateReach => ladders.get(sourceId)?.reach ?? 'all';
  for (let waiting = parcels; waiting.length > 0;) {
    const isFirst = done.size === 0;
    const lesser = waiting.map((parcel) =>
      withoutParts(parcel, missingParts(ladders.get(parcel.sourceId) as Ladder), newer.length > 0),
    );
    const results = await tryOnce(target, lesser, reachOf, isFirst, signal);
    waiting = waiting.filter((parcel, index) => needsLess(target, attempt, parcel, results[index] as WriteResult));
  }
  await learnOfOrganizer(connection, parcels, reachOf, done, signal);
  return parcels.map((parcel) => {
    const ladder = ladders.get(parcel.sourceId) as Ladder;
    const result = done.get(parcel.sourceId) as WriteResult;
    const tooNew = newerPartsOf(parcel, newer);
    const lost = [...missingParts(ladder)].map((part) =>
      omissionOf(part, tooNew.includes(part) ? undefined : ladder.refusal?.code),
    );
    if (newer.length > 0 && !isSaidOf(ZONE, lost) && endsElsewhere(rootOf(parcel))) lost.push(ONE_ZONE);
    return addOmissions(noteState(parcel, result, ladder.reach, capabilities), lost);
  });
}

/** What was refused of a stream is left out when it has been read again. */
function start({ connection, refused }: Target, parcel: Parcel, newer: readonly string[]): Ladder {
  const known = refused.get(parcel.sourceId);
  if (known) return known;
  const without = new Set(newerPartsOf(parcel, newer));
  return { reach: connection.capabilities.stateReach[kindOf(parcel)], without, isBare: false };
}

/** Parts of an item that its server is too old for, and that have no older form. */
function newerPartsOf(parcel: Parcel, newer: readonly string[]): string[] {
  if (newer.length === 0) return [];
  const root = rootOf(parcel);
  return newer.filter((part) => hasPart(root, part) && !(part === ZONE && meetingZoneOf(root)));
}

const ONE_ZONE = 'The time zone of the end was left out: the destination is too old for two.';

/** Notes a result. Returns true if the parcel must be sent again without a part. */
function needsLess(
  { connection, refused }: Target,
  { ladders, done }: Attempt,
  parcel: Parcel,
  result: WriteResult,
): boolean {
  const { sourceId, content } = parcel;
  const ladder = ladders.get(sourceId) as Ladder;
  done.set(sourceId, result);
  if (!('fault' in result)) {
    learn(connection.capabilities, parcel, ladder);
    refused.delete(sourceId);
    return false;
  }
  if (!isRefusalOfPart(result.fault) || !climb(ladder, parcel, result.fault, connection.capabilities)) return false;
  if (!(content instanceof ReadableStream)) return true;
  // A stream is used up: with less it goes another time.
  refused.set(sourceId, ladder);
  const fault: Fault = { ...result.fault, kind: 'not-processed', scope: 'item' };
  done.set(sourceId, { sourceId, fault });
  return false;
}

/** Only what failed with more and came through with less says what the server takes. */
function learn(capabilities: ServerCapabilities, parcel: Parcel, ladder: Ladder): void {
  const missing = missingParts(ladder);
  if (missing.size === 0) learnReach(capabilities, parcel, ladder.reach);
  const { guilty } = capabilities.refusedParts;
  if (!ladder.isBare) for (const part of missing) guilty[part] = (guilty[part] ?? 0) + 1;
}

/**
 * One result each. Throws FaultError at the first try alone: later it would say something of those that are there
 * already. A refusal of all of them is one of each; of a whole request it may be any one's.
 */
async function tryOnce(
  target: Target,
  parcels: readonly Parcel[],
  reachOf: (parcel: Parcel) => StateReach,
  isFirst: boolean,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { connection, folderId } = target;
  try {
    return await create(connection, folderId, parcels, signal, reachOf);
  } catch (error) {
    const fault = faultOf(error, 'batch');
    const isOfEach = isRefusalOfPart(fault) && (parcels.length === 1 || fault.scope === 'item');
    if (isFirst && !isOfEach) throw error;
    if (isFirst || isOfEach || parcels.length === 1 || !isRefusalOfPart(fault)) return failAll(parcels, fault);
    const results: WriteResult[] = [];
    for (const parcel of parcels) results.push(...(await tryOnce(target, [parcel], reachOf, false, signal)));
    return results;
  }
}
