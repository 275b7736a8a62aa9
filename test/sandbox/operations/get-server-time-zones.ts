import { offsetMinutes, ZONES } from '../items/time-zones.ts';
import { changesIn } from '../items/zone-changes.ts';
import { attributesOf, child } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';

// Definitions are told by the rules of this year; real ones have a group a year where the rules changed.
const YEAR = 2026;

function duration(minutes: number): string {
  const total = Math.abs(minutes);
  const text = `PT${Math.floor(total / 60) ? `${Math.floor(total / 60)}H` : ''}${total % 60 ? `${total % 60}M` : ''}`;
  return `${minutes < 0 ? '-' : ''}${text === 'PT' ? 'PT0S' : text}`;
}

const known = new Map<string, string>();

/** Periods and transitions of a zone, made once. */
function rulesXml(id: string, iana: string): string {
  const made = known.get(id);
  if (made !== undefined) return made;
  const changes = changesIn(iana, YEAR);
  const offsets = [offsetMinutes(Date.UTC(YEAR, 0, 1), iana), ...changes.map((each) => each.after)];
  const [standard, daylight] = [Math.min(...offsets), Math.max(...offsets)];
  const periodId = (kind: string): string => `trule:Microsoft/Registry/${id}/1-${kind}`;
  const period = (kind: string, offset: number): string =>
    `<t:Period${attributesOf({ Bias: duration(-offset), Name: kind, Id: periodId(kind) })}/>`;
  const to = (kind: string): string => `<t:To Kind="Period">${periodId(kind)}</t:To>`;
  let periods = period('Standard', standard);
  let inner = `<t:Transition>${to('Standard')}</t:Transition>`;
  if (changes.length === 2) {
    periods += period('Daylight', daylight);
    inner = changes
      .map(
        (change) =>
          `<t:RecurringDayTransition>${to(change.after === daylight ? 'Daylight' : 'Standard')}<t:TimeOffset>${duration(change.minute)}</t:TimeOffset><t:Month>${change.month}</t:Month><t:DayOfWeek>${change.weekday}</t:DayOfWeek><t:Occurrence>${change.occurrence}</t:Occurrence></t:RecurringDayTransition>`,
      )
      .join('');
  }
  const xml = `<t:Periods>${periods}</t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0">${inner}</t:TransitionsGroup></t:TransitionsGroups><t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>`;
  known.set(id, xml);
  return xml;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation */
export const getServerTimeZonesOperation: Operation = {
  name: 'GetServerTimeZones',
  since: 10,
  emptyBody: '<m:TimeZoneDefinitions/>',
  run: (_context, request) =>
    once(() => {
      const ids = child(request, 'Ids')?.children.map((each) => each.text.trim().toLowerCase());
      const isFull = /^(?:true|1)$/.test(request.attributes['ReturnFullTimeZoneData'] ?? 'true');
      const list = Object.entries(ZONES)
        .filter(([id]) => !ids || ids.includes(id.toLowerCase()))
        .map(([id, [iana, name]]) => {
          const attributes = attributesOf({ Name: name, Id: id });
          return isFull
            ? `<t:TimeZoneDefinition${attributes}>${rulesXml(id, iana)}</t:TimeZoneDefinition>`
            : `<t:TimeZoneDefinition${attributes}/>`;
        });
      return `<m:TimeZoneDefinitions>${list.join('')}</m:TimeZoneDefinitions>`;
    }),
};
