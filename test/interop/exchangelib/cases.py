"""Cases run against one server after another; each is a function that takes a Server and asserts what has to be."""
import sys
import time
import traceback

from exchangelib import BASIC, DELEGATE, Account, Build, Configuration, Credentials, EWSTimeZone, Version

ZONE = EWSTimeZone('Europe/Berlin')
CASES = []


def case(function):
    CASES.append(function)
    return function


def slow(function):
    """A case that only some servers are held against: it takes long, and versions in the middle don't differ in it."""
    function.slow = True
    return case(function)


class Server:
    def __init__(self, given):
        self.name = given['name']
        self.url = given['url']
        self.build = Build(*given['build'])
        self.mailboxes = given['mailboxes']
        self.admin = given['admin']
        self.is_full = given['full']
        self.owner = self.mailboxes[0]['email']
        self.colleague = self.mailboxes[1]['email']
        self.account = self.open()
        # The server before this one, from which items cross over.
        self.older = None

    def open(self, login=None, email=None, access=DELEGATE, auth=BASIC):
        """An account of this server: the owner's own unless said."""
        login = login or self.mailboxes[0]
        config = Configuration(
            service_endpoint=self.url, auth_type=auth, version=Version(self.build), max_connections=1,
            credentials=Credentials(login.get('email') or login['username'], login['password']),
        )
        return Account(primary_smtp_address=email or self.owner, config=config, autodiscover=False, access_type=access,
                       default_timezone=ZONE)

    def is_at_least(self, major, minor=0):
        return (self.build.major_version, self.build.minor_version) >= (major, minor)


def run(server):
    """Every case by its name: null when it holds, else where it did not."""
    results = {}
    for function in CASES:
        if not server.is_full and hasattr(function, 'slow'):
            continue
        began = time.monotonic()
        try:
            function(server)
            results[function.__name__] = None
        except Exception:
            results[function.__name__] = traceback.format_exc(limit=-3)
        print(f'{time.monotonic() - began:5.2f} s {function.__name__}', file=sys.stderr)
    return results


def refused(function, *kinds):
    """Whether a call fails with one of these errors."""
    try:
        function()
    except kinds:
        return True
    return False
