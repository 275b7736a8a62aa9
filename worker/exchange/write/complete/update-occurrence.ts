import { FaultError, faultOf, isRefusedOperation, type Fault } from '../../../engine/model/fault.ts';
import type { Parcel } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import { responseMessages } from '../../client/responses.ts';
import { requireRefusal } from '../../faults/refusals.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { readNewId } from '../../operations/items/create-item.ts';
import { updateItemBody, type ItemUpdate } from '../../operations/items/update-item.ts';
import { concat, type Piece } from '../../xml/bytes.ts';
import { child, contentOf, parseXml, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';
import { climb, isRefusalOfPart, missingParts, type Ladder } from '../create/ladder.ts';
import { beginOf } from '../create/lesser-parcel.ts';
import { partOf } from '../create/optional-parts.ts';
import { missingResult } from '../create/write-results.ts';

/** An occurrence as it is now, or why it is not; and the parts that it was changed without, with the server's code. */
export type Updated = { id: string; without: ReadonlyMap<string, string> } | { fault: Fault };

/**
 * Changes an occurrence, with all that the server takes of the change: a part that it refuses is left out, and the
 * others are kept. Throws FaultError where the server may take it another time.
 */
export async function updateOccurrence(
  connection: Connection,
  update: ItemUpdate,
  signal: AbortSignal,
): Promise<Updated> {
  const { guilty } = connection.capabilities.refusedParts;
  const ladder: Ladder = { reach: 'all', without: new Set(), isBare: false };
  let parcel: Parcel | undefined;
  for (let updates = update.updates; ;) {
    const { fault, id = update.id } = await runUpdate(connection, { id: update.id, updates }, signal);
    const missing = missingParts(ladder);
    if (fault === undefined) {
      if (!ladder.isBare) for (const part of missing) guilty[part] = (guilty[part] ?? 0) + 1;
      return { id, without: new Map([...missing].map((part) => [part, ladder.refusal?.code ?? ''])) };
    }
    // That an occurrence may not go where it belongs says nothing of its parts.
    if (!isRefusalOfPart(fault) || /Occurrence/.test(fault.code)) return { fault };
    parcel ??= asParcel(update);
    if (!climb(ladder, parcel, fault, connection.capabilities)) return { fault };
    updates = updatesWithout(update.updates, missingParts(ladder));
  }
}

async function runUpdate(
  connection: Connection,
  update: ItemUpdate,
  signal: AbortSignal,
): Promise<{ id?: string; fault?: Fault }> {
  const body = (version: Parameters<typeof updateItemBody>[1]) => updateItemBody([update], version);
  // An occurrence that was moved is not found where it was: done twice it would look like an omission.
  const call = { operation: 'UpdateItem', body, mutates: true, signal };
  try {
    const [message] = responseMessages(await connection.call(call));
    if (message === undefined) throw new FaultError(missingResult(connection));
    const fault = responseFault(message, connection.side);
    if (fault) requireRefusal(fault);
    const id = fault ? undefined : readNewId(message)?.id;
    return { ...(id !== undefined && { id }), ...(fault && { fault }) };
  } catch (error) {
    const fault = faultOf(error);
    if (!isRefusedOperation(fault)) throw error;
    return { fault };
  }
}

/** What an update sets, as if it were a new item: its parts are looked for in the same way. */
function asParcel({ id, updates }: ItemUpdate): Parcel {
  const inside = setsOf(updates).flatMap((set) => {
    const item = child(set, 'CalendarItem');
    return item ? [contentOf(item)] : [];
  });
  const content = concat([xml`<t:CalendarItem>`, ...inside, xml`</t:CalendarItem>`]);
  return { sourceId: id, method: 'typed', content, itemClass: 'IPM.Appointment' };
}

function updatesWithout(updates: readonly Piece[], parts: ReadonlySet<string>): Piece[] {
  const sets = setsOf(updates);
  return sets.flatMap((set, index) => {
    const inner = child(set, 'CalendarItem')?.children[0];
    if (inner && parts.has(partOf(inner))) return [];
    const next = sets[index + 1];
    return [set.bytes.subarray(beginOf(set), next ? beginOf(next) : set.bytes.length - CLOSE.length)];
  });
}

const OPEN = '<t:Updates>';
const CLOSE = '</t:Updates>';

function setsOf(updates: readonly Piece[]): XmlElement[] {
  return parseXml(concat([OPEN, ...updates, CLOSE])).children;
}
