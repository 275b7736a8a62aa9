"""CalDAV and CardDAV."""
import re

from cases import case, unfolded

ZONE = '''BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
'''


def event(uid, *lines, more=''):
    own = '\n'.join(lines)
    text = f'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\n{ZONE}BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20310101T000000Z\n{own}\nEND:VEVENT\n{more}END:VCALENDAR\n'
    return text.replace('\n', '\r\n')


def put_event(gateway, uid, text, expected=(200, 201)):
    status, _, body = gateway.dav('PUT', f'calendar/{uid}.ics', text, Content_Type='text/calendar; charset=utf-8')
    assert status in expected, (status, body)


def get_event(gateway, uid):
    status, headers, text = gateway.dav('GET', f'calendar/{uid}.ics')
    assert status == 200, (status, text)
    return unfolded(text), headers


@case
def collections_are_found(gateway):
    body = '<?xml version="1.0"?><D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:resourcetype/><D:displayname/><C:calendar-home-set/></D:prop></D:propfind>'
    status, _, text = gateway.dav('PROPFIND', 'calendar/', body, Depth='0', Content_Type='text/xml')
    assert status == 207 and 'calendar' in text, text
    status, _, text = gateway.dav('PROPFIND', 'contacts/', body, Depth='0', Content_Type='text/xml')
    assert status == 207 and 'addressbook' in text, text


@case
def an_event_is_put_read_changed_and_deleted(gateway):
    lines = ['SUMMARY:Zahnarzt ä', 'LOCATION:Raum 5', 'DTSTART;TZID=Europe/Berlin:20310506T100000', 'DTEND;TZID=Europe/Berlin:20310506T110000',
             'DESCRIPTION:Zeile 1\\nZeile 2', 'CLASS:PRIVATE', 'CATEGORIES:Rot', 'BEGIN:VALARM', 'TRIGGER:-PT30M', 'ACTION:DISPLAY', 'DESCRIPTION:x', 'END:VALARM']
    put_event(gateway, 'single-1', event('single-1', *lines))
    text, headers = get_event(gateway, 'single-1')
    assert 'SUMMARY:Zahnarzt ä' in text and 'LOCATION:Raum 5' in text and re.search(r'DTSTART(;[^:]*)?:20310506T(100000|080000Z)', text), text
    put_event(gateway, 'single-1', event('single-1', 'SUMMARY:Verschoben', *lines[1:]), expected=(200, 201, 204))
    assert 'SUMMARY:Verschoben' in get_event(gateway, 'single-1')[0]
    status, _, _ = gateway.dav('DELETE', 'calendar/single-1.ics')
    assert status in (200, 204)
    assert gateway.dav('GET', 'calendar/single-1.ics')[0] == 404


@case
def an_all_day_event_is_kept(gateway):
    put_event(gateway, 'allday-1', event('allday-1', 'SUMMARY:Feiertag', 'DTSTART;VALUE=DATE:20311003', 'DTEND;VALUE=DATE:20311004'))
    assert re.search(r'DTSTART;VALUE=DATE:20311003', get_event(gateway, 'allday-1')[0])


@case
def a_series_keeps_its_rule_and_exceptions(gateway):
    moved = ('BEGIN:VEVENT\nUID:series-1\nDTSTAMP:20310101T000000Z\nRECURRENCE-ID;TZID=Europe/Berlin:20310324T090000\nSUMMARY:Verschoben\n'
             'DTSTART;TZID=Europe/Berlin:20310325T140000\nDTEND;TZID=Europe/Berlin:20310325T150000\nEND:VEVENT\n')
    put_event(gateway, 'series-1', event(
        'series-1', 'SUMMARY:Jour fixe', 'DTSTART;TZID=Europe/Berlin:20310317T090000', 'DTEND;TZID=Europe/Berlin:20310317T100000',
        'RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO', 'EXDATE;TZID=Europe/Berlin:20310407T090000', more=moved))
    text, _ = get_event(gateway, 'series-1')
    assert re.search(r'RRULE:.*FREQ=WEEKLY', text) and 'COUNT=5' in text, text
    assert 'EXDATE' in text and 'RECURRENCE-ID' in text and 'SUMMARY:Verschoben' in text, text


@case
def a_meeting_has_its_attendees(gateway):
    put_event(gateway, 'meeting-1', event(
        'meeting-1', 'SUMMARY:Treffen', 'X-MICROSOFT-CDO-BUSYSTATUS:BUSY', 'DTSTART;TZID=Europe/Berlin:20310602T100000', 'DTEND;TZID=Europe/Berlin:20310602T110000',
        f'ORGANIZER:mailto:{gateway.owner}', f'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:{gateway.colleague}'))
    text, _ = get_event(gateway, 'meeting-1')
    assert re.search(rf'ATTENDEE[^\r\n]*mailto:{re.escape(gateway.colleague)}', text, re.I), text


