import { EwsError } from './errors.ts';
import { getExtended, propertyPath } from '../items/extended.ts';
import { fieldOf, readPath } from '../items/fields.ts';
import { fieldXml, type Reading } from '../items/read-item.ts';
import type { Item } from '../items/model.ts';
import type { Context } from '../side.ts';
import { folderCounts, type StoredFolder } from '../store/folders.ts';
import { child, type Node, requireChild } from '../xml/node.ts';

/** Values of a path in an item or folder as text; several for lists. */
type Lookup = (path: Node) => string[];

const PATHS = /^(?:FieldURI|IndexedFieldURI|ExtendedFieldURI)$/;

const unescape = (xml: string): string =>
  xml.replace(
    /&(?:lt|gt|amp|quot|#xD);/g,
    (sign) => ({ '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' })[sign] ?? '\r',
  );

/** How an item's fields read in restrictions and sort orders. */
export function itemLookup(reading: Reading, item: Item): Lookup {
  return (path) => {
    if (path.name === 'ExtendedFieldURI') {
      const value = getExtended(item, propertyPath(path));
      return value === undefined ? [] : [value].flat();
    }
    const read = readPath(path, reading.level);
    if (read.kind !== 'field') throw new EwsError('ErrorUnsupportedPathForQuery');
    const field = fieldOf(item.element, read.uri);
    if (!field) return [];
    if (/^(?:MimeContent|Attachments|UniqueBody|NormalizedBody|InternetMessageHeaders)$/.test(field.name))
      throw new EwsError('ErrorUnsupportedPathForQuery');
    const xml = fieldXml(reading, item, field.name);
    if (typeof xml !== 'string' || !xml) return [];
    const texts = [...xml.matchAll(/>([^<]+)</g)].map((match) => unescape(match[1] as string));
    if (field.name === 'ItemId' || field.name === 'ParentFolderId') return [/Id="([^"]*)"/.exec(xml)?.[1] ?? ''];
    return texts.length > 0 ? texts : [''];
  };
}

const toNumber = (text: string): number => {
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number(text);
  return text.trim() === '' ? Number.NaN : time;
};

/** Order of two values: as numbers or instants where both are, else as text without case. */
export function compareText(left: string, right: string): number {
  const [a, b] = [toNumber(left), toNumber(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const [x, y] = [left.toLowerCase(), right.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}

// MAPI keeps these as numbers, and by them they are ordered.
const RANKS: Readonly<Record<string, readonly string[]>> = {
  'item:Importance': ['Low', 'Normal', 'High'],
  'item:Sensitivity': ['Normal', 'Personal', 'Private', 'Confidential'],
};

/** What a value of a property is ordered by. */
export function orderedBy(path: Node, value: string): string {
  const rank = RANKS[path.attributes['FieldURI'] ?? '']?.indexOf(value) ?? -1;
  return rank === -1 ? value : String(rank);
}

const TESTS: Record<string, (order: number) => boolean> = {
  IsEqualTo: (order) => order === 0,
  IsNotEqualTo: (order) => order !== 0,
  IsGreaterThan: (order) => order > 0,
  IsGreaterThanOrEqualTo: (order) => order >= 0,
  IsLessThan: (order) => order < 0,
  IsLessThanOrEqualTo: (order) => order <= 0,
};

function contains(value: string, node: Node): boolean {
  const comparison = node.attributes['ContainmentComparison'] ?? 'Exact';
  const fold = (text: string): string => (comparison === 'Exact' ? text : text.toLowerCase());
  const [text, wanted] = [fold(value), fold(requireChild(node, 'Constant').attributes['Value'] ?? '')];
  switch (node.attributes['ContainmentMode'] ?? 'FullString') {
    case 'FullString':
      return text === wanted;
    case 'Prefixed':
      return text.startsWith(wanted);
    case 'PrefixOnWords':
      return text.split(/\W+/).some((word) => word.startsWith(wanted));
    default:
      return text.includes(wanted);
  }
}

const FLAGS = /^(?:item:Is(?:Draft|Submitted|Unmodified|Resend|FromMe)|message:IsRead)$/;

/** Whether a search expression holds. */
export function matches(lookup: Lookup, node: Node): boolean {
  if (node.name === 'And') return node.children.every((each) => matches(lookup, each));
  if (node.name === 'Or') return node.children.some((each) => matches(lookup, each));
  if (node.name === 'Not') return !matches(lookup, node.children[0] as Node);
  const path = node.children.find((each) => PATHS.test(each.name));
  if (!path) throw new EwsError('ErrorInvalidRestriction', 'The restriction is invalid.');
  // Flags are always there; whether they are set is asked with IsEqualTo.
  if (node.name === 'Exists' && FLAGS.test(path.attributes['FieldURI'] ?? ''))
    throw new EwsError('ErrorInvalidPropertyForExists');
  const values = lookup(path);
  if (node.name === 'Exists') return values.length > 0;
  if (node.name === 'Contains') return values.some((value) => contains(value, node));
  if (node.name === 'Excludes') {
    const mask = Number(requireChild(node, 'Bitmask').attributes['Value']);
    return values.every((value) => (Number(value) & mask) === 0);
  }
  const operand = requireChild(node, 'FieldURIOrConstant').children[0] as Node;
  const wanted = operand.name === 'Constant' ? [operand.attributes['Value'] ?? ''] : lookup(operand);
  const test = TESTS[node.name] as (order: number) => boolean;
  if (node.name === 'IsNotEqualTo')
    return !values.some((value) => wanted.some((each) => compareText(value, each) === 0));
  return values.some((value) =>
    wanted.some((each) => test(compareText(orderedBy(path, value), orderedBy(path, each)))),
  );
}

/** The same for folders: name, class, counts and MAPI properties. */
export function folderMatches(context: Context, folder: StoredFolder, restriction: Node): boolean {
  const lookup: Lookup = (path) => {
    if (path.name === 'ExtendedFieldURI') {
      const property = propertyPath(path);
      if (property.tag === 0x10f4) return [String(folder.isHidden)];
      if (property.tag === 0x3613) return [folder.folderClass];
      if (property.tag === 0x3001) return [folder.name];
      return [folder.named[property.key] ?? []].flat();
    }
    const counts = folderCounts(context.store, folder.id);
    const values: Record<string, string> = {
      'folder:DisplayName': folder.name,
      'folder:FolderClass': folder.folderClass,
      'folder:TotalCount': String(counts.total),
      'folder:UnreadCount': String(counts.unread),
      'folder:ChildFolderCount': String(counts.children),
    };
    const value = values[path.attributes['FieldURI'] ?? ''];
    if (value === undefined) throw new EwsError('ErrorUnsupportedPathForQuery');
    return [value];
  };
  return matches(lookup, restriction.name === 'Restriction' ? (child(restriction, 'And') ?? restriction) : restriction);
}
