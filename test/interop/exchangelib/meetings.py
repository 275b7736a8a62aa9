"""Appointments, series with exceptions, meetings."""
import datetime

from exchangelib import CalendarItem, EWSDate, EWSDateTime, Mailbox
from exchangelib.items import MeetingRequest
from exchangelib.properties import Attendee
from exchangelib.recurrence import (
    AbsoluteMonthlyPattern, AbsoluteYearlyPattern, DailyPattern, Recurrence, RelativeMonthlyPattern, RelativeYearlyPattern, WeeklyPattern,
)

from cases import ZONE, case, slow


def at(*parts):
    return EWSDateTime(*parts, tzinfo=ZONE)


def book(server, subject, start, end, **more):
    item = CalendarItem(account=server.account, folder=server.account.calendar, subject=subject, start=start, end=end, **more)
    item.save(send_meeting_invitations='SendToNone')
    return item


def seen(server, subject, start, end):
    return [item.start.astimezone(ZONE) for item in server.account.calendar.view(start=start, end=end) if item.subject == subject]


@case
def an_appointment_is_booked_moved_and_cancelled(server):
    calendar = server.account.calendar
    made = book(server, 'Zahnarzt', at(2041, 5, 6, 10), at(2041, 5, 6, 11), location='Raum 5', legacy_free_busy_status='OOF',
                reminder_minutes_before_start=30, reminder_is_set=True, categories=['Rot'], sensitivity='Private')
    read = calendar.get(id=made.id)
    assert (read.location, read.legacy_free_busy_status, read.reminder_minutes_before_start, read.type) == ('Raum 5', 'OOF', 30, 'Single')
    assert (read.start, read.end) == (at(2041, 5, 6, 10), at(2041, 5, 6, 11)) and read._start_timezone == ZONE
    read.start, read.end = at(2041, 5, 7, 10), at(2041, 5, 7, 11)
    read.save(update_fields=['start', 'end'])
    assert seen(server, 'Zahnarzt', at(2041, 5, 1), at(2041, 6, 1)) == [at(2041, 5, 7, 10)]
    read.delete(send_meeting_cancellations='SendToNone')
    assert not calendar.filter(subject='Zahnarzt').exists()


@case
def an_all_day_event_has_dates(server):
    made = book(server, 'Feiertag', EWSDate(2041, 10, 3), EWSDate(2041, 10, 3), is_all_day=True)
    read = server.account.calendar.get(id=made.id)
    assert read.is_all_day and (read.start, read.end) == (EWSDate(2041, 10, 3), EWSDate(2041, 10, 3)), (read.start, read.end)


@slow
def every_pattern_is_kept_and_expanded(server):
    start = at(2041, 1, 31, 9)
    for pattern, days in (
        (DailyPattern(interval=10), [(1, 31), (2, 10), (2, 20)]),
        (WeeklyPattern(interval=2, weekdays=['Thursday', 'Monday'], first_day_of_week='Monday'), [(1, 31), (2, 11), (2, 14)]),
        (AbsoluteMonthlyPattern(interval=1, day_of_month=31), [(1, 31), (2, 28), (3, 31)]),
        (RelativeMonthlyPattern(interval=1, week_number='Last', weekday='Thursday'), [(1, 31), (2, 28), (3, 28)]),
    ):
        name = type(pattern).__name__
        made = book(server, name, start, start + datetime.timedelta(hours=1), recurrence=Recurrence(pattern=pattern, start=start.date(), number=3))
        read = server.account.calendar.get(id=made.id)
        assert read.type == 'RecurringMaster' and type(read.recurrence.pattern) is type(pattern), name
        assert read.recurrence.boundary.number == 3
        found = [(when.month, when.day) for when in seen(server, name, at(2041, 1, 1), at(2041, 12, 31))]
        assert found == days, (name, found)
    for pattern in (AbsoluteYearlyPattern(day_of_month=29, month='February'), RelativeYearlyPattern(weekday='Sunday', week_number='Second', month='May')):
        made = book(server, type(pattern).__name__, at(2044, 1, 1, 9), at(2044, 1, 1, 10), recurrence=Recurrence(
            pattern=pattern, start=EWSDate(2044, 1, 1), end=EWSDate(2047, 1, 1)))
        read = server.account.calendar.get(id=made.id)
        assert read.recurrence.pattern == pattern and read.recurrence.boundary.end.date() == EWSDate(2047, 1, 1)


@slow
def a_series_keeps_its_hour_and_its_exceptions(server):
    calendar = server.account.calendar
    made = book(server, 'Jour fixe', at(2041, 3, 18, 9), at(2041, 3, 18, 10),
                recurrence=Recurrence(pattern=WeeklyPattern(interval=1, weekdays=['Monday']), start=EWSDate(2041, 3, 18), number=5))
    third = calendar.get(id=made.id).occurrence(index=3)
    third.refresh()
    third.start, third.end, third.subject = at(2041, 4, 2, 14), at(2041, 4, 2, 15), 'Verschoben'
    third.save(update_fields=['start', 'end', 'subject'], send_meeting_invitations='SendToNone')
    calendar.get(id=made.id).occurrence(index=4).delete(send_meeting_cancellations='SendToNone')
    master = calendar.get(id=made.id)
    assert [o.start for o in master.modified_occurrences] == [at(2041, 4, 2, 14)]
    assert [o.original_start for o in master.modified_occurrences] == [at(2041, 4, 1, 9)]
    assert [o.start for o in master.deleted_occurrences] == [at(2041, 4, 8, 9)]
    assert (master.first_occurrence.start, master.last_occurrence.start) == (at(2041, 3, 18, 9), at(2041, 4, 15, 9))
    span = at(2041, 3, 1), at(2041, 5, 1)
    assert seen(server, 'Jour fixe', *span) == [at(2041, 3, 18, 9), at(2041, 3, 25, 9), at(2041, 4, 15, 9)]
    assert seen(server, 'Verschoben', *span) == [at(2041, 4, 2, 14)]
    [moved] = [item for item in calendar.view(start=span[0], end=span[1]) if item.subject == 'Verschoben']
    master = moved.recurring_master()
    master.refresh()
    assert moved.type == 'Exception' and master.id == made.id


@case
def a_meeting_is_kept_to_oneself_and_then_sent(server):
    made = book(server, 'Treffen', at(2041, 6, 3, 9), at(2041, 6, 3, 10),
                required_attendees=[Attendee(mailbox=Mailbox(email_address=server.colleague), response_type='Accept')],
                optional_attendees=['x@else.example'])
    read = server.account.calendar.get(id=made.id)
    assert [a.mailbox.email_address for a in read.required_attendees] == [server.colleague] and read.is_meeting
    assert read.meeting_request_was_sent is False and read.my_response_type == 'Organizer'
    assert not server.account.sent.filter(subject='Treffen').exists()
    read.location = 'Raum 1'
    read.save(update_fields=['location'], send_meeting_invitations='SendToAllAndSaveCopy')
    assert server.account.calendar.get(id=made.id).meeting_request_was_sent is True
    [request] = list(server.account.sent.filter(subject='Treffen'))
    assert isinstance(request, MeetingRequest) and request.item_class == 'IPM.Schedule.Meeting.Request'
    theirs = server.open(server.mailboxes[1], email=server.colleague).inbox
    [received] = list(theirs.filter(subject='Treffen'))
    assert isinstance(received, MeetingRequest) and (received.start, received.location) == (at(2041, 6, 3, 9), 'Raum 1')
