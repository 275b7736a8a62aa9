import { SoapFault } from '../operations/errors.ts';
import { elementsOf } from '../schema/grammar.ts';
import { GRAMMAR } from '../schema/index-of-types.ts';
import { child, type Node } from '../xml/node.ts';
import type { Value } from './model.ts';
import { clockOf, zoneOf } from './recurrence.ts';
import { fromLocal, knownIana, type Zone } from './time-zones.ts';
import { isoSeconds, valueOfNode } from './values.ts';
import { ruleOfDefinition } from './zone-rules.ts';

/** What instants of a request mean that name no zone: its schema level, and the zone of its TimeZoneContext. */
export type RequestClock = { level: number; timeZone?: Value };

const ZONELESS = /^\s*-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\s*$/;

/** The zone of a TimeZoneContext header; throws for an unknown one (the code is unproven). */
export function timeZoneOfHeader(header: Node | undefined): Value | undefined {
  const node = header && child(header, 'TimeZoneContext');
  const definition = node && child(node, 'TimeZoneDefinition');
  if (!definition) return undefined;
  const value = valueOfNode(definition, 'TimeZoneDefinition');
  const isDescribed = typeof value !== 'string' && value.c !== undefined;
  if (isDescribed ? !ruleOfDefinition(value) : !knownIana(zoneOf(value) ?? '')) throw new SoapFault('ErrorTimeZone');
  return value;
}

const zoneIn = (node: Node, name: string): Zone => {
  const found = child(node, name);
  if (!found) return undefined;
  const type = name === 'MeetingTimeZone' ? 'LegacyTimeZone' : 'TimeZoneDefinition';
  return clockOf({ [name === 'EndTimeZone' ? 'StartTimeZone' : name]: valueOfNode(found, type) });
};

/** One instant as UTC: what names its zone stays. */
export const instantIn = (text: string, zone: Zone): string =>
  zone !== undefined && ZONELESS.test(text) ? isoSeconds(fromLocal(Date.parse(`${text.trim()}Z`), zone)) : text;

const typesOf = new Map<string, ReadonlyMap<string, string>>();

function childTypes(type: string): ReadonlyMap<string, string> {
  let types = typesOf.get(type);
  if (!types) typesOf.set(type, (types = new Map(elementsOf(GRAMMAR, type).map((each) => [each.name, each.type]))));
  return types;
}

function walk(node: Node, type: string, zone: (name: string) => Zone): void {
  const types = childTypes(type);
  for (const each of node.children) {
    const inner = types.get(each.name);
    if (inner === 'dateTime') each.text = instantIn(each.text, zone(each.name));
    // Times of a zone's own changes are told by that zone.
    else if (inner !== undefined && each.children.length > 0 && !each.name.endsWith('TimeZone'))
      walk(each, inner, zone);
  }
}

/**
 * Gives every instant of an item its zone, where it names none (table 2 of
 * https://learn.microsoft.com/exchange/client-developer/exchange-web-services/time-zones-and-ews-in-exchange).
 */
export function localise(node: Node, { level, timeZone }: RequestClock): void {
  const isCalendar = node.name === 'CalendarItem' || node.name === 'MeetingRequest';
  if (level < 10) {
    const zone = isCalendar ? zoneIn(node, 'MeetingTimeZone') : undefined;
    if (zone !== undefined) walk(node, node.name, () => zone);
    return;
  }
  const around = timeZone === undefined ? undefined : clockOf({ StartTimeZone: timeZone });
  const start = (isCalendar ? zoneIn(node, 'StartTimeZone') : undefined) ?? around;
  const end = (isCalendar ? zoneIn(node, 'EndTimeZone') : undefined) ?? around;
  if (start === undefined && end === undefined) return;
  walk(node, node.name, (name) => {
    if (name === 'Start' || name === 'ReminderDueBy') return start;
    return name === 'End' ? end : around;
  });
}
