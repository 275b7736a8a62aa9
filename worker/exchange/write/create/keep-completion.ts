import type { Parcel, WriteResult } from '../../../engine/model/mailbox.ts';
import { responseMessages } from '../../client/responses.ts';
import type { Connection } from '../../client/connection.ts';
import { getItemBody, itemIn } from '../../operations/items/get-item.ts';
import { updateItemBody } from '../../operations/items/update-item.ts';
import { fieldUri } from '../../operations/properties.ts';
import type { RequestVersion } from '../../operations/versions.ts';
import { child, childText, parseXml, textOf, type XmlElement } from '../../xml/scan.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { addOmissions } from './omissions.ts';
import { writeResults } from './write-results.ts';

const NOT_KEPT = 'The completion date of the task could not be kept, because the destination sets its own.';

/** An item that was made as completed by its date, and that date. */
type Completed = { sourceId: string; id: string; date: string };

/**
 * Reads back tasks that were created with only their completion date: if a server derives nothing else from it, one
 * update sets all three fields, the date last. Skipped once a server was seen to keep it. Never rejects.
 */
export async function keepCompletion(
  connection: Connection,
  parcels: readonly Parcel[],
  results: readonly WriteResult[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const { capabilities } = connection;
  const made = capabilities.keepsCompletion ? [] : completedOf(parcels, results);
  if (made.length === 0) return [...results];
  try {
    const others = await unlike(connection, made, signal);
    if (others.length === 0) {
      capabilities.keepsCompletion = true;
      return [...results];
    }
    const changed = await changeAll(connection, others, signal);
    const lost = new Set((await unlike(connection, others, signal)).map(({ sourceId }) => sourceId));
    return results.map((result) => {
      const change = changed.find(({ sourceId }) => sourceId === result.sourceId);
      const now =
        change && !('fault' in change) && !('fault' in result) ? { ...result, changeKey: change.changeKey } : result;
      return addOmissions(now, lost.has(result.sourceId) ? [NOT_KEPT] : []);
    });
  } catch {
    // They exist, but their state is unknown.
    return [...results];
  }
}

function completedOf(parcels: readonly Parcel[], results: readonly WriteResult[]): Completed[] {
  const ids = new Map(results.flatMap((result) => ('fault' in result ? [] : [[result.sourceId, result.id] as const])));
  return parcels.flatMap(({ sourceId, itemClass, content, method }) => {
    const id = ids.get(sourceId);
    if (id === undefined || method !== 'typed' || !/^IPM\.Task\b/i.test(itemClass) || !(content instanceof Uint8Array))
      return [];
    const task = parseXml(content);
    const date = childText(task, 'CompleteDate');
    return date === undefined || child(task, 'Status') ? [] : [{ sourceId, id, date }];
  });
}

/** Those that the server does not show as completed on that day. Throws FaultError. */
async function unlike(connection: Connection, made: readonly Completed[], signal: AbortSignal): Promise<Completed[]> {
  const shape = {
    base: 'IdOnly',
    withMime: false,
    properties: xml`${NAMES.map((name) => fieldUri(`task:${name}`))}`,
  } as const;
  const body = () =>
    getItemBody(
      made.map(({ id }) => id),
      shape,
    );
  const messages = responseMessages(await connection.call({ operation: 'GetItem', body, signal }));
  return made.filter(({ date }, index) => {
    const message = messages[index];
    const item = message && itemIn(message);
    return item !== undefined && !isAsMade(item, date);
  });
}

/** Servers keep the day alone, some as midnight of their own clock. */
function isAsMade(item: XmlElement, date: string): boolean {
  const apart = Math.abs(Date.parse(textOf(child(item, 'CompleteDate'))) - Date.parse(date));
  return childText(item, 'Status')?.trim() === 'Completed' && apart < DAY_MS;
}

const DAY_MS = 86_400_000;
/** In this order: the last that is processed wins. */
const NAMES = ['Status', 'PercentComplete', 'CompleteDate'];

async function changeAll(
  connection: Connection,
  made: readonly Completed[],
  signal: AbortSignal,
): Promise<WriteResult[]> {
  const changes = made.map(({ id, date }) => ({
    id,
    updates: [set('Status', 'Completed'), set('PercentComplete', '100'), set('CompleteDate', date)],
  }));
  const body = (version: RequestVersion) => updateItemBody(changes, version);
  const response = await connection.call({ operation: 'UpdateItem', body, signal });
  return writeResults(
    connection,
    made.map(({ sourceId }) => sourceId),
    response,
  );
}

function set(name: string, value: string): Xml {
  return xml`
    <t:SetItemField>
      ${fieldUri(`task:${name}`)}
      <t:Task><t:${name}>${value}</t:${name}></t:Task>
    </t:SetItemField>`;
}
