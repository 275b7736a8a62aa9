"""Reads servers as JSON on stdin, runs every case against each, writes {server: {case: null or what went wrong}}."""
import json
import logging
import sys
import time

import cases
import folders  # noqa: F401, the cases of each register themselves
import items  # noqa: F401
import meetings  # noqa: F401
import settings  # noqa: F401

logging.disable(logging.CRITICAL)
results = {}
older = None
for given in json.load(sys.stdin):
    began = time.monotonic()
    server = cases.Server(given)
    server.older, older = older, server
    results[given['name']] = cases.run(server)
    print(f"{given['name']}: {time.monotonic() - began:.1f} s", file=sys.stderr)
print(json.dumps(results))
