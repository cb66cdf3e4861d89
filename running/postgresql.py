"""A throw-away PostgreSQL: its own folder, its own port, stopped by its folder, never by name."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

FAST = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off -c jit=off"
)


@contextlib.contextmanager
def throw_away(flags: str = FAST) -> Iterator[str]:
    """Yields a database URL; raises SystemExit when no server binaries can be had. With flags '' it writes as safely as in production."""
    if url := os.environ.get("GREENLIST_TEST_PG_URL"):
        yield url
        return
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="gl-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port, data = _free_port(), folder / "data"
    _as_owner([str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"])
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {flags}"
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    _as_owner([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _as_owner([*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def template(url: str) -> str:
    """What every new database of the throw-away server begins as; '' on a server of somebody else, whose template is not ours."""
    return "" if os.environ.get("GREENLIST_TEST_PG_URL") else url.rsplit("/", 1)[0] + "/template1"


def _binaries() -> Path:
    if not _found() and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False, capture_output=True)
        subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"], check=False, capture_output=True)
    found = _found()
    if not found:
        raise SystemExit("no PostgreSQL server: install the package `postgresql`, or set GREENLIST_TEST_PG_URL")
    return found[-1]


def _found() -> list[Path]:
    return sorted(p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def _as_owner(command: list[str]) -> None:
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--inh-caps=-all", "env", "HOME=/tmp", *command]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/tmp", check=False)
    if done.returncode:
        sys.exit(f"PostgreSQL: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
