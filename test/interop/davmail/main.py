"""Reads where DavMail listens as JSON on stdin, runs every case, writes {case: null or what went wrong}."""
import json
import sys

import cases
import mail  # noqa: F401, the cases of each register themselves
import calendar_and_contacts  # noqa: F401
import directory  # noqa: F401

print(json.dumps(cases.run(cases.Gateway(json.load(sys.stdin)))))
