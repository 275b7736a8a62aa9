import type { Look } from '../../../engine/model/count.ts';
import type { Piece } from '../../xml/bytes.ts';
import { xml, type Xml } from '../../xml/template.ts';
import { additionalProperties, fieldUri } from '../properties.ts';
import { attributeOf, child, type XmlElement } from '../../xml/scan.ts';

const FIELDS = ['item:ItemClass', 'item:Size', 'item:DateTimeReceived', 'item:DateTimeCreated'];

const ORDERS = {
  largest: { field: 'item:Size', direction: 'Descending' },
  oldest: { field: 'item:DateTimeReceived', direction: 'Ascending' },
  newest: { field: 'item:DateTimeReceived', direction: 'Descending' },
} as const;

/**
 * The first items of several folders, in an order; or a part further in, by its fraction. One response message a folder.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/finditem-operation
 */
export function findViewBody(
  folders: readonly { id: string; count: number }[],
  { order, most, part, withSubjects = false }: Look,
  isSorted: boolean,
): Piece[] {
  const { field, direction } = ORDERS[order];
  const fields = [...FIELDS, ...(withSubjects ? ['item:Subject'] : [])];
  const sorted = isSorted
    ? xml`<m:SortOrder><t:FieldOrder Order="${direction}">${fieldUri(field)}</t:FieldOrder></m:SortOrder>`
    : '';
  return [
    xml`
      <m:FindItem Traversal="Shallow">
        <m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${additionalProperties(xml`${fields.map(fieldUri)}`)}</m:ItemShape>
        ${viewXml(folders, most, part)}
        ${sorted}
        <m:ParentFolderIds>${folders.map(({ id }) => xml`<t:FolderId Id="${id}"/>`)}</m:ParentFolderIds>
      </m:FindItem>`,
  ];
}

/** Of one folder the place is a number; of several it is a fraction, as each has its own length. */
function viewXml(folders: readonly { count: number }[], most: number, part: Look['part']): Xml {
  const [only, ...others] = folders;
  if (part === undefined || part.index === 0 || (only && others.length === 0)) {
    const offset = part && only ? Math.floor((only.count * part.index) / part.of) : 0;
    return xml`<m:IndexedPageItemView MaxEntriesReturned="${most}" Offset="${offset}" BasePoint="Beginning"/>`;
  }
  return xml`<m:FractionalPageItemView MaxEntriesReturned="${most}" Numerator="${part.index}" Denominator="${part.of}"/>`;
}

/** The items of one folder's answer, and how many the folder has, where the server says so. */
export function readView(message: XmlElement): { items: XmlElement[]; total?: number; isLast: boolean } {
  const root = child(message, 'RootFolder');
  const items = child(root, 'Items')?.children ?? [];
  const total = Number(attributeOf(root, 'TotalItemsInView') ?? Number.NaN);
  const isLast = attributeOf(root, 'IncludesLastItemInRange') !== 'false';
  return { items, isLast, ...(Number.isInteger(total) && { total }) };
}
