"""IMAP and SMTP."""
import imaplib
import re

from cases import case, ok

MAIL = (b'From: A <a@b.example>\r\nTo: c@d.example\r\nSubject: =?utf-8?B?w6Qg5p2x?=\r\nDate: Sun, 15 Jun 2025 12:00:00 +0000\r\n'
        b'Message-ID: <%s@b.example>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGr\xc3\xbc\xc3\x9fe\r\n')
PARTS = (b'From: A <a@b.example>\r\nTo: c@d.example\r\nSubject: parts\r\nDate: Sun, 15 Jun 2025 12:00:00 +0000\r\nMessage-ID: <parts@b.example>\r\n'
         b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nline\r\n--x\r\n'
         b'Content-Type: application/octet-stream; name=a.bin\r\nContent-Disposition: attachment; filename=a.bin\r\n'
         b'Content-Transfer-Encoding: base64\r\n\r\nAAECAw==\r\n--x--\r\n')


def uids(imap, *criteria):
    return ok(imap.uid('SEARCH', *criteria))[0].split()


def folder(gateway, name):
    ok(gateway.imap.create(f'"{name}"'))
    return name


def put(gateway, name, identity=b'x', flags=''):
    when = imaplib.Time2Internaldate(1750000000)
    ok(gateway.imap.append(f'"{name}"', flags, when, MAIL % identity if identity else PARTS))


@case
def folders_are_listed_with_their_use(gateway):
    lines = b'\n'.join(ok(gateway.imap.list()))
    for use in (b'INBOX', b'\\Drafts', b'\\Sent', b'\\Trash'):
        assert use in lines, lines
    assert int(ok(gateway.imap.select('INBOX'))[0]) > 5


@case
def folders_are_made_renamed_and_deleted(gateway):
    imap = gateway.imap
    folder(gateway, 'Made by IMAP')
    folder(gateway, 'Made by IMAP/Below')
    ok(imap.rename('"Made by IMAP/Below"', '"Made by IMAP/Later &AOQ-"'))
    assert b'Made by IMAP/Later &AOQ-' in b'\n'.join(ok(imap.list('""', '"Made by IMAP/*"')))
    ok(imap.delete('"Made by IMAP/Later &AOQ-"'))
    assert b'Later' not in b'\n'.join(line for line in ok(imap.list('""', '"Made by IMAP/*"')) if line)


@case
def an_appended_mail_is_fetched_byte_by_byte(gateway):
    imap = gateway.imap
    put(gateway, folder(gateway, 'Appended'), b'append', '(\\Seen)')
    assert ok(imap.select('Appended')) == [b'1']
    [(head, subject), _] = ok(imap.fetch('1', '(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (Subject)])'))
    assert b'\\Seen' in head and b'"15-Jun-2025 15:06:40 +0000"' in head and b'=?utf-8?B?w6Qg5p2x?=' in subject
    [(_, raw), _] = ok(imap.fetch('1', '(BODY.PEEK[])'))
    assert raw == MAIL % b'append'


@case
def a_mail_with_parts_has_its_structure(gateway):
    imap = gateway.imap
    put(gateway, folder(gateway, 'Parts'), None)
    ok(imap.select('Parts'))
    structure = str(ok(imap.fetch('1', '(BODYSTRUCTURE)'))[0])
    assert 'MIXED' in structure.upper() and 'a.bin' in structure
    [(_, part), *_] = ok(imap.fetch('1', '(BODY.PEEK[2])'))
    assert b'AAECAw==' in part


@case
def flags_are_set_and_searched(gateway):
    imap = gateway.imap
    name = folder(gateway, 'Flags')
    for identity in (b'f1', b'f2', b'f3'):
        put(gateway, name, identity)
    ok(imap.select(name))
    first, second, third = uids(imap, 'ALL')
    ok(imap.uid('STORE', first, '+FLAGS', '(\\Seen)'))
    ok(imap.uid('STORE', second, '+FLAGS', '(\\Flagged)'))
    ok(imap.uid('STORE', third, '+FLAGS', '(\\Answered $label1)'))
    ok(imap.select(name))
    assert (uids(imap, 'SEEN'), uids(imap, 'FLAGGED'), uids(imap, 'ANSWERED')) == ([first], [second], [third])
    assert uids(imap, 'UNSEEN') == [second, third] and uids(imap, 'KEYWORD', '$label1') == [third]
    ok(imap.uid('STORE', first, '-FLAGS', '(\\Seen)'))
    ok(imap.select(name))
    assert uids(imap, 'SEEN') == []


@case
def searches_look_at_headers_and_dates(gateway):
    imap = gateway.imap
    ok(imap.select('Flags'))
    assert len(uids(imap, 'FROM', 'a@b.example')) == 3
    assert len(uids(imap, 'HEADER', 'Message-ID', '<f2@b.example>')) == 1
    # Its dates are those of the last change, not of arrival.
    assert len(uids(imap, 'SINCE', '14-Jun-2025')) == 3
    assert uids(imap, 'BEFORE', '17-Jun-2025') == [] and len(uids(imap, 'NOT', 'DELETED')) == 3


@case
def mails_are_copied_and_moved(gateway):
    imap = gateway.imap
    name, target = folder(gateway, 'From'), folder(gateway, 'To')
    put(gateway, name, b'c1')
    put(gateway, name, b'c2')
    ok(imap.select(name))
    one, two = uids(imap, 'ALL')
    ok(imap.uid('COPY', one, target))
    ok(imap.uid('MOVE', two, target))
    assert ok(imap.select(target)) == [b'2'] and len(uids(imap, 'ALL')) == 2
    assert ok(imap.select(name)) == [b'1'] and uids(imap, 'ALL') == [one]


@case
def deleted_mails_are_expunged(gateway):
    imap = gateway.imap
    name = folder(gateway, 'Expunged')
    put(gateway, name, b'd1')
    put(gateway, name, b'd2')
    ok(imap.select(name))
    one, two = uids(imap, 'ALL')
    ok(imap.uid('STORE', one, '+FLAGS', '(\\Deleted)'))
    ok(imap.expunge())
    assert uids(imap, 'ALL') == [two]


@case
def every_mail_of_the_inbox_is_fetched(gateway):
    imap = gateway.imap
    count = int(ok(imap.select('INBOX', readonly=True))[0])
    answers = ok(imap.fetch(f'1:{count}', '(UID FLAGS BODY.PEEK[HEADER])'))
    assert len([a for a in answers if isinstance(a, tuple)]) == count
    seen = [int(re.search(rb'UID (\d+)', a[0])[1]) for a in answers if isinstance(a, tuple)]
    assert seen == sorted(set(seen))
    [(_, raw), *_] = ok(imap.fetch('1', '(BODY.PEEK[])'))
    assert b'\r\n\r\n' in raw


@case
def a_mail_is_sent(gateway):
    client = gateway.smtp()
    client.sendmail(gateway.owner, ['to@else.example'], (
        f'From: {gateway.owner}\r\nTo: to@else.example\r\nSubject: sent by SMTP\r\nMessage-ID: <smtp@one.example>\r\n\r\nwords\r\n'))
    client.quit()
    imap = gateway.imap
    ok(imap.select('Sent'))
    assert len(uids(imap, 'SUBJECT', 'SMTP')) == 1
