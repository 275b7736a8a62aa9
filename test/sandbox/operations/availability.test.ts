import { expect, test } from 'vitest';
import { type Answer, call, codesOf, distinguished, type Login, textsOf } from '../kit/raw-client.ts';
import { create, NEW, OLD, testEnvelopes, usePair, V16 } from '../kit/test-pair.ts';
import { getDistinguished } from '../store/folders.ts';
import { setPermission } from '../store/permissions.ts';
import { setAddresses } from '../store/settings.ts';

const pair = usePair();
const ask = (body: string): Promise<Answer> => call(pair.recent, pair.owner, body, V16);

const change = (name: string, bias: number, order: number, month: number, hour: number): string =>
  `<t:${name}><t:Bias>${bias}</t:Bias><t:Time>0${hour}:00:00</t:Time><t:DayOrder>${order}</t:DayOrder><t:Month>${month}</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:${name}>`;
const BERLIN = `<t:TimeZone><t:Bias>-60</t:Bias>${change('StandardTime', 0, 5, 10, 3)}${change('DaylightTime', -60, 5, 3, 2)}</t:TimeZone>`;
const window = (name: string, start: string, end: string): string =>
  `<t:${name}><t:StartTime>${start}</t:StartTime><t:EndTime>${end}</t:EndTime></t:${name}>`;
const who = (...emails: string[]): string =>
  `<m:MailboxDataArray>${emails.map((email) => `<t:MailboxData><t:Email><t:Address>${email}</t:Address></t:Email><t:AttendeeType>Required</t:AttendeeType></t:MailboxData>`).join('')}</m:MailboxDataArray>`;
const free = (start: string, end: string, view = 'DetailedMerged', minutes = 60): string =>
  `<t:FreeBusyViewOptions>${window('TimeWindow', start, end)}<t:MergedFreeBusyIntervalInMinutes>${minutes}</t:MergedFreeBusyIntervalInMinutes><t:RequestedView>${view}</t:RequestedView></t:FreeBusyViewOptions>`;
const availability = (options: string, emails = who(NEW), zone = BERLIN): string =>
  `<m:GetUserAvailabilityRequest>${zone}${emails}${options}</m:GetUserAvailabilityRequest>`;

test('availability: single and recurring appointments on both sides of a change of the clock', async () => {
  // Each Monday at nine in Berlin, over the end of summer time on 25 October 2026.
  const series = `<t:CalendarItem><t:Subject>Round</t:Subject><t:Start>2026-10-12T07:00:00Z</t:Start><t:End>2026-10-12T08:30:00Z</t:End><t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Recurrence><t:WeeklyRecurrence><t:Interval>1</t:Interval><t:DaysOfWeek>Monday</t:DaysOfWeek></t:WeeklyRecurrence><t:NumberedRecurrence><t:StartDate>2026-10-12</t:StartDate><t:NumberOfOccurrences>4</t:NumberOfOccurrences></t:NumberedRecurrence></t:Recurrence><t:StartTimeZone Id="W. Europe Standard Time"/><t:EndTimeZone Id="W. Europe Standard Time"/></t:CalendarItem>`;
  const away = `<t:CalendarItem><t:Subject>Secret</t:Subject><t:Sensitivity>Private</t:Sensitivity><t:Start>2026-10-26T13:00:00Z</t:Start><t:End>2026-10-26T14:00:00Z</t:End><t:LegacyFreeBusyStatus>OOF</t:LegacyFreeBusyStatus></t:CalendarItem>`;
  for (const item of [series, away])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await create(pair, item, 'calendar'))).toEqual(['NoError']);
  const day = await ask(availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00')));
  expect(textsOf(day, 'MergedFreeBusy')).toEqual(['000000000220003000000000']);
  expect(textsOf(day, 'Subject')).toEqual(['Round', 'Secret']);
  expect(textsOf(day, 'StartTime')).toEqual(['2026-10-26T09:00:00', '2026-10-26T14:00:00']);
  expect(textsOf(day, 'IsRecurring')).toEqual(['true', 'false']);
  expect(day.text).toContain(`<t:WorkingHours>${BERLIN}`);
  const before = await ask(availability(free('2026-10-19T00:00:00', '2026-10-20T00:00:00', 'FreeBusy')));
  expect([textsOf(before, 'StartTime'), textsOf(before, 'MergedFreeBusy')]).toEqual([['2026-10-19T09:00:00'], []]);
  const early = await call(pair.recent, pair.owner, availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00')), {
    version: 'Exchange2007_SP1',
  });
  expect(textsOf(early, 'StartTime')).toEqual(['2026-10-26T09:00:00+01:00', '2026-10-26T14:00:00+01:00']);
});

