"""Copies a mailbox as exchangelib's page on exporting and uploading items shows it, folder by folder."""
import script


def copy(source, destination, limit):
    for folder, target in script.folders(source, destination):
        if limit.is_over():
            return 'ended at its time limit'
        items = folder.all().only('id', 'changekey')
        data = source.export(items)
        destination.upload((target, d) for d in data)
    return None


script.main(copy)
