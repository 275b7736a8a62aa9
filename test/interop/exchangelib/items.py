"""Messages, posts, contacts, lists and tasks: made, read back, searched, changed, followed, carried over."""
from decimal import Decimal

from exchangelib import (
    Body, Contact, DistributionList, EWSDate, EWSDateTime, ExtendedProperty, FileAttachment, HTMLBody, ItemAttachment, Mailbox,
    Message, PostItem, Q, Task,
)
from exchangelib.errors import ErrorInvalidPropertySet, ErrorIrresolvableConflict, ErrorItemNotFound
from exchangelib.folders import Messages
from exchangelib.indexed_properties import EmailAddress, PhoneNumber, PhysicalAddress
from exchangelib.properties import ItemId, Member
from exchangelib.recurrence import DailyRegeneration, Recurrence, TaskRecurrence, WeeklyPattern

from cases import ZONE, case, refused, slow
from folders import again, make


class Flags(ExtendedProperty):
    property_tag = 0x0E07
    property_type = 'Integer'


class Mark(ExtendedProperty):
    distinguished_property_set_id = 'PublicStrings'
    property_name = 'Mark'
    property_type = 'String'


class Marks(ExtendedProperty):
    property_set_id = '5a9b1e4c-1d2f-4f0a-8f43-0c1b7f6f0d11'
    property_name = 'Marks'
    property_type = 'StringArray'


Message.register('flags', Flags)
Message.register('mark', Mark)
Message.register('marks', Marks)


def write(server, folder, subject, **more):
    message = Message(account=server.account, folder=folder, subject=subject, body='words', **more)
    message.save()
    return message


@case
def a_message_keeps_what_it_has(server):
    folder = make(server, 'Messages')
    made = Message(
        account=server.account, folder=folder, subject='Grüße aus 東京 <&>', body=HTMLBody('<p>Hallo &amp; hello</p>'),
        to_recipients=[Mailbox(email_address='a@b.example', name='A Ä')], cc_recipients=['c@d.example'],
        bcc_recipients=['e@f.example'], categories=['Rot', 'Blue'], importance='High', sensitivity='Private',
        is_read_receipt_requested=True, reply_to=[Mailbox(email_address='r@b.example')],
    )
    made.save()
    read = folder.get(id=made.id)
    assert (read.subject, read.importance, read.sensitivity, read.is_draft) == ('Grüße aus 東京 <&>', 'High', 'Private', True)
    assert 'Hallo &amp; hello' in read.body and read.text_body.strip() == 'Hallo & hello' if server.is_at_least(15) else True
    assert [(m.name, m.email_address) for m in read.to_recipients] == [('A Ä', 'a@b.example')]
    assert ([m.email_address for m in read.cc_recipients], [m.email_address for m in read.bcc_recipients]) == (['c@d.example'], ['e@f.example'])
    assert (read.categories, read.is_read_receipt_requested, [m.email_address for m in read.reply_to]) == (['Rot', 'Blue'], True, ['r@b.example'])
    assert read.size > 0 and read.datetime_created and read.last_modified_time and read.effective_rights.delete


@case
def flags_decide_what_a_draft_is(server):
    folder = make(server, 'Drafts')
    assert folder.get(id=write(server, folder, 'sent', flags=1).id).is_draft is False
    assert folder.get(id=write(server, folder, 'draft').id).is_draft is True


@slow
def extended_properties_are_kept_and_searched(server):
    folder = make(server, 'Marked')
    made = write(server, folder, 'one', mark='m-1 <&>', marks=['a', 'b ä'])
    write(server, folder, 'two')
    read = folder.get(id=made.id)
    assert (read.mark, read.marks) == ('m-1 <&>', ['a', 'b ä'])
    assert [item.subject for item in folder.filter(mark='m-1 <&>')] == ['one']
    assert [item.subject for item in folder.filter(mark__exists=False)] == ['two']
    read.mark = None
    read.save(update_fields=['mark'])
    assert folder.get(id=made.id).mark is None