@case
def events_are_reported_in_a_range(gateway):
    body = ('<?xml version="1.0"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>'
            '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="20310301T000000Z" end="20310701T000000Z"/>'
            '</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>')
    status, _, text = gateway.dav('REPORT', 'calendar/', body, Depth='1', Content_Type='text/xml')
    assert status == 207 and 'Jour fixe' in text and 'Treffen' in text and 'Feiertag' not in text, text[:2000]


@case
def every_event_of_the_mailbox_is_listed_with_its_tag(gateway):
    body = '<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:getetag/><D:getcontenttype/></D:prop></D:propfind>'
    status, _, text = gateway.dav('PROPFIND', 'calendar/', body, Depth='1', Content_Type='text/xml')
    assert status == 207 and text.count('<D:getetag>') >= 5, text[:2000]
    paths = [path for path in re.findall(r'<D:href>([^<]*\.EML)</D:href>', text)][:5]
    for path in paths:
        status, _, ics = gateway.dav('GET', path.split(f'{gateway.owner}/')[1])
        assert status == 200 and 'BEGIN:VEVENT' in ics, (path, status, ics[:500])


CARD = '''BEGIN:VCARD
VERSION:3.0
UID:card-1
FN:Jürgen Groß
N:Groß;Jürgen;;Dr.;
ORG:Firma;Einkauf
TITLE:Leiter
EMAIL;TYPE=work:j@g.example
EMAIL;TYPE=home:k@g.example
TEL;TYPE=cell:+49 1
TEL;TYPE=work:+49 2
ADR;TYPE=home:;;Weg 1;Köln;NRW;50667;DE
BDAY:1980-02-29T00:00:00Z
NOTE:Zeile 1\\nZeile 2
CATEGORIES:Rot
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==
END:VCARD
'''


def put_card(gateway, text):
    status, _, body = gateway.dav('PUT', 'contacts/card-1.vcf', text.replace('\n', '\r\n'), Content_Type='text/vcard; charset=utf-8')
    assert status in (200, 201, 204), (status, body)


def get_card(gateway):
    status, _, text = gateway.dav('GET', 'contacts/card-1.vcf')
    assert status == 200, (status, text)
    return unfolded(text)


@case
def a_card_is_put_with_its_photo_and_read_back(gateway):
    put_card(gateway, CARD)
    text = get_card(gateway)
    for part in ('FN:Jürgen Groß', 'Firma', 'j@g.example', 'k@g.example', '+49 1', '+49 2', 'Weg 1', '50667', 'Leiter', 'PHOTO'):
        assert part in text, (part, text)
    assert '/9j/4AAQSkZJRg' in text and 'BDAY:1980-02-29' in text, text


@case
def a_card_is_changed_and_deleted(gateway):
    put_card(gateway, CARD.replace('Leiter', 'Chefin').replace('EMAIL;TYPE=home:k@g.example\n', ''))
    text = get_card(gateway)
    assert 'TITLE:Chefin' in text and 'k@g.example' not in text, text
    assert gateway.dav('DELETE', 'contacts/card-1.vcf')[0] in (200, 204)
    assert gateway.dav('GET', 'contacts/card-1.vcf')[0] == 404


@case
def every_card_of_the_mailbox_is_read(gateway):
    body = '<?xml version="1.0"?><D:propfind xmlns:D="DAV:"><D:prop><D:getetag/></D:prop></D:propfind>'
    status, _, text = gateway.dav('PROPFIND', 'contacts/', body, Depth='1', Content_Type='text/xml')
    paths = re.findall(r'<D:href>([^<]*\.EML|[^<]*\.vcf)</D:href>', text)
    assert status == 207 and len(paths) > 1, text[:2000]
    for path in paths[:5]:
        status, _, card = gateway.dav('GET', path.split(f'{gateway.owner}/')[1])
        assert status == 200 and 'BEGIN:VCARD' in card, (path, status, card[:300])


@case
def a_task_is_put_and_read_back(gateway):
    text = 'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nBEGIN:VTODO\nUID:todo-1\nSUMMARY:Anrufen\nDUE;VALUE=DATE:20310601\nSTATUS:IN-PROCESS\nPERCENT-COMPLETE:40\nPRIORITY:1\nEND:VTODO\nEND:VCALENDAR\n'
    status, _, body = gateway.dav('PUT', 'calendar/todo-1.ics', text.replace('\n', '\r\n'), Content_Type='text/calendar; charset=utf-8')
    assert status in (200, 201), (status, body)
    text, _ = get_event(gateway, 'todo-1')
    assert 'BEGIN:VTODO' in text and 'SUMMARY:Anrufen' in text and 'PERCENT-COMPLETE:40' in text, text
