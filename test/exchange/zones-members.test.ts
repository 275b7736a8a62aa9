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
const WEST = 'W. Europe Standard Time';
const copied = (inside: string) => {
  const omissions: string[] = [];
  const pieces = zonesOf(parseXml(utf8(`<t:CalendarItem ${T}>${inside}</t:CalendarItem>`)), omissions);
  return { zones: new TextDecoder().decode(concat(pieces)), omissions };
};
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

  test('is taken from what Outlook keeps, before anything else', () => {
    const told = `${definition(0x825e, 'Tokyo Standard Time')}<t:TimeZone>(GMT) Coordinated Universal Time</t:TimeZone>`;
    expect(zones(told)).toBe(both('Tokyo Standard Time'));
    expect(zones(definition(0x8260, 'FLE Standard Time'))).toBe(both('FLE Standard Time'));
    expect(zones(definition(0x825e, 'No Such Time'))).toBe('');
  });

  test('is taken from the display name, or from the zone of the meeting', () => {
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

const zone = (attributes: string, inside = '') => `<t:StartTimeZone ${attributes}>${inside}</t:StartTimeZone>`;
const rules = (to: string) =>
  '<t:Periods><t:Period Bias="-PT60M" Name="Standard" Id="S"/></t:Periods>' +
  `<t:TransitionsGroups><t:TransitionsGroup Id="0"><t:Transition><t:To Kind="Period">${to}</t:To></t:Transition></t:TransitionsGroup></t:TransitionsGroups>` +
  '<t:Transitions><t:Transition><t:To Kind="Group">0</t:To></t:Transition></t:Transitions>';

describe('a time zone that no server takes as it is', () => {
  test.each([
    ['a bare tzone of UTC', zone('Id="tzone://Microsoft/Utc"'), 'UTC'],
    ['a name as an id', zone('Id="(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"'), WEST],
    ['places of another language', zone('Id="(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"'), WEST],
    ['one place', zone('Id="(UTC+01:00) Amsterdam"'), WEST],
    ['a name in German', zone('Id="Mitteleuropäische Zeit"'), WEST],
    ['a name in French', zone('Id="Custom" Name="heure d’Europe centrale"'), WEST],
    ['rules that contradict themselves', zone(`Id="${WEST}" Name="x"`, rules('Daylight')), WEST],
    [
      'none of its own, and another word for it',
      `${zone('Id="tzone://Microsoft/Custom"')}<t:TimeZone>(GMT+09:00) Osaka, Sapporo, Tokyo</t:TimeZone>`,
      'Tokyo Standard Time',
    ],
  ])('is mapped: %s', (_name, told, id) => {
    expect(copied(told)).toEqual({ zones: expect.stringContaining(`<t:StartTimeZone Id="${id}"/>`), omissions: [] });
  });

  test.each([
    ['a bare tzone', zone('Id="tzone://Microsoft/Custom"')],
    ['rules that contradict themselves', zone('Id="Own" Name="Own"', rules('Daylight'))],
    ['rules without any', zone('Id="Own" Name="Own"', '<t:Periods/>')],
  ])('is left out where it is invalid, and reported: %s', (_name, told) => {
    expect(copied(told)).toEqual({ zones: '', omissions: [expect.stringContaining('time zone of the appointment')] });
  });

  test('says nothing where it is empty', () => {
    expect(copied('<t:StartTimeZone/><t:EndTimeZone/>')).toEqual({ zones: '', omissions: [] });
  });

  test('stays as it is where its rules are whole', () => {
    expect(copied(zone('Id="Own" Name="Own"', rules('S'))).zones).toContain('<t:Period Bias="-PT60M"');
  });

  test('is a clock as far from UTC as its name says, or as whole days need', () => {
    const days = '<t:Start>2026-06-14T22:00:00Z</t:Start><t:IsAllDayEvent>true</t:IsAllDayEvent>';
    for (const told of [zone('Id="(UTC+02:00) Nowhere"'), `<t:StartTimeZone/>${days}`])
      expect(copied(told).zones).toContain('<t:Period Bias="-PT120M"');
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