@case
def mime_is_taken_and_given(server):
    folder = make(server, 'MIME')
    mime = (b'From: =?utf-8?B?w4Q=?= <a@b.example>\r\nTo: c@d.example\r\nSubject: =?iso-8859-1?Q?=E4?=\r\n'
            b'Date: Sun, 15 Jun 2025 12:00:00 +0000\r\nMessage-ID: <m1@b.example>\r\nMIME-Version: 1.0\r\n'
            b'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nline\r\n'
            b'--x\r\nContent-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\n'
            b'Content-Transfer-Encoding: base64\r\n\r\nAAECAw==\r\n--x--\r\n')
    made = Message(account=server.account, folder=folder, mime_content=mime, flags=1)
    made.save()
    read = folder.get(id=made.id)
    assert (read.subject, read.message_id, read.author.name, read.has_attachments) == ('ä', '<m1@b.example>', 'Ä', True)
    assert [(a.name, a.content) for a in read.attachments] == [('a.bin', b'\0\1\2\3')]
    assert b'AAECAw==' in read.mime_content


@slow
def attachments_come_along_and_later(server):
    folder = make(server, 'Attached')
    made = Message(account=server.account, folder=folder, subject='with', body='words')
    content = bytes(range(256)) * 20
    made.attach(FileAttachment(name='ä.bin', content=content, is_inline=True, content_id='c1'))
    made.attach(ItemAttachment(name='inner', item=Message(subject='Inner', body='text')))
    made.save()
    assert all(a.attachment_id for a in made.attachments)
    later = FileAttachment(name='later.txt', content=b'later')
    made.attach(later)
    read = folder.get(id=made.id)
    by_name = {a.name: a for a in read.attachments}
    assert set(by_name) == {'ä.bin', 'inner', 'later.txt'}
    assert (by_name['ä.bin'].content, by_name['ä.bin'].is_inline, by_name['ä.bin'].content_id) == (content, True, 'c1')
    assert by_name['inner'].item.subject == 'Inner' and by_name['later.txt'].content == b'later'
    with by_name['ä.bin'].fp as stream:
        assert stream.read(10) == content[:10]


@case
def an_attachment_is_taken_off(server):
    folder = make(server, 'Detached')
    made = write(server, folder, 'loses')
    made.attach([FileAttachment(name=f'{number}.txt', content=b'x') for number in range(3)])
    made.detach(made.attachments[1])
    assert [a.name for a in folder.get(id=made.id).attachments] == ['0.txt', '2.txt']


@case
def a_post_is_read_back(server):
    folder = make(server, 'Posts')
    post = PostItem(account=server.account, folder=folder, subject='Posted', body=Body('words'))
    post.save()
    read = folder.get(id=post.id)
    assert isinstance(read, PostItem) and (read.subject, read.item_class) == ('Posted', 'IPM.Post')


@case
def a_contact_keeps_what_it_has(server):
    contacts = server.account.contacts
    made = Contact(
        account=server.account, folder=contacts, given_name='Jürgen', surname='Groß', display_name='Jürgen Groß', company_name='Firma',
        job_title='Leiter', department='Einkauf', nickname='J', birthday=EWSDate(1980, 2, 29),
        email_addresses=[EmailAddress(email='j@g.example', label='EmailAddress1'), EmailAddress(email='k@g.example', label='EmailAddress2')],
        phone_numbers=[PhoneNumber(label='MobilePhone', phone_number='+49 1'), PhoneNumber(label='BusinessPhone', phone_number='+49 2')],
        physical_addresses=[PhysicalAddress(label='Home', street='Weg 1', city='Köln', zipcode='50667', country='DE')],
    )
    made.save()
    read = contacts.get(id=made.id)
    assert (read.given_name, read.surname, read.company_name, read.job_title, read.department) == ('Jürgen', 'Groß', 'Firma', 'Leiter', 'Einkauf')
    assert sorted(a.email for a in read.email_addresses) == ['j@g.example', 'k@g.example']
    assert {p.label: p.phone_number for p in read.phone_numbers if p.phone_number} == {'MobilePhone': '+49 1', 'BusinessPhone': '+49 2'}
    assert [(a.label, a.street, a.city, a.zipcode) for a in read.physical_addresses] == [('Home', 'Weg 1', 'Köln', '50667')]
    read.job_title = 'Chefin'
    read.phone_numbers = [PhoneNumber(label='MobilePhone', phone_number='+49 3')]
    read.save(update_fields=['job_title', 'phone_numbers'])
    now = contacts.get(id=made.id)
    assert now.job_title == 'Chefin' and {p.label: p.phone_number for p in now.phone_numbers if p.phone_number}['MobilePhone'] == '+49 3'


