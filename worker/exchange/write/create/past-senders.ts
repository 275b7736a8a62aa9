import { type Fault, faultOf } from '../../../engine/model/fault.ts';
import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { unfinishedMarker } from '../../../engine/model/marker.ts';
import { sendLessening, withoutBinaries, WITHOUT_BINARIES } from './binaries.ts';
import { concat, type Piece } from '../../xml/bytes.ts';
import type { Connection } from '../../client/connection.ts';
import { besideMime } from './new-item.ts';
import { rewrite } from '../../items/rewrite.ts';
import { makeFault } from '../../faults/make-fault.ts';
import { READ } from '../../items/mime.ts';
import { createItemBody } from '../../operations/items/create-item.ts';
import { deleteItemsBody } from '../../operations/items/delete-item.ts';
import { updateItemAround, updateItemBody } from '../../operations/items/update-item.ts';
import { extendedFieldUriOf, extendedProperty, fieldUri, MARKER, MESSAGE_FLAGS } from '../../operations/properties.ts';
import { parseXml } from '../../xml/scan.ts';
import { xml, type Xml } from '../../xml/template.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { addOmissionOf } from './omissions.ts';
import { writeResults } from './write-results.ts';

/**
 * Some servers take a new message in no name but the account's own, be it only saved: no mail that the mailbox ever
 * received could be copied. One of them looks at who sent a message when it is created, and not when it is changed
 * (grommunio/gromox, exch/ews): there an empty message is created, marked as unfinished, and one change makes it the
 * whole copy, marker and all. Throws FaultError.
 */
export async function createPastSender(
  connection: Connection,
  folderId: string,
  parcels: readonly Parcel[],
  growing: Set<string>,
  signal: AbortSignal,
): Promise<WriteResult[]> {
  for (const { sourceId } of parcels) growing.add(sourceId);
  try {
    const sourceIds = parcels.map(({ sourceId }) => sourceId);
    const body = () =>
      createItemBody(
        folderId,
        parcels.map(({ sourceId }) => emptyMessage(sourceId)),
      );
    const made = await connection.call({ operation: 'CreateItem', body, mutates: true, count: parcels.length, signal });
    const shells = new Map(writeResults(connection, sourceIds, made).map((result) => [result.sourceId, result]));
    const begun = parcels.flatMap((parcel) => {
      const shell = shells.get(parcel.sourceId);
      return shell && !('fault' in shell) ? [{ parcel, id: shell.id }] : [];
    });
    const filled = new Map((await fill(connection, begun, signal)).map((result) => [result.sourceId, result]));
    return sourceIds.flatMap((sourceId) => filled.get(sourceId) ?? shells.get(sourceId) ?? []);
  } finally {
    for (const { sourceId } of parcels) growing.delete(sourceId);
  }
}

type Begun = { parcel: Parcel; id: string };

/** Fills empty messages with their content; those that the server does not change are removed again. */
async function fill(connection: Connection, begun: readonly Begun[], signal: AbortSignal): Promise<WriteResult[]> {
  if (begun.length === 0) return [];
  const sourceIds = begun.map(({ parcel }) => parcel.sourceId);
  let results: WriteResult[];
  try {
    results = writeResults(connection, sourceIds, await sendChanges(connection, begun, signal));
  } catch (error) {
    if (faultOf(error).kind !== 'in-doubt') await takeAway(connection, begun, signal);
    throw error;
  }
  const isRefused = ({ parcel }: Begun) =>
    results.some((result) => result.sourceId === parcel.sourceId && 'fault' in result && isSure(result.fault));
  await takeAway(connection, begun.filter(isRefused), signal);
  const isLess = connection.capabilities.binaries === 'refused';
  const lessened = new Set(begun.filter(({ parcel }) => isLess && withoutBinaries([beside(parcel)])).map(idOf));
  return addOmissionOf(results, lessened, WITHOUT_BINARIES);
}

const idOf = ({ parcel }: Begun) => parcel.sourceId;
const isSure = ({ kind }: Fault) => kind !== 'in-doubt';
const beside = (parcel: Parcel) => besideMime(parcel, 'all');

