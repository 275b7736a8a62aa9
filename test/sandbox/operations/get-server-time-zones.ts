import { ianaOf, offsetMinutes, ZONES } from '../items/time-zones.ts';
import { attributesOf, child } from '../xml/node.ts';
import { once, type Operation } from './operation.ts';

const DAY = 86_400_000;
const MONTH_STARTS = Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month, 1));

function duration(minutes: number): string {
  const total = Math.abs(minutes);
  const text = `PT${Math.floor(total / 60) ? `${Math.floor(total / 60)}H` : ''}${total % 60 ? `${total % 60}M` : ''}`;
  return `${minutes < 0 ? '-' : ''}${text === 'PT' ? 'PT0S' : text}`;
}

/** Where the offset changes in a year: instant of the change and the offset after it. */
function changesOf(iana: string): { at: number; before: number; after: number }[] {
  const out: { at: number; before: number; after: number }[] = [];
  for (let day = MONTH_STARTS[0] as number; day < Date.UTC(2027, 0, 1); day += DAY) {
    const [before, after] = [offsetMinutes(day, iana), offsetMinutes(day + DAY, iana)];
    if (before === after) continue;
    let [low, high] = [day, day + DAY];
    while (high - low > 900_000) {
      const middle = low + Math.floor((high - low) / 1_800_000) * 900_000;
      if (offsetMinutes(middle, iana) === before) low = middle;
      else high = middle;
    }
    out.push({ at: high, before, after });
  }
  return out;
}

const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

function definition(id: string, full: boolean): string {
  const name = ZONES[id]?.[1] ?? id;
  const attributes = attributesOf({ Name: name, Id: id });
  if (!full) return `<t:TimeZoneDefinition${attributes}/>`;
  const iana = ianaOf(id);
  const changes = changesOf(iana);
  const standard = Math.min(...MONTH_STARTS.map((month) => offsetMinutes(month, iana)));
  const daylight = Math.max(...MONTH_STARTS.map((month) => offsetMinutes(month, iana)));
  const period = (kind: string, offset: number): string =>
    `<t:Period${attributesOf({ Bias: duration(-offset), Name: kind, Id: `${id}-${kind}` })}/>`;
  const group = '<t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>';
  const periods = [period('Standard', standard)];
  let inner = `<t:Transition><t:To Kind="Period">${id}-Standard</t:To></t:Transition>`;
  if (changes.length === 2 && daylight !== standard) {
    periods.push(period('Daylight', daylight));
    inner = changes
      .map(({ at, before, after }) => {
        const local = new Date(at + before * 60_000);
        const isLast = local.getUTCDate() + 7 > new Date(Date.UTC(2026, local.getUTCMonth() + 1, 0)).getUTCDate();
        const kind = after === daylight ? 'Daylight' : 'Standard';
        const time = duration(local.getUTCHours() * 60 + local.getUTCMinutes());
        return `<t:RecurringDayTransition><t:To Kind="Period">${id}-${kind}</t:To><t:TimeOffset>${time}</t:TimeOffset><t:Month>${local.getUTCMonth() + 1}</t:Month><t:DayOfWeek>${WEEKDAYS[local.getUTCDay()]}</t:DayOfWeek><t:Occurrence>${isLast ? -1 : Math.ceil(local.getUTCDate() / 7)}</t:Occurrence></t:RecurringDayTransition>`;
      })
      .join('');
  }
  return `<t:TimeZoneDefinition${attributes}><t:Periods>${periods.join('')}</t:Periods><t:TransitionsGroups><t:TransitionsGroup Id="0">${inner}</t:TransitionsGroup></t:TransitionsGroups>${group}</t:TimeZoneDefinition>`;
}

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/getservertimezones-operation */
export const getServerTimeZonesOperation: Operation = {
  name: 'GetServerTimeZones',
  since: 10,
  emptyBody: '<m:TimeZoneDefinitions/>',
  run: (_context, request) =>
    once(() => {
      const wanted = child(request, 'Ids')?.children.map((each) => each.text.trim());
      const full = /^(?:true|1)$/.test(request.attributes['ReturnFullTimeZoneData'] ?? 'true');
      const ids = Object.keys(ZONES).filter((id) => !wanted || wanted.includes(id));
      return `<m:TimeZoneDefinitions>${ids.map((id) => definition(id, full)).join('')}</m:TimeZoneDefinitions>`;
    }),
};