@case
def a_distribution_list_keeps_its_members(server):
    contacts = server.account.contacts
    made = DistributionList(account=server.account, folder=contacts, display_name='Alle', members=[
        Member(mailbox=Mailbox(name=name, email_address=f'{name}@b.example', mailbox_type='OneOff'), status='Normal') for name in 'ab'])
    made.save()
    assert sorted(m.mailbox.email_address for m in contacts.get(id=made.id).members) == ['a@b.example', 'b@b.example']


@case
def a_task_is_worked_on(server):
    tasks = server.account.tasks
    made = Task(account=server.account, folder=tasks, subject='Anrufen', start_date=EWSDate(2041, 5, 1), due_date=EWSDate(2041, 6, 1),
                status='InProgress', percent_complete=Decimal(40), reminder_is_set=True,
                reminder_due_by=EWSDateTime(2041, 5, 31, 9, tzinfo=ZONE))
    made.save()
    read = tasks.get(id=made.id)
    assert (read.status, int(read.percent_complete), read.due_date, read.start_date) == ('InProgress', 40, EWSDate(2041, 6, 1), EWSDate(2041, 5, 1))
    assert read.reminder_is_set and read.reminder_due_by == EWSDateTime(2041, 5, 31, 9, tzinfo=ZONE)
    read.complete()
    done = tasks.get(id=made.id)
    assert done.status == 'Completed' and done.percent_complete == 100 and done.is_complete and done.complete_date


@case
def a_task_returns(server):
    tasks = server.account.tasks
    for pattern in (WeeklyPattern(interval=2, weekdays=['Monday', 'Friday'], first_day_of_week='Monday'), DailyRegeneration(interval=3)):
        made = Task(account=server.account, folder=tasks, subject='Immer wieder', start_date=EWSDate(2041, 5, 1), due_date=EWSDate(2041, 5, 1),
                    recurrence=TaskRecurrence(pattern=pattern, start=EWSDate(2041, 5, 1), number=4))
        made.save()
        read = tasks.get(id=made.id)
        assert type(read.recurrence.pattern) is type(pattern) and read.recurrence.pattern.interval == pattern.interval
        assert read.recurrence.boundary.number == 4


