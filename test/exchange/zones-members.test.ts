import { describe, expect, test } from 'vitest';
import { concat } from '../../worker/exchange/xml/bytes.ts';
import { parseXml } from '../../worker/exchange/xml/scan.ts';
import { readOneOff } from '../../worker/exchange/items/members.ts';
import { windowsZone } from '../../worker/exchange/items/zone-names.ts';
import { zonesOf } from '../../worker/exchange/items/zones.ts';
import { utf8 } from './kit.ts';

const T = 'xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"';
const zones = (inside: string): string =>
  new TextDecoder().decode(concat(zonesOf(parseXml(utf8(`<t:CalendarItem ${T}>${inside}</t:CalendarItem>`)))));
const both = (id: string) => `<t:StartTimeZone Id="${id}"/><t:EndTimeZone Id="${id}"/>`;
const definition = (id: number, name: string): string => {
  const head = Buffer.from([2, 1, 0, 0, 2, 0, name.length, 0]);
  const value = Buffer.concat([head, Buffer.from(name, 'utf16le'), Buffer.alloc(4)]).toString('base64');
  return (
    `<t:ExtendedProperty><t:ExtendedFieldURI DistinguishedPropertySetId="Appointment" PropertyId="${id}" PropertyType="Binary"/>` +
    `<t:Value>${value}</t:Value></t:ExtendedProperty>`
  );
};

describe('the time zone of an appointment of Exchange 2007', () => {
  test.each([
    ['(GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna', 'W. Europe Standard Time'],
    ['(UTC-08:00) Pacific Time (US & Canada)', 'Pacific Standard Time'],
    ['(GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London', 'GMT Standard Time'],
    ['tokyo standard time', 'Tokyo Standard Time'],
    ['(GMT+01:00) Nowhere', undefined],
  ])('%s is known by its name', (name, id) => expect(windowsZone(name)).toBe(id));

  test('is told by what Outlook keeps before all else', () => {
    const told = `${definition(0x825e, 'Tokyo Standard Time')}<t:TimeZone>(GMT) Coordinated Universal Time</t:TimeZone>`;
    expect(zones(told)).toBe(both('Tokyo Standard Time'));
    expect(zones(definition(0x8260, 'FLE Standard Time'))).toBe(both('FLE Standard Time'));
    expect(zones(definition(0x825e, 'No Such Time'))).toBe('');
  });

  test('is told by the name for people, or by the zone of the meeting', () => {
    expect(zones('<t:TimeZone>(GMT+09:00) Osaka, Sapporo, Tokyo</t:TimeZone>')).toBe(both('Tokyo Standard Time'));
    expect(zones('<t:MeetingTimeZone TimeZoneName="Romance Standard Time"/>')).toBe(both('Romance Standard Time'));
    expect(zones('<t:TimeZone>Heure locale</t:TimeZone>')).toBe('');
  });

  test('that describes itself is described to the new server', () => {
    const change = (offset: string, month: string) =>
      `<t:Offset>${offset}</t:Offset><t:RelativeYearlyRecurrence><t:DaysOfWeek>Sunday</t:DaysOfWeek><t:DayOfWeekIndex>Last</t:DayOfWeekIndex><t:Month>${month}</t:Month></t:RelativeYearlyRecurrence><t:Time>02:00:00</t:Time>`;
    const own = `<t:MeetingTimeZone TimeZoneName="Own"><t:BaseOffset>-PT1H</t:BaseOffset><t:Standard>${change('PT0M', 'October')}</t:Standard><t:Daylight>${change('-PT60M', 'March')}</t:Daylight></t:MeetingTimeZone>`;
    const told = zones(own);
    expect(told).toContain('<t:Period Bias="-PT60M" Name="Standard" Id="Standard"/>');
    expect(told).toContain('<t:Period Bias="-PT120M" Name="Daylight" Id="Daylight"/>');
    expect(told).toContain('<t:Month>3</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek><t:Occurrence>-1</t:Occurrence>');
    expect(told.match(/<t:(?:Start|End)TimeZone /g)).toHaveLength(2);
  });

  test('of newer servers stays as it is', () => {
    expect(zones('<t:StartTimeZone Id="X"/><t:EndTimeZone Id="Y"/><t:TimeZone>(GMT) z</t:TimeZone>')).toBe(
      '<t:StartTimeZone Id="X"/><t:EndTimeZone Id="Y"/>',
    );
  });
});

describe('a member of a list as MAPI has it', () => {
  const head = (flags: string) => Buffer.from(`00000000812b1fa4bea310199d6e00dd010f54020000${flags}`, 'hex');
  const entry = (flags: string, text: Buffer) => Buffer.concat([head(flags), text]).toString('base64');

  test('has a name and an address, in Unicode or not', () => {
    const found = { name: 'Zoë', type: 'SMTP', address: 'z@x.example' };
    expect(readOneOff(entry('0190', Buffer.from('Zoë\0SMTP\0z@x.example\0', 'utf16le')))).toEqual(found);
    expect(readOneOff(entry('0010', Buffer.from('Zoë\0SMTP\0z@x.example\0', 'latin1')))).toEqual(found);
  });

  test('of another kind, or cut short, is none', () => {
    for (const value of ['', '%%', 'AAAA', entry('0190', Buffer.from('only a name', 'utf16le'))])
      expect(readOneOff(value)).toBeUndefined();
  });
});
