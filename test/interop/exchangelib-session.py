"""A session of exchangelib against both sandbox servers. Reads {source, destination} as JSON on stdin, writes what
it saw as JSON on stdout; the test decides what that has to be."""
import json
import logging
import sys
from decimal import Decimal

from exchangelib import (
    BASIC, DELEGATE, IMPERSONATION, Account, Body, Build, CalendarItem, Configuration, Contact, Credentials, EWSDate, EWSDateTime,
    EWSTimeZone, FileAttachment, HTMLBody, ItemAttachment, Mailbox, Message, Task, Version,
)
from exchangelib.indexed_properties import EmailAddress, PhoneNumber, PhysicalAddress
from exchangelib.items import DistributionList, PostItem
from exchangelib.properties import Attendee, Member
from exchangelib.recurrence import Recurrence, WeeklyPattern
from exchangelib.folders import Messages

logging.disable(logging.CRITICAL)
sides = json.load(sys.stdin)
VERSIONS = {'source': Version(Build(14, 2, 247, 0)), 'destination': Version(Build(15, 2, 1544, 4))}


ZONE = EWSTimeZone('Europe/Berlin')


def account(name, login=None, access=DELEGATE, email=None):
    side = sides[name]
    login = login or side['mailboxes'][0]
    config = Configuration(
        service_endpoint=side['url'], auth_type=BASIC, version=VERSIONS[name], max_connections=1,
        credentials=Credentials(login.get('email') or login['username'], login['password']),
    )
    return Account(primary_smtp_address=email or side['mailboxes'][0]['email'], config=config, autodiscover=False,
                   access_type=access, default_timezone=ZONE)


seen = {}
old = account('source')
new = account('destination')

seen['folders'] = sorted(f.name for f in old.msg_folder_root.walk())
seen['counts'] = {'inbox': old.inbox.total_count, 'read': sum(1 for _ in old.inbox.all().only('subject'))}
seen['full'] = {name: sum(1 for item in getattr(old, name).all() if item.id) for name in ('inbox', 'calendar', 'contacts', 'tasks')}
seen['mime'] = sum(1 for item in old.inbox.all().only('mime_content')[:10] if item.mime_content)
seen['sync'] = sum(1 for _ in old.inbox.sync_items())
seen['syncAgain'] = sum(1 for _ in old.inbox.sync_items())
seen['hierarchy'] = sum(1 for _ in new.root.sync_hierarchy())
seen['delegate'] = account('source', sides['source']['admin']).inbox.total_count
seen['impersonation'] = account('source', sides['source']['admin'], IMPERSONATION).inbox.total_count

folder = Messages(parent=new.inbox, name='Made by exchangelib')
folder.save()
seen['created'] = [f.name for f in new.inbox.children]

message = Message(account=new, folder=folder, subject='Grüße из 東京', body=HTMLBody('<p>Hallo &amp; hello</p>'),
                  to_recipients=[Mailbox(email_address='a@b.example', name='A')], categories=['Rot', 'Blue'], importance='High')
message.attach(FileAttachment(name='ä.bin', content=bytes(range(256)) * 20, is_inline=True, content_id='c1'))
message.attach(ItemAttachment(name='inner', item=Message(subject='Inner', body='text')))
message.save()
read = folder.get(id=message.id)
seen['message'] = {
    'subject': read.subject, 'body': str(read.body), 'to': [m.email_address for m in read.to_recipients],
    'categories': read.categories, 'importance': read.importance, 'isDraft': read.is_draft,
    'attachments': [[a.name, len(a.content) if isinstance(a, FileAttachment) else a.item.subject] for a in read.attachments],
}
read.is_read = True
read.subject = 'Changed'
read.save(update_fields=['is_read', 'subject'])
seen['updated'] = [folder.get(id=message.id).subject, len(folder.get(id=message.id).attachments)]