@slow
def searches_find_what_they_should(server):
    folder = make(server, 'Searched')
    for number in range(6):
        write(server, folder, f'Subject {number}', importance='High' if number % 2 else 'Low', categories=['Odd'] if number % 2 else None)
    names = lambda query: sorted(item.subject[-1] for item in query.only('subject'))  # noqa: E731
    assert names(folder.filter(importance='High')) == ['1', '3', '5']
    assert names(folder.filter(subject__contains='JECT', importance='Low')) == []
    assert names(folder.filter(subject__icontains='JECT', importance='Low')) == ['0', '2', '4']
    assert names(folder.filter(subject__startswith='Subject')) == list('012345')
    assert names(folder.filter(subject__in=['Subject 1', 'Subject 4'])) == ['1', '4']
    assert names(folder.exclude(importance='High')) == ['0', '2', '4']
    assert names(folder.filter(Q(subject='Subject 0') | Q(subject__gt='Subject 4'))) == ['0', '5']
    assert names(folder.filter(categories__contains=['Odd'])) == ['1', '3', '5']
    assert names(folder.filter(datetime_received__gt=EWSDateTime(2020, 1, 1, tzinfo=ZONE))) == list('012345')
    assert folder.filter(importance='Low').count() == 3 and folder.filter(subject='no').exists() is False
    assert [item.subject[-1] for item in folder.all().order_by('-subject').only('subject')] == list('543210')
    assert [item.subject[-1] for item in folder.all().order_by('importance', '-subject').only('subject')] == list('420531')
    query = folder.all().order_by('subject').only('subject')
    query.page_size = 2
    assert [item.subject[-1] for item in query] == list('012345')
    assert list(folder.all().order_by('subject').values_list('subject', flat=True))[:2] == ['Subject 0', 'Subject 1']
    assert [item.subject[-1] for item in query[2:4]] == ['2', '3']


@case
def a_change_is_seen_and_a_stale_key_refused(server):
    folder = make(server, 'Changed')
    made = write(server, folder, 'Version 1')
    stale = folder.get(id=made.id)
    made.subject = 'Version 2'
    made.is_read = True
    made.save(update_fields=['subject', 'is_read'])
    stale.subject = 'Version 3'
    assert refused(lambda: stale.save(update_fields=['subject'], conflict_resolution='NeverOverwrite'), ErrorIrresolvableConflict)
    now = folder.get(id=made.id)
    assert (now.subject, now.is_read, now.changekey != stale.changekey) == ('Version 2', True, True)


@case
def what_the_server_sets_can_not_be_set(server):
    folder = make(server, 'Stamped')
    made = write(server, folder, 'mine')
    read = folder.get(id=made.id)
    assert read.datetime_received and abs((read.datetime_created - read.datetime_received).total_seconds()) < 60


@slow
def items_are_copied_moved_and_deleted_in_bulk(server):
    account = server.account
    left, right = make(server, 'Left'), make(server, 'Right')
    ids = left.bulk_create([Message(account=account, folder=left, subject=f'Bulk {number}', body='b', flags=1) for number in range(12)])
    assert len(ids) == 12 and left.all().count() == 12
    items = list(left.all().order_by('subject'))
    for item in items:
        item.subject = item.subject + ' changed'
    account.bulk_update([(item, ['subject']) for item in items], chunk_size=5)
    assert left.filter(subject__contains=' changed').count() == 12
    copies = account.bulk_copy(items[:4], right)
    assert right.all().count() == 4 and {c[0] for c in copies}.isdisjoint({i.id for i in items})
    moved = account.bulk_move(items[4:8], right)
    assert (left.all().count(), right.all().count()) == (8, 8) and {m[0] for m in moved}.isdisjoint({i.id for i in items})
    fetched = list(account.fetch([ItemId(id=items[4].id, changekey=items[4].changekey), items[0]]))
    assert isinstance(fetched[0], ErrorItemNotFound) and fetched[1].subject.startswith('Bulk')
    account.bulk_delete(items[:4], delete_type='MoveToDeletedItems')
    assert left.all().count() == 4 and account.trash.filter(subject__startswith='Bulk').count() == 4
    right.all().delete()
    assert right.all().count() == 0


@case
def an_item_moves_and_goes_away_softly(server):
    left, right = make(server, 'From here'), make(server, 'To there')
    made = write(server, left, 'wanders')
    before = made.id
    made.move(right)
    assert made.id != before and right.get(id=made.id).subject == 'wanders'
    copy = made.copy(left)
    assert copy[0] != made.id
    made.soft_delete()
    assert right.all().count() == 0
    left.get(subject='wanders').move_to_trash()
    assert server.account.trash.filter(subject='wanders').exists()


