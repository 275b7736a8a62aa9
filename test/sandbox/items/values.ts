import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { attributesOf, escapeXml, type Node } from '../xml/node.ts';
import type { Value } from './model.ts';

/** ISO 8601 to the second, as Exchange writes instants. */
export const isoSeconds = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** Milliseconds of an xs:dateTime; one without a zone is read as UTC. */
export function parseInstant(text: string): number {
  const trimmed = text.trim();
  return Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(trimmed) ? trimmed : `${trimmed}Z`);
}

const typesOf = new Map<string, Map<string, string>>();

/** Child name → type, for a type of the grammar. */
function childTypes(typeName: string): Map<string, string> {
  let types = typesOf.get(typeName);
  if (!types) {
    types = new Map(elementsOf(GRAMMAR, typeName).map((each) => [each.name, each.type]));
    typesOf.set(typeName, types);
  }
  return types;
}

/** What is stored of a parsed element; instants are brought to UTC, as the server keeps them. */
export function valueOfNode(node: Node, typeName: string): Value {
  const types = childTypes(typeName);
  const hasAttributes = Object.keys(node.attributes).length > 0;
  if (node.children.length === 0 && !hasAttributes && types.size === 0) {
    if (typeName === 'dateTime') return isoSeconds(parseInstant(node.text));
    // xs:boolean has two spellings; servers answer in words.
    if (typeName === 'boolean') return String(/^\s*(?:true|1)\s*$/.test(node.text));
    return /^(?:string|nonEmpty)$/.test(typeName) ? node.text : node.text.trim();
  }
  const value: Exclude<Value, string> = {};
  if (hasAttributes) value.a = node.attributes;
  if (node.children.length > 0)
    value.c = node.children.map((each) => [each.name, valueOfNode(each, types.get(each.name) ?? 'string')]);
  else if (node.text && types.size === 0) value.x = node.text;
  return value;
}

/** A value without the parts and attributes that came after a schema level; itself where nothing has to go. */
function valueAt(value: Value, typeName: string, level: number): Value {
  if (typeof value === 'string') return value;
  const rules = GRAMMAR.get(typeName)?.attributes ?? [];
  const isLate = (name: string) => rules.some((rule) => rule.name === name && rule.since > level);
  const attributes = value.a && Object.entries(value.a).filter(([name]) => !isLate(name));
  const parts = new Map(elementsOf(GRAMMAR, typeName).map((each) => [each.name, each]));
  const children = value.c
    ?.filter(([name]) => (parts.get(name)?.since ?? 0) <= level)
    .map(([name, part]): [string, Value] => [name, valueAt(part, parts.get(name)?.type ?? 'string', level)]);
  return { ...value, ...(attributes && { a: Object.fromEntries(attributes) }), ...(children && { c: children }) };
}

/** Fields of an element as an older version of the schema has them. */
export function fieldsAt(fields: Record<string, Value>, element: string, level: number): Record<string, Value> {
  const types = childTypes(element);
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, valueAt(value, types.get(name) ?? 'string', level)]),
  );
}

/** A stored value as XML of the types namespace. */
export function valueXml(name: string, value: Value): string {
  if (typeof value === 'string') return value === '' ? `<t:${name}/>` : `<t:${name}>${escapeXml(value)}</t:${name}>`;
  const start = `t:${name}${value.a ? attributesOf(value.a) : ''}`;
  const inner = value.c ? value.c.map(([each, part]) => valueXml(each, part)).join('') : escapeXml(value.x ?? '');
  return inner ? `<${start}>${inner}</t:${name}>` : `<${start}/>`;
}

/** Text of a child in a stored value. */
export function childText(value: Value | undefined, name: string): string | undefined {
  const found = childValue(value, name);
  return typeof found === 'string' ? found : found?.x;
}

export function childValue(value: Value | undefined, name: string): Value | undefined {
  if (value === undefined || typeof value === 'string') return undefined;
  return value.c?.find(([each]) => each === name)?.[1];
}

export const fieldText = (fields: Readonly<Record<string, Value>>, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : value?.x;
};
