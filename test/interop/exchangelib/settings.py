"""What belongs to a mailbox beside its items, and who may come in."""
from exchangelib import BASIC, DELEGATE, IMPERSONATION, NTLM, Configuration, Credentials, EWSDateTime, OofSettings, Version
from exchangelib.autodiscover.protocol import AutodiscoverProtocol
from exchangelib.errors import ErrorAccessDenied, ErrorItemNotFound, UnauthorizedError
from exchangelib.properties import AlternateId

from cases import ZONE, case, refused, slow


def at(*parts):
    return EWSDateTime(*parts, tzinfo=ZONE)


@case
def an_absence_is_set_and_ended(server):
    account = server.account
    start, end = at(2041, 7, 1, 8), at(2041, 7, 15, 18)
    account.oof_settings = OofSettings(state='Scheduled', external_audience='Known', start=start, end=end,
                                       internal_reply='Bin weg <&>', external_reply='Away')
    read = account.oof_settings
    assert (read.state, read.external_audience, read.internal_reply, read.external_reply) == ('Scheduled', 'Known', 'Bin weg <&>', 'Away')
    assert (read.start, read.end) == (start, end)
    account.oof_settings = OofSettings(state='Disabled', internal_reply='', external_reply='')
    assert account.oof_settings.state == 'Disabled'


@case
def delegates_are_listed(server):
    assert list(server.account.delegates) == []


@case
def a_configuration_is_kept(server):
    calendar = server.account.calendar
    calendar.create_user_configuration('Own', dictionary={'first': 'value', 'flag': True, 'number': 7}, xml_data=b'<a/>', binary_data=b'\0\1')
    read = calendar.get_user_configuration('Own')
    assert (read.dictionary, read.xml_data, read.binary_data) == ({'first': 'value', 'flag': True, 'number': 7}, b'<a/>', b'\0\1')
    calendar.update_user_configuration('Own', dictionary={'first': 'other'})
    assert calendar.get_user_configuration('Own').dictionary == {'first': 'other'}
    calendar.delete_user_configuration('Own')
    assert refused(lambda: calendar.get_user_configuration('Own'), ErrorItemNotFound)


@case
def free_and_busy_times_are_told(server):
    start, end = at(2031, 5, 5), at(2031, 5, 8)
    views = list(server.account.protocol.get_free_busy_info(
        accounts=[(server.account, 'Organizer', False)], start=start, end=end))
    assert len(views) == 1 and views[0].view_type in ('DetailedMerged', 'FreeBusyMerged', 'Detailed')
    assert len(views[0].merged) == 3 * 48


@case
def names_are_resolved(server):
    found = server.account.protocol.resolve_names([server.colleague], return_full_contact_data=True)
    assert [mailbox.email_address for mailbox, _ in found] == [server.colleague]


@slow
def zones_are_listed(server):
    zones = {zone.id for zone in server.account.protocol.get_timezones(return_full_timezone_data=True)}
    assert {'UTC', 'W. Europe Standard Time', 'Pacific Standard Time'} <= zones


@case
def ids_are_converted_and_come_back(server):
    item = server.account.inbox.all().only('id')[0]
    protocol = server.account.protocol
    [entry] = protocol.convert_ids([AlternateId(id=item.id, format='EwsId', mailbox=server.owner)], destination_format='HexEntryId')
    [back] = protocol.convert_ids([entry], destination_format='EwsId')
    assert back.id == item.id and back.mailbox == server.owner


@case
def a_wrong_password_is_refused(server):
    assert refused(lambda: server.open({'email': server.owner, 'password': 'wrong'}).inbox.total_count, UnauthorizedError)


@case
def the_admin_comes_in_by_delegation_and_by_impersonation(server):
    count = server.account.inbox.total_count
    assert server.open(server.admin, access=DELEGATE).inbox.total_count == count
    assert server.open(server.admin, access=IMPERSONATION).inbox.total_count == count


@case
def a_colleague_stays_out(server):
    from exchangelib.errors import ErrorFolderNotFound, ErrorItemNotFound as NotFound
    kinds = (ErrorAccessDenied, ErrorFolderNotFound, NotFound)
    assert refused(lambda: server.open(server.mailboxes[1], email=server.owner).inbox.total_count, *kinds)


@case
def ntlm_signs_in(server):
    assert server.open(auth=NTLM).inbox.total_count == server.account.inbox.total_count
    assert refused(lambda: server.open({'email': server.owner, 'password': 'wrong'}, auth=NTLM).inbox.total_count, UnauthorizedError)


@case
def the_mailbox_is_discovered(server):
    if not server.is_at_least(14):
        return
    config = Configuration(
        service_endpoint=server.url.replace('/EWS/Exchange.asmx', '/autodiscover/autodiscover.svc'), auth_type=BASIC,
        version=Version(server.build), credentials=Credentials(server.owner, server.mailboxes[0]['password']),
    )
    user = AutodiscoverProtocol(config).get_user_settings(user=server.owner)
    assert (user.autodiscover_smtp_address, user.ews_url) == (server.owner, server.url)
    assert user.user_settings['user_dn'].startswith('/o=')
