"""A mail server and a text-message gateway on this machine, as small as they can be; what they were told is kept."""

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread


class Mailbox(socketserver.ThreadingTCPServer):
    """SMTP as far as a sender needs it. `answer` is what it says to the mail itself; '' hangs up instead."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.kept: list[str] = []
        self.answer, self.recipient_answer, self.sender_answer = "250 kept", "250 ok", "250 ok"


class _Smtp(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self.say("354 go on")
                self.server.kept.append(self._mail())
                if not self.server.answer:
                    return
                self.say(self.server.answer)
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say({"RCPT": self.server.recipient_answer, "MAIL": self.server.sender_answer}.get(word, "250 ok"))

    def _mail(self) -> str:
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        return "".join(lines)


class Gateway(HTTPServer):
    """Keeps what is posted, with the secret it came with; answers `status`, or hangs up for 0."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Post)
        self.kept: list[tuple[str, dict[str, str]]] = []
        self.paths: list[str] = []
        self.status = 200


class _Post(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.paths.append(self.path)
        self.server.kept.append((self.headers["Authorization"], body))
        if self.server.status:
            self.send_response(self.server.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep silent."""


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    """The server answers while the block runs."""
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
