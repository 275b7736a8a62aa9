import { FaultError, isRefusedOperation, type Fault } from '../../engine/model/fault.ts';
import { kindOf } from '../../engine/model/item.ts';
import type { ItemRef, ReadResult } from '../../engine/model/mailbox.ts';
import type { AddressMap } from '../../lib/recipients.ts';
import type { Connection } from '../client/connection.ts';
import { makeFault } from '../faults/make-fault.ts';
import type { Omissions, NewAttachment, TypedAttendant } from '../items/attendant.ts';
import { isReportedOnce, lackingFields } from '../items/from-properties.ts';
import { typedItem } from '../items/typed-item.ts';
import { itemIn } from '../operations/items/get-item.ts';
import { notGiven } from '../operations/items/listed-fields.ts';
import type { Piece } from '../xml/bytes.ts';
import { holdsForbidden } from '../xml/legal.ts';
import { readAttachments } from './attachments.ts';
import { completeAnswers, type Answer } from './complete-answers.ts';
import { readExceptions } from './exceptions.ts';
import { emptyItem, parcelOf, perItem } from './per-item.ts';
import { askTyped } from './typed-answers.ts';

/**
 * Items element by element, with their attachments and the exceptions of series. The entries of contacts are asked for
 * by name, because not every server gives them otherwise. Throws FaultError when the whole call failed.
 */
export async function readTyped(
  connection: Connection,
  items: readonly ItemRef[],
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const [first = [], ...others] = groupsOf(connection, items);
  const results = await readGroup(connection, first, mapAddress, signal);
  for (const group of others) results.push(...(await readGroup(connection, group, mapAddress, signal)));
  return results;
}

/** Items that one request asks for: where a field of tasks hides a property of all others, these are asked for apart. */
function groupsOf({ capabilities }: Connection, items: readonly ItemRef[]): ItemRef[][] {
  if (capabilities.tells !== 'once') return [[...items]];
  const [tasks, others] = [items.filter(isTask), items.filter((item) => !isTask(item))];
  return [tasks, others].filter((group) => group.length > 0);
}

const isTask = ({ itemClass }: ItemRef): boolean => kindOf(itemClass) === 'task';

async function readGroup(
  connection: Connection,
  items: readonly ItemRef[],
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult[]> {
  const { capabilities } = connection;
  const isApart = capabilities.tells === 'once' || items.every(isTask) || !items.some(isTask);
  const response = await askTyped(connection, items, signal);
  type Found = { id: string; answer: Answer } | { id: string; fault: Fault };
  const found = perItem(connection, items, response, (item, message): Found => {
    const element = itemIn(message);
    return element === undefined
      ? { id: item.id, fault: emptyItem(connection) }
      : { id: item.id, answer: { item, element } };
  });
  const answers = found.flatMap((entry) => ('answer' in entry ? [entry.answer] : []));
  if (answers.some(({ element }) => isReportedOnce(element))) capabilities.tells = 'once';
  // The others still need the properties that the tasks' fields hid.
  if (capabilities.tells === 'once' && !isApart) return readTyped(connection, items, mapAddress, signal);
  const complete = new Map(
    (await completeAnswers(connection, answers, signal)).map((answer) => [answer.item.id, answer]),
  );
  const results: ReadResult[] = [];
  for (const entry of found) {
    const answer = complete.get(entry.id);
    if ('fault' in entry) results.push({ id: entry.id, fault: entry.fault });
    else if (answer) results.push(await typedResult(connection, answer, mapAddress, signal));
  }
  return results;
}

/** The fault of an item that the source gave without fields that it must have. */
function lacksFields({ side }: Connection, fields: readonly string[]): Fault {
  const message = `The source did not return fields that the item has: ${fields.join(', ')}.`;
  return makeFault('corrupt', 'item', 'field-not-given', message, side);
}

/** What is said of an item that the source lists with more than it gives. */
const listedOnly = (fields: readonly string[]): string =>
  `The source lists the item with fields that it did not return: ${fields.join(', ')}. The copy lacks them.`;

/** What is said of an item that came with what no server takes. */
const FORBIDDEN = 'Control characters that XML does not allow were left out of its texts.';

function partsOf(attachment: NewAttachment): readonly Piece[] {
  return 'pieces' in attachment ? attachment.pieces : attachment.before;
}

async function typedResult(
  connection: Connection,
  { item, element }: Answer,
  mapAddress: AddressMap | undefined,
  signal: AbortSignal,
): Promise<ReadResult> {
  const lacking = lackingFields(element);
  // An appointment without times is useless.
  if (lacking.length > 0 && element.name === 'CalendarItem')
    return { id: item.id, fault: lacksFields(connection, lacking) };
  try {
    const omissions: Omissions = [];
    const attachments = await readAttachments(connection, element, item.sizeBytes, omissions, signal);
    const exceptions = await readExceptions(connection, element, item.sizeBytes, omissions, signal);
    const { content, ...places } = typedItem(element, item.id, omissions, mapAddress);
    const parts = [element.bytes.subarray(element.attributesAt, element.end), ...attachments.flatMap(partsOf)];
    if (holdsForbidden(parts)) omissions.push(FORBIDDEN);
    const missed = notGiven(item.shows, element);
    if (missed.length > 0) omissions.push(listedOnly(missed));
    const attendant: TypedAttendant = { omissions, attachments, ...places, ...(exceptions && { exceptions }) };
    return { id: item.id, parcel: { ...parcelOf(item, 'typed', content), attendant } };
  } catch (error) {
    // An attachment that cannot be read concerns this item; a server in trouble concerns all.
    const { fault } = error instanceof FaultError ? error : {};
    if (fault === undefined) throw error;
    if (fault.scope === 'item') return { id: item.id, fault };
    // A page in the place of an answer says nothing of the item.
    if (fault.code.startsWith('http-') || (fault.kind !== 'corrupt' && !isRefusedOperation(fault))) throw error;
    return { id: item.id, fault: { ...fault, kind: 'corrupt', scope: 'item' } };
  }
}
