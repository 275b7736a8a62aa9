"""Folders: made, found, renamed, moved, emptied, wiped, followed, shared."""
from exchangelib import Message
from exchangelib.errors import ErrorFolderExists, ErrorFolderNotFound, ErrorItemNotFound, ErrorSchemaValidation
from exchangelib.folders import Calendar, Contacts, Folder, Messages, Tasks
from exchangelib.properties import Permission, UserId

from cases import case, refused, slow


def make(server, name, parent=None, kind=Messages):
    folder = kind(parent=parent or server.account.inbox, name=name)
    folder.save()
    return folder


def again(server, folder):
    """The folder as the server has it now, past the client's cache."""
    return type(folder).resolve(server.account, folder.to_id())


@case
def well_known_folders_are_there(server):
    account = server.account
    for name in ('inbox', 'drafts', 'sent', 'trash', 'junk', 'calendar', 'contacts', 'tasks', 'outbox'):
        assert getattr(account, name).id, name
    assert account.inbox.total_count > 5
    assert isinstance(account.calendar, Calendar) and isinstance(account.contacts, Contacts)


@slow
def the_tree_is_walked_and_found_by_path(server):
    names = [folder.name for folder in server.account.msg_folder_root.walk()]
    assert server.account.inbox.name in names and len(names) > 10
    assert (server.account.root / server.account.msg_folder_root.name / server.account.inbox.name).id == server.account.inbox.id
    assert list(server.account.msg_folder_root.glob('*' + server.account.inbox.name[-3:]))


@case
def a_folder_is_created_once(server):
    folder = make(server, 'Einmal')
    assert again(server, folder).folder_class == 'IPF.Note'
    assert refused(lambda: make(server, 'Einmal'), ErrorFolderExists)


@case
def folders_have_the_class_of_their_kind(server):
    account = server.account
    for kind, parent, folder_class in (
        (Calendar, account.calendar, 'IPF.Appointment'), (Contacts, account.contacts, 'IPF.Contact'), (Tasks, account.tasks, 'IPF.Task'),
    ):
        assert again(server, make(server, 'Own', parent, kind)).folder_class == folder_class


@case
def a_folder_is_renamed(server):
    folder = make(server, 'Alt <&>')
    folder.name = 'Neu «ä» <&>'
    folder.save(update_fields=['name'])
    assert again(server, folder).name == 'Neu «ä» <&>'


@case
def a_folder_is_moved_with_what_is_in_it(server):
    parent, child, target = make(server, 'Move me'), None, make(server, 'Target')
    child = make(server, 'Child', parent)
    parent.move(target)
    assert again(server, parent).parent_folder_id.id == target.id
    assert again(server, child).parent_folder_id.id == parent.id


@slow
def a_folder_is_emptied_and_wiped(server):
    folder = make(server, 'To empty')
    make(server, 'Below', folder)
    for number in range(3):
        Message(account=server.account, folder=folder, subject=f'Number {number}').save()
    folder.empty()
    now = again(server, folder)
    assert (now.total_count, now.child_folder_count) == (0, 1)
    Message(account=server.account, folder=folder, subject='more').save()
    folder.wipe()
    now = again(server, folder)
    assert (now.total_count, now.child_folder_count) == (0, 0)


@case
def a_deleted_folder_is_gone(server):
    folder = make(server, 'To delete')
    identity = folder.to_id()
    folder.delete()
    assert refused(lambda: Folder.resolve(server.account, identity), ErrorFolderNotFound, ErrorItemNotFound)


@case
def the_hierarchy_is_followed(server):
    root = server.account.root
    first = list(root.sync_hierarchy())
    assert {kind for kind, _ in first} == {'create'} and len(first) > 10
    assert list(root.sync_hierarchy(root.folder_sync_state)) == []
    folder = make(server, 'Followed')
    assert [(kind, f.name) for kind, f in root.sync_hierarchy(root.folder_sync_state)] == [('create', 'Followed')]
    folder.name = 'Followed on'
    folder.save(update_fields=['name'])
    assert [(kind, f.name) for kind, f in root.sync_hierarchy(root.folder_sync_state)] == [('update', 'Followed on')]
    identity = folder.id
    folder.delete()
    assert [(kind, f.id) for kind, f in root.sync_hierarchy(root.folder_sync_state)] == [('delete', identity)]


@case
def permissions_are_read_and_a_malformed_set_is_refused(server):
    folder = make(server, 'Shared')
    folder.refresh()
    before = folder.permission_set.permissions
    assert {p.user_id.distinguished_user for p in before} >= {'Default', 'Anonymous'}
    folder.permission_set.permissions = [
        *before,
        Permission(permission_level='Reviewer', user_id=UserId(primary_smtp_address=server.colleague)),
    ]
    # This client writes a PermissionSet inside a PermissionSet, which no schema knows.
    assert refused(lambda: folder.save(update_fields=['permission_set']), ErrorSchemaValidation)