/** One request; without properties of binary types where the server cannot read them. */
async function sendChanges(connection: Connection, begun: readonly Begun[], signal: AbortSignal) {
  const { capabilities } = connection;
  const [only] = begun;
  const { content } = only?.parcel ?? {};
  const call = { operation: 'UpdateItem', mutates: true, signal };
  if (only && content instanceof ReadableStream) {
    const { lengthBytes } = only.parcel;
    return connection.upload({
      ...call,
      body: (version) => {
        const around = updateItemAround(only.id, version);
        const before = [...around.before, MIME_BEFORE];
        const after = [MIME_AFTER, ...changesBeside(only.parcel, capabilities.binaries === 'refused'), ...around.after];
        return { before, content, after, ...(lengthBytes === undefined ? {} : { lengthBytes }) };
      },
    });
  }
  const ask = (isLess: boolean) => {
    const changes = begun.map(({ parcel, id }) => ({ id, updates: changesOf(parcel, isLess) }));
    return connection.call({ ...call, body: (version: RequestVersion) => updateItemBody(changes, version) });
  };
  return sendLessening(connection, ask, () => begun.some(({ parcel }) => withoutBinaries([beside(parcel)])));
}

/** The marker identifies them, whatever the outcome of this request. */
async function takeAway(connection: Connection, begun: readonly Begun[], signal: AbortSignal): Promise<void> {
  if (begun.length === 0) return;
  const ids = begun.map(({ id }) => id);
  const body = (version: RequestVersion) => deleteItemsBody(ids, 'HardDelete', version);
  await connection.call({ operation: 'DeleteItem', body, signal }).catch(() => {});
}

/** Flagged as no draft from the beginning, which no change does later; marked as what is begun of an item. */
export function emptyMessage(sourceId: string, from: Xml = xml``): Piece {
  return xml`
    <t:Message>
      <t:ItemClass>IPM.Note</t:ItemClass>
      ${extendedProperty(MESSAGE_FLAGS, String(READ))}
      ${extendedProperty(MARKER, unfinishedMarker(sourceId))}
      ${from}
      <t:IsRead>true</t:IsRead>
    </t:Message>`;
}

const MIME_BEFORE = xml`<t:SetItemField>${fieldUri('item:MimeContent')}<t:Message><t:MimeContent CharacterSet="UTF-8">`;
const MIME_AFTER = xml`</t:MimeContent></t:Message></t:SetItemField>`;

function changesOf(parcel: Parcel, isLess: boolean): Piece[] {
  const { content } = parcel;
  if (!(content instanceof Uint8Array)) throw new TypeError('A stream is written alone.');
  return [MIME_BEFORE, content, MIME_AFTER, ...changesBeside(parcel, isLess)];
}

/** The fields next to the MIME of a new item, one change each. */
function changesBeside(parcel: Parcel, isLess: boolean): Piece[] {
  const properties = beside(parcel);
  const elements = (isLess && withoutBinaries([properties])) || properties;
  const holder = parseXml(concat([xml`<t:Message>`, elements, xml`</t:Message>`]));
  return holder.children.flatMap((element): Piece[] => {
    const field = FIELDS[element.name];
    const uri = element.name === 'ExtendedProperty' ? extendedFieldUriOf(element) : field && fieldUri(field);
    if (!uri) return [];
    return [xml`<t:SetItemField>${uri}<t:Message>`, ...rewrite(element), xml`</t:Message></t:SetItemField>`];
  });
}

const FIELDS: Readonly<Record<string, string>> = {
  ItemClass: 'item:ItemClass',
  Sensitivity: 'item:Sensitivity',
  Categories: 'item:Categories',
  Importance: 'item:Importance',
  ReminderDueBy: 'item:ReminderDueBy',
  ReminderIsSet: 'item:ReminderIsSet',
  ReminderMinutesBeforeStart: 'item:ReminderMinutesBeforeStart',
  IsRead: 'message:IsRead',
};

/** What a person reads of a message that the server takes in no other's name. */
export function senderRefused({ side }: Connection): Fault {
  const message =
    'The server accepts a new message only from an account that may send as its sender. Grant the account that right, or configure the server to accept the message without it.';
  return makeFault('refused', 'item', 'sender-not-allowed', message, side);
}
