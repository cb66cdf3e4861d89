"""The public list at 20,000 rows: its queries, and a kept page beside the same bytes as a file through whitenoise, in processor time.

Both are asked of one WSGI application in turn, without a test client, and then of a real server, whose own processor time is read.
"""

import gzip
import io
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from secrets import randbits
from statistics import median
from typing import Any

from benchmarks import scratch
from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.timing import milliseconds, ratio

ROWS, MOST_QUERIES, LIMIT = 20_000, 12, 2
SEARCHES = ("/", "/?page=500", "/?text=演示1", "/?category=park&level=national", "/?removed=only", "/changes/")
CODINGS = ("identity", "gzip")
FILE = "same-bytes.html"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Fill the list, count the queries, ask both ways, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 -- app ready: Django is set up first

    from benchmarks.crowd import add_entries  # noqa: PLC0415

    add_entries(ROWS, Random(seed))
    figures: Figures = {"seed": seed, "rows": ROWS, "queries": _queries()}
    budgets = [Budget("queries_at_most", max(figures["queries"].values()), MOST_QUERIES)]  # type: ignore[attr-defined]
    _store(_body(get_wsgi_application(), "/", "identity"))
    application = get_wsgi_application()  # whitenoise looks for its files when it begins
    for coding in CODINGS:
        times = _in_turns(application, coding, 300 if given.quick else 3000)
        figures[f"kept_ms_{coding}"], figures[f"file_ms_{coding}"] = milliseconds(times["/"]), milliseconds(times[f"/static/{FILE}"])
        budgets.append(Budget(f"kept_to_file_{coding}", ratio(times["/"], times[f"/static/{FILE}"]), LIMIT))
    with served_at(workers=1) as (port, pid):
        for coding in CODINGS:
            spent = _of_a_server(port, pid, coding, 6 if given.quick else 20, 200 if given.quick else 1000)
            figures[f"server_cpu_ms_{coding}"] = {path: round(1000 * median(held), 4) for path, held in spent.items()}
            budgets.append(Budget(f"server_cpu_{coding}", ratio(spent["/"], spent[f"/static/{FILE}"]), LIMIT))
    return tell("public_list", given, figures, budgets)


def _queries() -> dict[str, int]:
    """{address: queries of the page made anew}."""
    from django.db import connection  # noqa: PLC0415 -- app ready: Django is set up first
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    found = {}
    for path in SEARCHES:
        with CaptureQueriesContext(connection) as held:
            if Client().get(path).status_code != 200:
                raise SystemExit(f"{path}: not answered")
        found[path] = len(held)
    return found


def _store(page: bytes) -> None:
    """The page's bytes as a static file, and as the packed file that whitenoise sends to who understands it."""
    folder = Path(os.environ["GREENLIST_VAR"], "static")
    (folder / FILE).write_bytes(page)
    (folder / f"{FILE}.gz").write_bytes(gzip.compress(page, mtime=0))


def _body(application: Callable[..., Any], path: str, coding: str) -> bytes:
    """The whole answer of the application, read as a server reads it; another status than 200 ends the run."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1:8000", "HTTP_ACCEPT_ENCODING": coding, "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.file_wrapper": None,
    }  # fmt: skip
    answer = application(environ, lambda status, headers, exc_info=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    if not said[0].startswith("200"):
        raise SystemExit(f"{path}: {said[0]}")
    return body


def _in_turns(application: Callable[..., Any], coding: str, rounds: int) -> dict[str, list[float]]:
    """Processor seconds of each request, both addresses by turns."""
    times: dict[str, list[float]] = {"/": [], f"/static/{FILE}": []}
    for _ in range(rounds):
        for path, held in times.items():
            begun = time.process_time()
            _body(application, path, coding)
            held.append(time.process_time() - begun)
    return times


@contextmanager
def served_at(*, workers: int) -> Iterator[tuple[int, int]]:
    """(port, process) of the real server over the data of this process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers),
               "--log-level", "warning", "greenlist.config.wsgi:application"]  # fmt: skip
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": "src"})
    try:
        _wait_for(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not begin")


def _of_a_server(port: int, pid: int, coding: str, rounds: int, each: int) -> dict[str, list[float]]:
    """Processor seconds of the server a request, from blocks of `each` requests by turns; blocks are long beside the kernel's tick."""
    spent: dict[str, list[float]] = {"/": [], f"/static/{FILE}": []}
    line = HTTPConnection("127.0.0.1", port)
    for turn in range(rounds + 1):
        for path, held in spent.items():
            begun = processor_seconds(pid)
            for _ in range(each):
                line.request("GET", path, headers={"Accept-Encoding": coding})
                answer = line.getresponse()
                answer.read()
                if answer.status != 200:
                    raise SystemExit(f"{path}: {answer.status}")
            if turn:  # the first block warms up
                held.append((processor_seconds(pid) - begun) / each)
    line.close()
    return spent


def processor_seconds(pid: int) -> float:
    """What a process and its children that live have spent."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS + sum(processor_seconds(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main())
