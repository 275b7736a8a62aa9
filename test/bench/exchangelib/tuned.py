"""The same with chunks of a chosen size, several of them at a time."""
from concurrent.futures import ThreadPoolExecutor

import script


def copy(source, destination, limit):
    chunk = script.order['chunk']

    def carry(target, ids):
        if not limit.is_over():
            data = source.export(ids, chunk_size=chunk)
            destination.upload(((target, d) for d in data), chunk_size=chunk)

    with ThreadPoolExecutor(script.order['threads']) as pool:
        waiting = []
        for folder, target in script.folders(source, destination):
            ids = [(item.id, item.changekey) for item in folder.all().only('id', 'changekey')]
            waiting += [pool.submit(carry, target, ids[at:at + chunk]) for at in range(0, len(ids), chunk)]
        for each in waiting:
            each.result()
    return 'ended at its time limit' if limit.is_over() else None


script.main(copy, max_connections=script.order['threads'])
