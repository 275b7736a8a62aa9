"""Cases that run over DavMail's own servers; each is a function that takes a Gateway and asserts what has to be."""
import base64
import http.client
import imaplib
import re
import smtplib
import sys
import time
import traceback

CASES = []


def case(function):
    CASES.append(function)
    return function


class Gateway:
    """Where DavMail listens, and who comes to it."""

    def __init__(self, given):
        self.ports = given['ports']
        self.owner = given['mailbox']['email']
        self.password = given['mailbox']['password']
        self.colleague = given['colleague']
        self._imap = None

    @property
    def imap(self):
        if self._imap is None:
            self._imap = imaplib.IMAP4('127.0.0.1', self.ports['imap'], timeout=60)
            self._imap.login(self.owner, self.password)
        return self._imap

    def smtp(self):
        client = smtplib.SMTP('127.0.0.1', self.ports['smtp'], timeout=60)
        client.login(self.owner, self.password)
        return client

    def dav(self, method, path, body=None, **headers):
        """One request under the owner's home; the status, headers and text of what came back."""
        client = http.client.HTTPConnection('127.0.0.1', self.ports['caldav'], timeout=60)
        token = base64.b64encode(f'{self.owner}:{self.password}'.encode()).decode()
        client.request(method, f'/users/{self.owner}/{path}', body=body.encode() if body else None, headers={
            'Authorization': f'Basic {token}', **{name.replace('_', '-'): value for name, value in headers.items()}})
        answer = client.getresponse()
        text = answer.read().decode()
        client.close()
        return answer.status, answer.headers, text


def ok(answer):
    """The data of an IMAP answer that has to be OK."""
    status, data = answer
    assert status == 'OK', (status, data)
    return data


def unfolded(text):
    return re.sub(r'\r?\n[ \t]', '', text)


def run(gateway):
    """Every case by its name: null when it holds, else where it did not."""
    results = {}
    for function in CASES:
        began = time.monotonic()
        try:
            function(gateway)
            results[function.__name__] = None
        except Exception:
            results[function.__name__] = traceback.format_exc(limit=-3)
        print(f'{time.monotonic() - began:5.2f} s {function.__name__}', file=sys.stderr)
    return results
