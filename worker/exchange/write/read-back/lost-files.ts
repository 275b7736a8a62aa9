import { FaultError } from '../../../engine/model/fault.ts';
import type { Connection } from '../../client/connection.ts';
import { getEach } from '../../client/get-each.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { attendantOf } from '../../items/attendant.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import { attributeOf, child, type XmlElement } from '../../xml/scan.ts';
import { LEFT_OUT, SAID_OF } from '../complete/add-attachment.ts';
import { ATTACHMENTS, placeOf, type Copy } from './plan-read-back.ts';

/** What is said of an item before it: attachments that were not sent, or refused. */
const NOT_SENT: ReadonlySet<string> = new Set([LEFT_OUT, ...Object.values(SAID_OF)]);

/** What a copy has lost of its attachments, and of the files of single occurrences, in plain words. */
export async function lostFiles(
  connection: Connection,
  { parcel }: Copy,
  element: XmlElement,
  known: readonly string[],
  signal: AbortSignal,
): Promise<string[]> {
  const { attachments = [], exceptions } = attendantOf(parcel) ?? {};
  const ofOccurrences = exceptions?.modified.reduce((sum, { files }) => sum + files.length, 0) ?? 0;
  if (attachments.length === 0 && ofOccurrences === 0) return [];
  const sent = attachments.length - known.filter((each) => NOT_SENT.has(each)).length;
  const there = child(element, ATTACHMENTS)?.children.length ?? 0;
  const missed = await missedOfOccurrences(connection, element, ofOccurrences, known, signal);
  note(connection, parcel, { sent, there, ofOccurrences, missed });
  return [
    ...say(sent - there, 'an attachment', 'attachments'),
    ...say(missed, 'a file of a single occurrence of the series', 'files of single occurrences of the series'),
  ];
}

type Count = { sent: number; there: number; ofOccurrences: number; missed: number };

function note({ capabilities }: Connection, parcel: Copy['parcel'], count: Count): void {
  const { sent, there, ofOccurrences, missed } = count;
  const kept = (capabilities.kept ??= {});
  const place = placeOf(parcel, ATTACHMENTS);
  const isLost = there < sent || missed > 0;
  if (isLost) kept[place] = -1;
  else if ((kept[place] ?? 0) >= 0) kept[place] = Math.min(3, (kept[place] ?? 0) + 1);
  if (capabilities.attachments !== 'apart' && missed === 0) return;
  // All that went by CreateAttachment and nothing of it there: it does so with every file.
  const isNone = (sent > 0 || ofOccurrences > 0) && there === 0 && missed === ofOccurrences;
  if (isLost && isNone) capabilities.files = 'forgotten';
  else if (!isLost) capabilities.files ??= 'kept';
}

function say(count: number, one: string, many: string): string[] {
  if (count <= 0) return [];
  return [
    `The destination accepted ${count === 1 ? one : `${count} ${many}`}, but did not keep ${count === 1 ? 'it' : 'them'}.`,
  ];
}

/** How many files of single occurrences are not there, of those that were taken. */
async function missedOfOccurrences(
  connection: Connection,
  element: XmlElement,
  expected: number,
  known: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const refused = known.reduce(
    (sum, each) => sum + Number(/^(\d+) files of single occurrences/.exec(each)?.[1] ?? 0),
    0,
  );
  const taken = expected - refused;
  if (taken <= 0) return 0;
  const ids = (child(element, 'ModifiedOccurrences')?.children ?? []).flatMap(
    (each) => attributeOf(child(each, 'ItemId'), 'Id') ?? [],
  );
  if (ids.length === 0) return 0;
  const body = (some: readonly string[]) =>
    getItemBody(some, { base: 'IdOnly', withMime: false, properties: fieldUri('item:Attachments') });
  try {
    const messages = await getEach(connection, ids, body, signal);
    const seen = messages.filter((message) => !responseFault(message, connection.side));
    const there = seen.reduce((sum, each) => sum + (child(itemIn(each), ATTACHMENTS)?.children.length ?? 0), 0);
    return Math.max(0, taken - there);
  } catch (error) {
    if (error instanceof FaultError) return 0;
    throw error;
  }
}
