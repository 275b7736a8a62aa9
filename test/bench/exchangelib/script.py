"""What both scripts share: the order on stdin, the accounts, the folders of both sides."""
import json
import sys
import time

from exchangelib import BASIC, DELEGATE, Account, Build, Configuration, Credentials, Folder, UTC, Version

order = json.loads(sys.stdin.readline())


class Limit:
    def __init__(self):
        self.end = time.monotonic() + order['limitMs'] / 1000

    def is_over(self):
        return time.monotonic() >= self.end


def open_account(side, **settings):
    config = Configuration(
        service_endpoint=side['url'], auth_type=BASIC, version=Version(Build(15, 0, 1497, 2)),
        credentials=Credentials(side['email'], side['password']), **settings,
    )
    return Account(primary_smtp_address=side['email'], config=config, autodiscover=False, access_type=DELEGATE,
                   default_timezone=UTC)


KNOWN = ('inbox', 'sent', 'drafts', 'trash', 'junk', 'calendar', 'contacts', 'tasks', 'notes', 'journal')


def folders(source, destination):
    """Every folder that has items, and the one that they belong in; made where it is missing."""
    targets = {source.msg_folder_root.id: destination.msg_folder_root}
    for name in KNOWN:
        targets[getattr(source, name).id] = getattr(destination, name)
    there = {(folder.parent_folder_id.id, folder.name): folder for folder in destination.msg_folder_root.walk()}
    for folder in source.msg_folder_root.walk():
        target = targets.get(folder.id)
        if target is None:
            parent = targets[folder.parent_folder_id.id]
            target = there.get((parent.id, folder.name))
        if target is None:
            target = Folder(parent=parent, name=folder.name, folder_class=folder.folder_class)
            target.save()
        targets[folder.id] = target
        if folder.total_count:
            yield folder, target


def main(copy, **settings):
    source = open_account(order['source'], **settings)
    destination = open_account(order['destination'], **settings)
    print('begin', flush=True)
    try:
        note = copy(source, destination, Limit())
    except Exception as error:
        note = f'{type(error).__name__}: {str(error)[:200]}'
    print(json.dumps({'note': note}), flush=True)
    sys.stdin.read()
