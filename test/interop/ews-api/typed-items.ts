import {
  Appointment,
  AppointmentSchema,
  AppointmentType,
  BasePropertySet,
  CalendarView,
  ConflictResolutionMode,
  Contact,
  ContactGroup,
  DateTime,
  DateTimeKind,
  DayOfTheWeek,
  DeleteMode,
  EmailAddress,
  EmailAddressKey,
  ItemSchema,
  LegacyFreeBusyStatus,
  PhoneNumberKey,
  PhysicalAddressEntry,
  PhysicalAddressKey,
  PropertySet,
  Recurrence,
  SendCancellationsMode,
  SendInvitationsMode,
  SendInvitationsOrCancellationsMode,
  Task,
  TaskSchema,
  TaskStatus,
  TimeZoneInfo,
  WellKnownFolderName,
} from 'ews-javascript-api';
import { expect, test } from 'vitest';
import type { Client } from './client.ts';

/** An instant of the wire as the library takes it. */
const utc = (text: string): DateTime => new DateTime(Date.parse(text), DateTimeKind.Utc);
const iso = (time: DateTime): string => new Date(time.TotalMilliSeconds).toISOString().slice(0, 16);

/** Appointments, series, contacts, lists and tasks are made, read back and changed. */
export function testTypedItems(of: () => Client, level: number): void {
  const appointment = (subject: string, start: string, end: string): Appointment => {
    const made = new Appointment(of().service);
    made.Subject = subject;
    // With a zone of their own, as 2007 wants it, the library takes times only of no kind.
    const kind = level < 10 ? DateTimeKind.Unspecified : DateTimeKind.Utc;
    made.Start = new DateTime(Date.parse(start), kind);
    made.End = new DateTime(Date.parse(end), kind);
    if (level < 10) made.StartTimeZone = TimeZoneInfo.Utc;
    return made;
  };
  const view = async (from: string, to: string): Promise<[string, string][]> => {
    const found = await of().service.FindAppointments(
      WellKnownFolderName.Calendar,
      new CalendarView(utc(from), utc(to)),
    );
    return found.Items.map(({ Subject, Start }) => [Subject, iso(Start)]);
  };

  test('an appointment is made, seen in a view, changed and deleted', async () => {
    const { service } = of();
    const made = appointment('Zahnarzt', '2031-05-06T08:00:00Z', '2031-05-06T09:00:00Z');
    made.Location = 'Raum 5';
    made.LegacyFreeBusyStatus = LegacyFreeBusyStatus.OOF;
    made.ReminderMinutesBeforeStart = 30;
    await made.Save(SendInvitationsMode.SendToNone);
    const read = await Appointment.Bind(service, made.Id);
    expect([read.Location, read.LegacyFreeBusyStatus, read.ReminderMinutesBeforeStart]).toEqual([
      'Raum 5',
      LegacyFreeBusyStatus.OOF,
      30,
    ]);
    expect([iso(read.Start), iso(read.End), read.AppointmentType]).toEqual([
      '2031-05-06T08:00',
      '2031-05-06T09:00',
      AppointmentType.Single,
    ]);
    read.Start = utc('2031-05-06T10:00:00Z');
    read.End = utc('2031-05-06T11:00:00Z');
    await read.Update(ConflictResolutionMode.AutoResolve, SendInvitationsOrCancellationsMode.SendToNone);
    expect(await view('2031-05-06T00:00:00Z', '2031-05-07T00:00:00Z')).toEqual([['Zahnarzt', '2031-05-06T10:00']]);
    await read.Delete(DeleteMode.HardDelete, SendCancellationsMode.SendToNone);
    expect(await view('2031-05-06T00:00:00Z', '2031-05-07T00:00:00Z')).toEqual([]);
  });

  test('a weekly series keeps its local hour over the change of the clock', async () => {
    const { service } = of();
    const made = appointment('Jour fixe', '2031-03-17T08:00:00Z', '2031-03-17T09:00:00Z');
    made.Start = new DateTime(Date.parse('2031-03-17T08:00:00Z'), DateTimeKind.Unspecified);
    made.End = new DateTime(Date.parse('2031-03-17T09:00:00Z'), DateTimeKind.Unspecified);
    made.StartTimeZone = TimeZoneInfo.FindSystemTimeZoneById('Europe/Berlin');
    made.Recurrence = new Recurrence.WeeklyPattern();
    const pattern = made.Recurrence as InstanceType<typeof Recurrence.WeeklyPattern>;
    pattern.StartDate = utc('2031-03-17T00:00:00Z');
    pattern.Interval = 1;
    pattern.DaysOfTheWeek.Add(DayOfTheWeek.Monday);
    pattern.NumberOfOccurrences = 4;
    await made.Save(SendInvitationsMode.SendToNone);
    expect(await view('2031-03-01T00:00:00Z', '2031-05-01T00:00:00Z')).toEqual([
      ['Jour fixe', '2031-03-17T08:00'],
      ['Jour fixe', '2031-03-24T08:00'],
      ['Jour fixe', '2031-03-31T07:00'],
      ['Jour fixe', '2031-04-07T07:00'],
    ]);
    const second = await Appointment.BindToOccurrence(service, made.Id, 2);
    second.Subject = 'Verschoben';
    second.Start = utc('2031-03-25T12:00:00Z');
    second.End = utc('2031-03-25T13:00:00Z');
    await second.Update(ConflictResolutionMode.AutoResolve, SendInvitationsOrCancellationsMode.SendToNone);
    const fourth = await Appointment.BindToOccurrence(service, made.Id, 4);
    await fourth.Delete(DeleteMode.HardDelete, SendCancellationsMode.SendToNone);
    expect(await view('2031-03-01T00:00:00Z', '2031-05-01T00:00:00Z')).toEqual([
      ['Jour fixe', '2031-03-17T08:00'],
      ['Verschoben', '2031-03-25T12:00'],
      ['Jour fixe', '2031-03-31T07:00'],
    ]);
    const shape = new PropertySet(BasePropertySet.IdOnly, [
      AppointmentSchema.ModifiedOccurrences,
      AppointmentSchema.DeletedOccurrences,
      AppointmentSchema.AppointmentType,
      AppointmentSchema.Recurrence,
    ]);
    const master = await Appointment.Bind(service, made.Id, shape);
    expect(master.AppointmentType).toBe(AppointmentType.RecurringMaster);
    expect(master.ModifiedOccurrences.GetEnumerator().map(({ Start }) => iso(Start))).toEqual(['2031-03-25T12:00']);
    expect(master.DeletedOccurrences.GetEnumerator()).toHaveLength(1);
    expect(master.Recurrence.NumberOfOccurrences).toBe(4);
  });

  test('a meeting has its attendees, and no one hears of it', async () => {
    const { service, side, colleague } = of();
    const before = side.stats().outgoing;
    const made = appointment('Treffen', '2031-06-02T08:00:00Z', '2031-06-02T09:00:00Z');
    made.RequiredAttendees.Add(colleague);
    made.OptionalAttendees.Add('Extern', 'x@else.example');
    await made.Save(SendInvitationsMode.SendToNone);
    const read = await Appointment.Bind(service, made.Id);
    expect(read.IsMeeting).toBe(true);
    expect(read.RequiredAttendees.GetEnumerator().map(({ Address }) => Address)).toEqual([colleague]);
    expect(read.OptionalAttendees.GetEnumerator().map(({ Name }) => Name)).toEqual(['Extern']);
    expect(side.stats().outgoing).toBe(before);
  });

  test('an all-day event begins at midnight of its zone', async () => {
    const { service } = of();
    const made = appointment('Feiertag', '2031-10-03T00:00:00Z', '2031-10-04T00:00:00Z');
    made.IsAllDayEvent = true;
    await made.Save(SendInvitationsMode.SendToNone);
    const read = await Appointment.Bind(service, made.Id);
    expect([read.IsAllDayEvent, iso(read.Start), iso(read.End)]).toEqual([
      true,
      '2031-10-03T00:00',
      '2031-10-04T00:00',
    ]);
  });

  test('a contact has its addresses, numbers and entries, and loses one', async () => {
    const { service } = of();
    const made = new Contact(service);
    made.GivenName = 'Jürgen';
    made.Surname = 'Groß';
    made.FileAs = 'Groß, Jürgen';
    made.CompanyName = 'Firma';
    made.EmailAddresses._setItem(EmailAddressKey.EmailAddress1, new EmailAddress('Jürgen', 'j@g.example'));
    made.EmailAddresses._setItem(EmailAddressKey.EmailAddress2, new EmailAddress('j2@g.example'));
    made.PhoneNumbers._setItem(PhoneNumberKey.MobilePhone, '+49 1');
    const home = new PhysicalAddressEntry();
    home.Street = 'Weg 1';
    home.City = 'Köln';
    made.PhysicalAddresses._setItem(PhysicalAddressKey.Home, home);
    made.Birthday = utc('1980-02-29T00:00:00Z');
    await made.Save();
    const read = await Contact.Bind(service, made.Id);
    expect([read.GivenName, read.Surname, read.FileAs, read.CompanyName]).toEqual([
      'Jürgen',
      'Groß',
      'Groß, Jürgen',
      'Firma',
    ]);
    expect(read.EmailAddresses._getItem(EmailAddressKey.EmailAddress1).Address).toBe('j@g.example');
    expect(read.PhoneNumbers._getItem(PhoneNumberKey.MobilePhone)).toBe('+49 1');
    expect(read.PhysicalAddresses._getItem(PhysicalAddressKey.Home).City).toBe('Köln');
    read.EmailAddresses._setItem(EmailAddressKey.EmailAddress2, null as unknown as EmailAddress);
    read.PhoneNumbers._setItem(PhoneNumberKey.MobilePhone, '+49 2');
    await read.Update(ConflictResolutionMode.AlwaysOverwrite);
    const again = await Contact.Bind(service, made.Id);
    expect(again.EmailAddresses.Contains(EmailAddressKey.EmailAddress2)).toBe(false);
    expect(again.PhoneNumbers._getItem(PhoneNumberKey.MobilePhone)).toBe('+49 2');
  });

  test.runIf(level >= 10)('a distribution list has its members', async () => {
    const { service } = of();
    const made = new ContactGroup(service);
    made.DisplayName = 'Alle';
    made.Members.AddOneOff('A', 'a@b.example');
    made.Members.AddOneOff('B', 'b@b.example');
    await made.Save();
    const read = await ContactGroup.Bind(service, made.Id);
    expect(read.DisplayName).toBe('Alle');
    expect(read.Members.GetEnumerator().map(({ AddressInformation: each }) => each.Address)).toEqual([
      'a@b.example',
      'b@b.example',
    ]);
  });

  test('a task is worked on, and one returns', async () => {
    const { service } = of();
    const made = new Task(service);
    made.Subject = 'Anrufen';
    made.DueDate = utc('2031-06-01T00:00:00Z');
    made.Status = TaskStatus.InProgress;
    made.PercentComplete = 40;
    await made.Save();
    const read = await Task.Bind(service, made.Id);
    expect([read.Status, read.PercentComplete, read.IsComplete]).toEqual([TaskStatus.InProgress, 40, false]);
    read.Status = TaskStatus.Completed;
    await read.Update(ConflictResolutionMode.AutoResolve);
    expect((await Task.Bind(service, made.Id)).IsComplete).toBe(true);

    const again = new Task(service);
    again.Subject = 'Monatlich';
    again.StartDate = utc('2031-06-01T00:00:00Z');
    const pattern = new Recurrence.MonthlyPattern();
    pattern.StartDate = utc('2031-06-01T00:00:00Z');
    pattern.Interval = 1;
    pattern.DayOfMonth = 1;
    pattern.NumberOfOccurrences = 3;
    again.Recurrence = pattern;
    await again.Save();
    const shape = new PropertySet(BasePropertySet.IdOnly, [TaskSchema.Recurrence, ItemSchema.Subject]);
    const series = await Task.Bind(service, again.Id, shape);
    expect([series.Subject, series.Recurrence.NumberOfOccurrences]).toEqual(['Monatlich', 3]);
  });

  test.runIf(level >= 10)('the server names its time zones', async () => {
    const zones = await of().service.GetServerTimeZones();
    expect(zones.length).toBeGreaterThan(20);
    expect(zones.map(({ Id }) => Id)).toContain('W. Europe Standard Time');
  });
}
