"""A mail server that asks for a sign-in, and shows what arrived at GET /messages. Ends when its input closes."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

RECEIVED = []


class Keep:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("gone@"):
            return "550 5.1.1 Unknown user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        RECEIVED.append(
            {
                "from": envelope.mail_from,
                "to": envelope.rcpt_tos,
                "raw": envelope.content.decode("utf-8", "replace"),
            }
        )
        return "250 2.0.0 Kept as number %d" % len(RECEIVED)


def sign_in(server, session, envelope, mechanism, data):
    right = data.login == b"ferry" and data.password == "Überfahrt 7".encode()
    return AuthResult(success=right, handled=False)


class Show(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps(RECEIVED).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class AnyPort(Controller):
    """The package looks whether the server answers at the port that it was given, which 0 is not."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


controller = AnyPort(
    Keep(),
    hostname="127.0.0.1",
    port=0,
    auth_required=True,
    auth_require_tls=False,
    authenticator=sign_in,
)
controller.start()
web = HTTPServer(("127.0.0.1", 0), Show)
threading.Thread(target=web.serve_forever, daemon=True).start()
port = controller.server.sockets[0].getsockname()[1]
print(json.dumps({"port": port, "url": "http://127.0.0.1:%d" % web.server_port}), flush=True)
sys.stdin.read()
controller.stop()
