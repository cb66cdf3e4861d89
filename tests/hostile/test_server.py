"""A server process of its own takes the heaviest hostile files as declared: a sentence, nothing kept, it answers others meanwhile and holds
no more than before. Its database is a copy of the test's.
"""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread

import pytest
from django.conf import settings
from django.db import connection

from greenlist.casework.applications.models import Application
from greenlist.casework.files.services import store_file
from greenlist.casework.journal.clock import DEMO_START, set_demo_clock
from tests.hostile.make import make
from tests.hostile.makers.pdf import pdf
from tests.hostile.makers.pictures import saved
from tests.portals.people import signed_in

MOST_GROWN = 64 * 1024**2
PATIENCE = 60
TOKEN = "a" * 32
WARMING = ("js_on_opening.pdf", "nul.csv")
REPORTS = ("bomb_in_page.pdf", "bomb_packed_twice.pdf", "bomb_of_objects.pdf", "bomb_of_forms.pdf", "million_links.pdf",
           "hundred_thousand_pages.pdf")  # fmt: skip
LISTS = ("bomb_of_strings.xlsx", "bomb_that_lies.xlsx", "only_line_breaks.csv", "quote_without_end.csv")
LISTED = {"list": "administrative_penalty", "source": "演示", "looked_up_on": "2024-05-20"}


class Server:
    """The server: its address, its data folder, the bytes that it holds."""

    def __init__(self, folder: Path, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.folder, self.process, self.port = folder, process, port

    def ask(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, path, body, headers or {})
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def answers(self) -> int:
        """The status of /healthz, 0 when nobody answers."""
        try:
            return self.ask("GET", "/healthz")[0]
        except (OSError, HTTPException):
            return 0

    def send(self, session: str, path: str, fields: dict[str, str], file: Path) -> tuple[int, str]:
        """Send a form with this file as a browser does, from the disc."""
        form = file.with_name(f"{file.name}.form")
        head = "".join(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
        with form.open("wb") as body, file.open("rb") as whole:
            body.write(f'{head}--x\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'.encode())
            while piece := whole.read(1 << 20):
                body.write(piece)
            body.write(b"\r\n--x--\r\n")
        headers = {"Cookie": f"sessionid={session}; csrftoken={TOKEN}", "Content-Type": "multipart/form-data; boundary=x",
                   "Content-Length": str(form.stat().st_size)}  # fmt: skip
        with form.open("rb") as body:
            return self.ask("POST", path, body, headers)

    def held(self) -> int:
        """Bytes of memory that the server and its worker hold."""
        pids = [self.process.pid]
        for pid in pids:
            pids += [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 for pid in pids)

    def count(self, table: str) -> int:
        with closing(sqlite3.connect(self.folder / "greenlist.sqlite3")) as rows:
            return int(rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """The program as it is run, on a copy of this test's database."""
    folder.mkdir()
    (folder / "greenlist.sqlite3").write_bytes(connection.connection.serialize())
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "GREENLIST_VAR": str(folder), "GREENLIST_SECRET_KEY": settings.SECRET_KEY, "GREENLIST_DEMO": "1",
           "GREENLIST_DATABASE_URL": "", "PYTHONPATH": "src"}  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
               "--log-level", "error", "greenlist.config.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    server = Server(folder, process, port)
    try:
        until = time.monotonic() + PATIENCE
        while server.answers() != 200:
            assert process.poll() is None and time.monotonic() < until
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def asked_meanwhile(server: Server) -> Iterator[list[int]]:
    """/healthz again and again from another thread: its answers."""
    answers, is_over = [], Event()

    def ask() -> None:
        while not is_over.wait(0.05):
            answers.append(server.answers())

    thread = Thread(target=ask)
    thread.start()
    yield answers
    is_over.set()
    thread.join()


def test_the_server_lives(province, settings, tmp_path):
    settings.DEMO = True
    set_demo_clock(DEMO_START)
    report = f"/applicant/applications/{province.application_at('draft').pk}/report/"
    unit, bureau = (signed_in(name).cookies["sessionid"].value for name in ("factory001", "bureau360400"))
    to = {name: (unit, report, {"csrfmiddlewaretoken": TOKEN}) if name.endswith(".pdf") else (bureau, "/watch/", {"csrfmiddlewaretoken": TOKEN, **LISTED})
          for name in (*WARMING, *REPORTS, *LISTS)}  # fmt: skip
    files = {name: make(name, tmp_path) for name in to}
    with served(tmp_path / "var") as server:
        tables = ("files_storedfile", "oversight_listdelivery", "journal_journalentry")
        kept = [server.count(table) for table in tables]
        for name in WARMING:
            assert server.send(*to[name], files[name])[0] == 409
        before = server.held()
        with asked_meanwhile(server) as answers, ThreadPoolExecutor(2) as senders:
            told = dict(zip(REPORTS + LISTS, senders.map(lambda name: server.send(*to[name], files[name]), REPORTS + LISTS), strict=True))
        assert {name: status for name, (status, page) in told.items() if status != 409 or "请" not in page} == {}
        assert len(answers) >= 10 and set(answers) == {200}
        assert server.held() - before < MOST_GROWN
        assert [server.count(table) for table in tables] == kept
        assert not list((tmp_path / "var" / "files").glob("incoming-*"))


@pytest.mark.parametrize(
    ("name", "body", "kind", "shown"),
    [("页\u202efdp.exe.pdf", b"<html><script>alert(1)</script>\n" + pdf(), "application/pdf", "inline"),
     ("照片.jpg", saved("JPEG") + b"PK\x03\x04", "image/jpeg", "attachment"),
     ("../../名单.csv", b"<html><script>alert(1)</script>\n", "text/csv", "attachment")],
)  # fmt: skip
def test_what_is_something_else_too_goes_out_only_as_what_it_was_taken_for(province, name, body, kind, shown):
    application, owner = province.application_at("submitted"), province.unit.engineer
    file = store_file(chunks=[body], name=name, owner=owner.organisation_id, actor=owner)
    assert (file.media_type, "\u202e" in file.name, "/" in file.name) == (kind, False, False)
    Application.objects.filter(pk=application.pk).update(report=file)
    response = signed_in("bureau360400").get(f"/bureau/applications/{application.pk}/files/{file.pk}/")
    assert (response.status_code, response["Content-Type"], response["X-Content-Type-Options"]) == (200, kind, "nosniff")
    assert response["Content-Disposition"].startswith(f"{shown}; filename*=UTF-8''")
    assert "script-src 'self'" in response["Content-Security-Policy"]
