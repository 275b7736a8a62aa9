"""Free and busy times over CalDAV, the address list over LDAP."""
import socket

from cases import case


@case
def free_and_busy_times_are_told(gateway):
    text = (f'BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//y//EN\nMETHOD:REQUEST\nBEGIN:VFREEBUSY\nUID:fb-1\nDTSTAMP:20310101T000000Z\n'
            f'DTSTART:20310602T000000Z\nDTEND:20310603T000000Z\nORGANIZER:mailto:{gateway.colleague}\nATTENDEE:mailto:{gateway.owner}\n'
            'END:VFREEBUSY\nEND:VCALENDAR\n')
    status, _, answer = gateway.dav('POST', 'outbox/', text.replace('\n', '\r\n'), Content_Type='text/calendar; charset=utf-8')
    assert status == 200 and 'FREEBUSY;FBTYPE=BUSY:20310602T080000Z/' in answer, answer


def ber(tag, *parts):
    """One element of LDAP's encoding; parts are bytes, texts or small numbers."""
    content = b''.join(
        part if isinstance(part, bytes) else part.encode() if isinstance(part, str) else bytes([part]) for part in parts)
    length = bytes([len(content)]) if len(content) < 128 else bytes([0x82]) + len(content).to_bytes(2, 'big')
    return bytes([tag]) + length + content


def ask(connection, number, operation, last):
    """Sends an operation; what comes back until the answer that ends it."""
    connection.sendall(ber(0x30, ber(0x02, number), operation))
    received = b''
    while bytes([last]) not in [received[at:at + 1] for at in starts(received)]:
        part = connection.recv(65536)
        assert part, received
        received += part
    return received


def starts(received):
    """Where the operations of whole messages begin."""
    at = 0
    while at + 2 < len(received):
        size, head = received[at + 1], 2
        if size & 0x80:
            head = 2 + (size & 0x7f)
            size = int.from_bytes(received[at + 2:at + head], 'big')
        if at + head + size > len(received):
            return
        number = at + head
        yield number + 2 + received[number + 1]
        at += head + size


@case
def a_colleague_is_found_in_the_address_list(gateway):
    with socket.create_connection(('127.0.0.1', gateway.ports['ldap']), timeout=60) as connection:
        bound = ask(connection, 1, ber(0x60, ber(0x02, 3), ber(0x04, gateway.owner), ber(0x80, gateway.password)), 0x61)
        assert b'\x0a\x01\x00' in bound, bound
        name = gateway.colleague.split('@')[0]
        wanted = ber(0xa4, ber(0x04, 'cn'), ber(0x30, ber(0x80, name)))
        search = ber(0x63, ber(0x04, 'ou=people'), ber(0x0a, 2), ber(0x0a, 0), ber(0x02, 50), ber(0x02, 0), ber(0x01, 0), wanted, ber(0x30))
        found = ask(connection, 2, search, 0x65)
        assert gateway.colleague.encode() in found, found
