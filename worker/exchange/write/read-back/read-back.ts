import { FaultError } from '../../../engine/model/fault.ts';
import { kindOf } from '../../../engine/model/item.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import type { Connection } from '../../client/connection.ts';
import { getEach } from '../../client/get-each.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { responseFault } from '../../faults/response-faults.ts';
import { MIME_PROPERTIES } from '../../items/mime.ts';
import { typedProperties } from '../../items/typed-shape.ts';
import { getItemBody, itemIn, type ItemShape } from '../../operations/items/get-item.ts';
import { extendedFieldUri, TRANSPORT_HEADERS } from '../../operations/properties.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { child, childText, type XmlElement } from '../../xml/scan.ts';
import { xml } from '../../xml/template.ts';
import { addOmissions } from '../create/omissions.ts';
import { followUpOf } from '../create/follow-up.ts';
import { isSaidOf, partOf } from '../create/optional-parts.ts';
import { removeItems } from '../remove-items.ts';
import { lostFiles } from './lost-files.ts';
import { placeOf, planReadBack, type Copy } from './plan-read-back.ts';
import { isFollowUpSubject, judgeField, showsOwnFields } from './written-fields.ts';

/**
 * Looks at some of the items that were written as they are now: a server may say that it took an item, and keep less
 * of it. What it did not keep becomes an omission of the item by name, and is looked for in all later ones. A server that
 * cannot be asked changes nothing: the items are there. One request for each kind of item, and none where all is known.
 */
export async function readBack(
  connection: Connection,
  parcels: readonly Parcel[],
  results: readonly WriteResult[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const copies = planReadBack(parcels, results, connection.capabilities);
  if (copies.length === 0) return [...results];
  const byId = new Map(results.map((result) => [result.sourceId, result]));
  for (const some of byShape(copies)) {
    for (const [copy, element] of await ask(connection, some, signal)) {
      const { sourceId } = copy.parcel;
      const result = byId.get(sourceId);
      if (!result || 'fault' in result) continue;
      byId.set(sourceId, await hold(connection, copy, element, result, signal));
    }
  }
  return results.map((result) => byId.get(result.sourceId) ?? result);
}

/** Those that one request can ask for: what is asked of one kind may hide what is asked of another. */
function byShape(copies: readonly Copy[]): Copy[][] {
  const groups = Map.groupBy(copies, ({ parcel }) => (parcel.method === 'mime' ? 'mime' : kindOf(parcel.itemClass)));
  return [...groups.values()];
}

async function ask(
  connection: Connection,
  copies: readonly Copy[],
  signal: AbortSignal,
): Promise<(readonly [Copy, XmlElement])[]> {
  const [first] = copies;
  if (first === undefined) return [];
  const isMime = first.parcel.method === 'mime';
  const kinds = new Set([kindOf(first.parcel.itemClass)]);
  const { entries } = connection.capabilities;
  const shapeFor = (version: RequestVersion): ItemShape =>
    isMime
      ? { base: 'IdOnly', withMime: false, properties: MIME_SHAPE }
      : {
          base: 'AllProperties',
          withMime: false,
          properties: typedProperties(version, kinds, kinds.has('contact') && entries !== 'refused'),
        };
  const body = (some: readonly Copy[], version: RequestVersion) =>
    getItemBody(
      some.map(({ id }) => id),
      shapeFor(version),
    );
  try {
    const messages = await getEach(connection, copies, body, signal);
    return copies.flatMap((copy, index) => {
      const message = messages[index];
      const element = message && !responseFault(message, connection.side) ? itemIn(message) : undefined;
      // An answer without the class, which every item has, says nothing about the rest.
      return element && child(element, 'ItemClass') ? [[copy, element] as const] : [];
    });
  } catch (error) {
    if (error instanceof FaultError) return [];
    throw error;
  }
}

const MIME_SHAPE = xml`${MIME_PROPERTIES}${extendedFieldUri(TRANSPORT_HEADERS)}`;

/** Holds a copy against what was written of it. */
async function hold(
  connection: Connection,
  copy: Copy,
  element: XmlElement,
  result: Exclude<WriteResult, { fault: unknown }>,
  signal: AbortSignal,
): Promise<WriteResult> {
  const { capabilities, side } = connection;
  const { parcel, written } = copy;
  const subject = parcel.method === 'mime' ? subjectOf(parcel) : childText(written, 'Subject');
  if (isFollowUpSubject(element, followUpOf(parcel), subject)) {
    capabilities.followUp = 'subject';
    await removeItems(connection, [copy.id], 'for-good', signal);
    const message = 'The item is written without the text of its follow-up flag.';
    return { sourceId: result.sourceId, fault: makeFault('not-processed', 'item', 'sent-again', message, side) };
  }
  const files = await lostFiles(connection, copy, element, result.omissions ?? [], signal);
  return addOmissions(result, [...lostFields(connection, copy, element, result.omissions ?? []), ...files]);
}

function lostFields(
  { capabilities }: Connection,
  { parcel, written, fields }: Copy,
  element: XmlElement,
  known: readonly string[],
): string[] {
  const kept = (capabilities.kept ??= {});
  const found = { changed: new Set<string>(), lost: new Set<string>() };
  const isShown = showsOwnFields(element, written);
  for (const field of fields) {
    if (!isShown && !COMMON.has(field.element.name)) continue;
    if (isSaidOf(partOf(field.element), known)) continue;
    const verdict = judgeField(field, element);
    const place = placeOf(parcel, field.key);
    if (verdict === 'kept') {
      if ((kept[place] ?? 0) >= 0) kept[place] = Math.min(MOST_SEEN, (kept[place] ?? 0) + 1);
      continue;
    }
    kept[place] = -1;
    found[verdict].add(field.label);
  }
  const report = (names: ReadonlySet<string>, what: string) =>
    names.size === 0 ? [] : [`The destination ${what}: ${[...names].join(', ')}.`];
  return [...report(found.lost, 'did not keep'), ...report(found.changed, 'changed')];
}

const MOST_SEEN = 3;
/** What every item has, and shows even when plain. */
const COMMON = new Set(
  'ItemClass Subject Sensitivity Body Categories Importance InReplyTo ReminderDueBy ReminderIsSet ReminderMinutesBeforeStart ExtendedProperty'.split(
    ' ',
  ),
);

/** The subject of a message copied as MIME, if its reader provided it. */
function subjectOf({ attendant }: Parcel): string | undefined {
  return (attendant as { subject?: string } | undefined)?.subject;
}