start = EWSDateTime(2026, 3, 2, 9, 0, tzinfo=ZONE)
meeting = CalendarItem(account=new, folder=new.calendar, subject='Series', start=start, end=EWSDateTime(2026, 3, 2, 10, 0, tzinfo=ZONE),
                       location='Raum 1', required_attendees=[Attendee(mailbox=Mailbox(email_address='x@y.example'))],
                       recurrence=Recurrence(pattern=WeeklyPattern(interval=1, weekdays=['Monday']), start=EWSDate(2026, 3, 2), number=8))
meeting.save(send_meeting_invitations='SendToNone')
moved = new.calendar.get(id=meeting.id).occurrence(index=3)
moved.start = EWSDateTime(2026, 3, 16, 14, 0, tzinfo=ZONE)
moved.end = EWSDateTime(2026, 3, 16, 15, 0, tzinfo=ZONE)
moved.save(update_fields=['start', 'end'], send_meeting_invitations='SendToNone')
new.calendar.get(id=meeting.id).occurrence(index=5).delete(send_meeting_cancellations='SendToNone')
master = new.calendar.get(id=meeting.id)
seen['meeting'] = {
    'subject': master.subject, 'type': master.type, 'zone': str(master._start_timezone), 'attendees': len(master.required_attendees),
    'pattern': type(master.recurrence.pattern).__name__, 'modified': [o.start.isoformat() for o in master.modified_occurrences],
    'deleted': len(master.deleted_occurrences),
    'view': len(list(new.calendar.view(start=start, end=EWSDateTime(2026, 5, 1, tzinfo=ZONE)))),
}

contact = Contact(account=new, folder=new.contacts, given_name='Jürgen', surname='Groß', display_name='Jürgen Groß',
                  email_addresses=[EmailAddress(email='j@g.example', label='EmailAddress1')],
                  phone_numbers=[PhoneNumber(label='MobilePhone', phone_number='+49 1')],
                  physical_addresses=[PhysicalAddress(label='Home', street='Weg 1', city='Köln')])
contact.save()
read = new.contacts.get(id=contact.id)
seen['contact'] = [read.given_name, read.email_addresses[0].email, read.phone_numbers[0].phone_number, read.physical_addresses[0].city]
members = DistributionList(account=new, folder=new.contacts, display_name='All', members=[
    Member(mailbox=Mailbox(name='A', email_address='a@b.example', mailbox_type='OneOff'), status='Normal')])
members.save()
seen['list'] = [m.mailbox.email_address for m in new.contacts.get(id=members.id).members]
task = Task(account=new, folder=new.tasks, subject='Anrufen', due_date=EWSDate(2026, 6, 1), status='InProgress', percent_complete=Decimal(40))
task.save()
seen['task'] = [new.tasks.get(id=task.id).status, int(new.tasks.get(id=task.id).percent_complete), str(new.tasks.get(id=task.id).due_date)]
post = PostItem(account=new, folder=folder, subject='Posted', body=Body('words'))
post.save()
seen['post'] = folder.get(id=post.id).subject
mime = b'From: a@b.example\r\nSubject: by MIME\r\n\r\nline\r\n'
raw = Message(account=new, folder=folder, mime_content=mime)
raw.save()
seen['rawMime'] = folder.get(id=raw.id).mime_content == mime

seen['filtered'] = [i.subject for i in folder.filter(subject__contains='Chang')]
seen['ordered'] = [i.subject for i in folder.all().order_by('subject').only('subject')]

items = list(old.inbox.all().only('id', 'changekey')[:25])
exported = old.export(items)
uploaded = new.upload((new.inbox, data) for data in exported)
seen['transfer'] = [len(exported), len([u for u in uploaded if isinstance(u, tuple)])]
left = [(i.subject, i.datetime_received, i.is_read, i.size, i.mime_content) for i in old.fetch(items)]
right = [(i.subject, i.datetime_received, i.is_read, i.size, i.mime_content) for i in new.fetch(uploaded)]
seen['same'] = left == right

new.bulk_delete([raw], delete_type='HardDelete')
seen['deleted'] = folder.filter(subject='by MIME').count()
print(json.dumps(seen, ensure_ascii=False))