@case
def a_folder_of_items_is_followed(server):
    folder = make(server, 'Followed items')
    assert list(folder.sync_items()) == []
    state = folder.item_sync_state
    made = [write(server, folder, f'New {number}', flags=0) for number in range(3)]
    changes = list(folder.sync_items(state))
    assert sorted((kind, item.subject) for kind, item in changes) == [('create', f'New {number}') for number in range(3)]
    read = folder.get(id=made[0].id)
    read.is_read = True
    read.save(update_fields=['is_read'])
    made[1].subject = 'Other'
    made[1].save(update_fields=['subject'])
    gone = made[2].id
    made[2].delete()
    changes = {kind: change for kind, change in folder.sync_items(folder.item_sync_state)}
    assert set(changes) == {'read_flag_change', 'update', 'delete'}
    assert changes['read_flag_change'][1] is True and changes['update'].subject == 'Other' and changes['delete'].id == gone
    assert list(folder.sync_items(folder.item_sync_state)) == []


@slow
def exported_items_come_back_whole(server):
    account = server.account
    items = list(account.inbox.all().only('id', 'changekey')[:15])
    exported = account.export(items)
    assert len(exported) == len(items) and all(isinstance(data, str) and data for data in exported)
    folder = make(server, 'Uploaded')
    uploaded = account.upload((folder, data) for data in exported)
    seen = lambda ids: [(i.subject, i.datetime_received, i.is_read, i.size, i.is_draft) for i in account.fetch(ids)]  # noqa: E731
    assert seen(items) == seen(uploaded) and again(server, folder).total_count == len(items)


@case
def items_cross_from_an_older_server(server):
    if not server.older:
        return
    left = list(server.older.account.inbox.all().only('id', 'changekey')[:15])
    folder = make(server, 'Crossed')
    right = server.account.upload((folder, data) for data in server.older.account.export(left))
    seen = lambda account, ids: [  # noqa: E731
        (i.subject, i.datetime_received, i.is_read, i.size, getattr(i, 'mime_content', None)) for i in account.fetch(ids)]
    assert len(left) > 5 and seen(server.older.account, left) == seen(server.account, right)


@slow
def every_kind_of_item_of_the_mailbox_is_read(server):
    account = server.account
    for folder in (account.inbox, account.sent, account.drafts, account.calendar, account.contacts, account.tasks, account.notes):
        items = list(folder.all())
        assert all(getattr(item, 'id', None) for item in items), folder
        if folder is account.inbox:
            assert len(items) > 5 and all(item.mime_content for item in items if isinstance(item, Message))


@case
def a_draft_is_sent(server):
    account = server.account
    draft = Message(account=account, folder=account.drafts, subject='Abgeschickt', body='words', to_recipients=['to@else.example'])
    draft.save()
    draft.send(save_copy=True)
    assert not account.drafts.filter(subject='Abgeschickt').exists()
    [sent] = list(account.sent.filter(subject='Abgeschickt'))
    assert sent.is_draft is False and sent.datetime_sent


@case
def items_go_to_the_archive_and_come_back(server):
    account = server.account
    if not server.is_at_least(15):
        return
    folder = make(server, 'To archive')
    made = write(server, folder, 'archived', flags=1)
    [moved] = account.bulk_move([made], account.archive_msg_folder_root)
    assert folder.all().count() == 0 and account.archive_msg_folder_root.get(subject='archived').id == moved[0]
    account.bulk_move([moved], folder)
    assert folder.get(subject='archived').body.strip() == 'words'


@case
def what_is_deleted_softly_can_be_recovered(server):
    account = server.account
    folder = make(server, 'To recover')
    made = write(server, folder, 'recovered', flags=1)
    made.soft_delete()
    [found] = list(account.recoverable_items_deletions.filter(subject='recovered'))
    found.move(folder)
    assert folder.get(subject='recovered').subject == 'recovered'
