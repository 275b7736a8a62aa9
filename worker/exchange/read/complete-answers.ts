import { FaultError, isRefusedOperation } from '../../engine/model/fault.ts';
import { kindOf } from '../../engine/model/item.ts';
import type { ItemRef } from '../../engine/model/mailbox.ts';
import type { Connection } from '../client/connection.ts';
import { getEach } from '../client/get-each.ts';
import { responseFault } from '../faults/response-faults.ts';
import { lackingFields, withFieldsOf } from '../items/from-properties.ts';
import { typedFields } from '../items/typed-shape.ts';
import { getItemBody, itemIn } from '../operations/items/get-item.ts';
import { notGiven } from '../operations/items/listed-fields.ts';
import { child, type XmlElement } from '../xml/scan.ts';

export type Answer = { item: ItemRef; element: XmlElement };

/**
 * Completes items with the fields that every item of their kind has, and those that their listing had. Fields that the
 * answer left out are taken from its properties; if these are missing too, one more request asks only for them, as some
 * servers return less the more is requested. Throws FaultError.
 */
export async function completeAnswers(
  connection: Connection,
  answers: readonly Answer[],
  signal: AbortSignal,
): Promise<Answer[]> {
  const lacking = answers.filter(({ item, element }) => isLacking(item, element));
  const second = lacking.length === 0 ? new Map<string, XmlElement>() : await readLacking(connection, lacking, signal);
  return answers.map(({ item, element }) => {
    const more = second.get(item.id)?.children.filter(({ name }) => !child(element, name)) ?? [];
    return { item, element: withFieldsOf({ ...element, children: [...element.children, ...more] }) };
  });
}

function isLacking({ shows }: ItemRef, element: XmlElement): boolean {
  return lackingFields(element).length > 0 || notGiven(shows, withFieldsOf(element)).length > 0;
}

async function readLacking(
  connection: Connection,
  lacking: readonly Answer[],
  signal: AbortSignal,
): Promise<Map<string, XmlElement>> {
  const items = lacking.map(({ item }) => item);
  const properties = typedFields(new Set(items.map(({ itemClass }) => kindOf(itemClass))));
  const ids = items.map(({ id }) => id);
  const body = (some: readonly string[]) => getItemBody(some, { base: 'IdOnly', withMime: false, properties });
  const found = new Map<string, XmlElement>();
  try {
    for (const [index, message] of (await getEach(connection, ids, body, signal)).entries()) {
      const element = responseFault(message, connection.side) ? undefined : itemIn(message);
      if (element) found.set(ids[index] ?? '', element);
    }
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    if (error.fault.kind !== 'corrupt' && !isRefusedOperation(error.fault)) throw error;
  }
  return found;
}