test('availability: others see what the calendar lets them, and each mailbox is refused by itself', async () => {
  const other: Login = { email: 'other@old.example', password: 'pass-other' };
  const options = free('2026-09-01T00:00:00', '2026-09-30T00:00:00');
  const see = (): Promise<Answer> => call(pair.old, other, availability(options, who(OLD, 'nobody@old.example')));
  const times = await see();
  expect(codesOf(times)).toEqual(['NoError', 'ErrorMailRecipientNotFound']);
  expect(textsOf(times, 'FreeBusyViewType')).toEqual(['FreeBusyMerged']);
  const calendar = getDistinguished(pair.old.store, 1, 'calendar')?.id ?? 0;
  setPermission(pair.old.store, calendar, 'Default', 0x1800);
  expect(textsOf(await see(), 'FreeBusyViewType')).toEqual(['DetailedMerged']);
  setPermission(pair.old.store, calendar, 'Default', 0);
  expect(codesOf(await see())).toEqual(['ErrorNoFreeBusyAccess', 'ErrorMailRecipientNotFound']);
  setPermission(pair.old.store, calendar, 'Default', undefined);
});

test('availability: requests that make no sense are faults', async () => {
  const wrong: [string, string][] = [
    [availability(free('2026-10-27T00:00:00', '2026-10-26T00:00:00')), 'ErrorInvalidTimeInterval'],
    [availability(free('2026-01-01T00:00:00', '2026-10-26T00:00:00')), 'ErrorTimeIntervalTooBig'],
    [
      availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00', 'Detailed', 4)),
      'ErrorInvalidMergedFreeBusyInterval',
    ],
    [availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00'), who()), 'ErrorIdentityArrayEmpty'],
    [availability(''), 'ErrorInvalidFreeBusyViewType'],
    [availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00'), who(NEW), ''), 'ErrorTimeZone'],
  ];
  for (const [body, code] of wrong) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await ask(body);
    expect([answer.status, ...codesOf(answer)], body).toEqual([500, code]);
  }
});

test('availability: a fault on command stands where a mailbox would', async () => {
  const stop = pair.recent.side.faults.add({
    operation: 'GetUserAvailability',
    effect: { kind: 'batch-error', code: 'ErrorServerBusy' },
  });
  const answer = await ask(availability(free('2026-10-26T00:00:00', '2026-10-27T00:00:00')));
  stop();
  expect([answer.status, ...codesOf(answer)]).toEqual([200, 'ErrorServerBusy']);
});

test('availability: suggested times keep clear of what is there', async () => {
  const options = `<t:SuggestionsViewOptions><t:MaximumResultsByDay>3</t:MaximumResultsByDay><t:MeetingDurationInMinutes>60</t:MeetingDurationInMinutes><t:MinimumSuggestionQuality>Good</t:MinimumSuggestionQuality>${window('DetailedSuggestionsWindow', '2026-10-26T00:00:00', '2026-10-27T00:00:00')}</t:SuggestionsViewOptions>`;
  const answer = await ask(availability(options));
  expect(textsOf(answer, 'MeetingTime')).toEqual(['2026-10-26T08:00:00', '2026-10-26T10:30:00', '2026-10-26T11:00:00']);
  expect(new Set(textsOf(answer, 'SuggestionQuality'))).toEqual(new Set(['Excellent']));
});

test('time zones: all of them, some of them, with and without their rules', async () => {
  const all = await ask('<m:GetServerTimeZones ReturnFullTimeZoneData="true"/>');
  expect([...all.text.matchAll(/<t:TimeZoneDefinition /g)].length).toBeGreaterThan(130);
  const [sydney] = /<t:TimeZoneDefinition Name="[^"]*" Id="AUS Eastern Standard Time">.*?<\/t:TimeZoneDefinition>/.exec(
    all.text,
  ) ?? [''];
  expect(sydney).toMatch(
    /Bias="-PT10H" Name="Standard".*Bias="-PT11H" Name="Daylight".*<t:TimeOffset>PT3H<\/t:TimeOffset><t:Month>4<\/t:Month><t:DayOfWeek>Sunday<\/t:DayOfWeek><t:Occurrence>1</,
  );
  const one = await ask(
    '<m:GetServerTimeZones ReturnFullTimeZoneData="false"><m:Ids><t:Id>utc</t:Id></m:Ids></m:GetServerTimeZones>',
  );
  expect(one.text).toMatch(
    /<m:TimeZoneDefinitions><t:TimeZoneDefinition Name="[^"]+" Id="UTC"\/><\/m:TimeZoneDefinitions>/,
  );
});

