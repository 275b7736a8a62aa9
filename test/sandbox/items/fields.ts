import { EwsError } from '../operations/errors.ts';
import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { child, type Node, textOf } from '../xml/node.ts';
import { type PropertyPath, propertyPath } from './extended.ts';
import type { ItemElement } from './model.ts';

const PREFIXES: readonly (readonly [type: string, base: string, prefix: string])[] = [
  ['Item', '', 'item'],
  ['Message', 'Item', 'message'],
  ['MeetingMessage', 'Message', 'meeting'],
  ['MeetingRequest', 'MeetingMessage', 'calendar'],
  ['MeetingResponse', 'MeetingMessage', 'calendar'],
  ['MeetingCancellation', 'MeetingMessage', 'calendar'],
  ['CalendarItem', 'Item', 'calendar'],
  ['Contact', 'Item', 'contacts'],
  ['Task', 'Item', 'task'],
  ['PostItem', 'Item', 'message'],
  ['DistributionList', 'Item', 'contacts'],
];

// Fields whose URI does not follow from the type that declares them.
const SPECIAL: Readonly<Record<string, string>> = {
  'meeting:UID': 'calendar:UID',
  'meeting:RecurrenceId': 'calendar:RecurrenceId',
  'meeting:DateTimeStamp': 'calendar:DateTimeStamp',
  'meeting:IsOrganizer': 'calendar:IsOrganizer',
  'calendar:MeetingRequestType': 'meetingRequest:MeetingRequestType',
  'message:PostedTime': 'postitem:PostedTime',
  'contacts:Members': 'distributionlist:Members',
};

type Field = { name: string; since: number; type: string };

const BY_ELEMENT = new Map<string, Map<string, Field>>();
const KNOWN = new Map<string, number>();

for (const [type, base, prefix] of PREFIXES) {
  const map = new Map(BY_ELEMENT.get(base) ?? []);
  const inherited = new Set(elementsOf(GRAMMAR, base).map((each) => each.name));
  for (const { name, since, type: fieldType } of elementsOf(GRAMMAR, type)) {
    if (inherited.has(name)) continue;
    const plain = `${prefix}:${name}`;
    const uri = SPECIAL[plain] ?? plain;
    map.set(uri, { name, since, type: fieldType });
    KNOWN.set(uri, Math.min(since, KNOWN.get(uri) ?? Infinity));
  }
  BY_ELEMENT.set(type, map);
}

/** The field of an element that a URI names; undefined when that kind of item has no such field. */
export const fieldOf = (element: ItemElement, uri: string): Field | undefined => BY_ELEMENT.get(element)?.get(uri);

/** The URI of an element's field by its name. */
export function uriOf(element: ItemElement, name: string): string | undefined {
  for (const [uri, field] of BY_ELEMENT.get(element) ?? []) if (field.name === name) return uri;
  return undefined;
}

/** A path of a request, read. */
export type Path =
  | { kind: 'field'; uri: string }
  | { kind: 'indexed'; uri: string; index: string }
  | { kind: 'extended'; property: PropertyPath };

/** Reads FieldURI, IndexedFieldURI or ExtendedFieldURI. */
export function readPath(node: Node, level: number): Path {
  if (node.name === 'ExtendedFieldURI') return { kind: 'extended', property: propertyPath(node) };
  const uri = node.attributes['FieldURI'] as string;
  if (node.name === 'IndexedFieldURI') return { kind: 'indexed', uri, index: node.attributes['FieldIndex'] as string };
  // The grammar let it in: a path that no item of the sandbox has is a valid one.
  const since = KNOWN.get(uri) ?? 0;
  if (since > level) throw new EwsError('ErrorInvalidPropertyRequest');
  return { kind: 'field', uri };
}

export type ItemShape = {
  base: 'IdOnly' | 'Default' | 'AllProperties';
  withMime: boolean;
  bodyType: 'Best' | 'HTML' | 'Text';
  paths: Path[];
};

/** Reads an ItemShape or AttachmentShape. */
export function readItemShape(node: Node | undefined, level: number): ItemShape {
  const paths = node && child(node, 'AdditionalProperties');
  return {
    base: ((node && textOf(node, 'BaseShape')) ?? 'AllProperties') as ItemShape['base'],
    withMime: /^(?:true|1)$/.test((node && textOf(node, 'IncludeMimeContent')) ?? ''),
    bodyType: ((node && textOf(node, 'BodyType')) ?? 'Best') as ItemShape['bodyType'],
    paths: paths?.children.map((each) => readPath(each, level)) ?? [],
  };
}