test('names: the directory and the contacts, in the order of the scope, one or several', async () => {
  const contact = (name: string, email: string): string =>
    `<t:Contact><t:DisplayName>${name}</t:DisplayName><t:GivenName>${name.split(' ')[0]}</t:GivenName>${email && `<t:EmailAddresses><t:Entry Key="EmailAddress1">${email}</t:Entry></t:EmailAddresses>`}<t:Surname>${name.split(' ')[1]}</t:Surname></t:Contact>`;
  for (const item of [contact('Owen Woods', 'owen@else.example'), contact('Nora Mail', '')])
    // oxlint-disable-next-line no-await-in-loop
    expect(codesOf(await create(pair, item, 'contacts'))).toEqual(['NoError']);
  const resolve = (entry: string, scope = '', isFull = false): Promise<Answer> =>
    ask(
      `<m:ResolveNames ReturnFullContactData="${isFull}"${scope && ` SearchScope="${scope}"`}><m:UnresolvedEntry>${entry}</m:UnresolvedEntry></m:ResolveNames>`,
    );
  const several = await resolve('ow');
  expect(codesOf(several)).toEqual(['ErrorNameResolutionMultipleResults']);
  expect(several.text).toContain('ResponseClass="Warning"');
  expect(textsOf(several, 'EmailAddress')).toEqual([NEW, 'owen@else.example']);
  expect(textsOf(await resolve('ow', 'ContactsActiveDirectory'), 'EmailAddress')).toEqual(['owen@else.example', NEW]);
  const one = await resolve('wood', 'Contacts', true);
  expect([codesOf(one), textsOf(one, 'MailboxType'), textsOf(one, 'ContactSource')]).toEqual([
    ['NoError'],
    ['Contact'],
    ['Store'],
  ]);
  expect(one.text).toMatch(/<t:ItemId [^>]*\/><\/t:Mailbox><t:Contact>.*<t:Surname>Woods<\/t:Surname>/);
  expect(textsOf(await resolve(`smtp:${NEW}`, 'ActiveDirectory', true), 'Entry')).toEqual([`SMTP:${NEW}`]);
  expect(codesOf(await resolve('smtp:owner'))).toEqual(['ErrorNameResolutionNoResults']);
  expect(codesOf(await resolve('Nora'))).toEqual(['ErrorNameResolutionNoMailbox']);
  setAddresses(pair.recent.store, 1, {
    legacyDn: '/o=New/cn=Recipients/cn=owner',
    x500: ['/o=Old/cn=Recipients/cn=owner'],
  });
  for (const dn of [
    '/o=new/cn=recipients/CN=owner',
    'EX:/o=New/cn=Recipients/cn=owner',
    '/o=Old/cn=Recipients/cn=owner',
  ])
    // oxlint-disable-next-line no-await-in-loop
    expect(textsOf(await resolve(dn), 'EmailAddress')).toEqual([NEW]);
  expect(codesOf(await resolve('/o=Old/cn=Recipients/cn=own'))).toEqual(['ErrorNameResolutionNoResults']);
  const elsewhere = `<m:ResolveNames ReturnFullContactData="false" SearchScope="Contacts"><m:ParentFolderIds>${distinguished('drafts')}</m:ParentFolderIds><m:UnresolvedEntry>ow</m:UnresolvedEntry></m:ResolveNames>`;
  expect(codesOf(await ask(elsewhere))).toEqual(['ErrorNameResolutionNoResults']);
});

testEnvelopes(pair, 40);
