"""Children that open what came from outside: limited before they begin, told nothing of ours, and whatever ends one is told, not felt."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import pytest

from greenlist.casework.files import children
from greenlist.casework.files.children import MEMORY_BYTES, MOST_WRITTEN, SECONDS, run_child
from greenlist.casework.files.forking import end_forker
from greenlist.casework.journal.refusals import Refused


def child_of_ours(tmp_path, monkeypatch, body):
    """A child named `dying` whose main does this."""
    (tmp_path / "dying.py").write_text(f"import json, os, resource, signal, sys, time\ndef main(*arguments):\n    {body}\n")
    monkeypatch.setattr(children, "SOURCE", tmp_path)


def test_the_limits_stand_before_the_child_begins(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print([resource.getrlimit(getattr(resource, f'RLIMIT_{name}'))[0] for name in arguments])")
    done = run_child("dying", "AS", "CPU", "FSIZE", "NOFILE", "CORE", "NPROC")
    assert json.loads(done.said) == [MEMORY_BYTES, SECONDS - 1, MOST_WRITTEN, 64, 0, 0]
    assert (MEMORY_BYTES, SECONDS) == (512 * 1024**2, 5)


def test_the_child_is_told_nothing_of_our_environment(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print(json.dumps([sorted(os.environ), sys.stdin.read(), 'django' in sys.modules]))")
    assert os.environ["GREENLIST_SECRET_KEY"]
    told, read, has_django = json.loads(run_child("dying").said)
    assert {name for name in told if not name.startswith(("LD_", "LC_"))} == {"GLIBC_TUNABLES"}
    assert (read, has_django) == ("", False)


@pytest.mark.parametrize(
    "body",
    ["os.kill(os.getpid(), signal.SIGKILL)", "raise SystemExit(3)", "bytearray(1024**3)",
     "sys.stdout.write('a' * 5_000_000)", "[open('/dev/null') for n in range(100)]"],
    ids=["killed", "failed", "out of memory", "talks too much", "opens too many"],
)  # fmt: skip
def test_a_child_that_a_file_or_a_limit_ended_is_told_as_such(tmp_path, monkeypatch, body):
    child_of_ours(tmp_path, monkeypatch, body)
    done = run_child("dying", most_written=1_000_000)
    assert (done.is_in_order, done.is_late) == (False, False)
    assert len(done.said) <= 1_000_000


@pytest.mark.parametrize("body", ["time.sleep(30)", "while True: pass"], ids=["waits", "works"])
def test_a_child_whose_time_is_over_is_ended_and_told_as_late(tmp_path, monkeypatch, body):
    child_of_ours(tmp_path, monkeypatch, f"print('begun', flush=True)\n    {body}")
    monkeypatch.setattr(children, "PATIENCE", 1 if "sleep" in body else 30)
    done = run_child("dying", seconds=2)
    assert (done.said, done.is_in_order, done.is_late) == (b"begun\n", False, True)
    assert done.late_words == f"读了{done.seconds}秒还没有读完" and 1 <= done.seconds <= 60


def test_who_listens_hears_each_line_while_the_child_works(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "[(print(n, flush=True), time.sleep(0.3)) for n in range(3)]; print('half', end='')")
    heard = []
    done = run_child("dying", heard=lambda line: heard.append((line, monotonic())))
    assert (done.said, done.is_in_order, [line for line, _ in heard]) == (b"0\n1\n2\nhalf", True, [b"0", b"1", b"2"])
    assert heard[-1][1] - heard[0][1] > 0.2


def test_a_listener_that_refuses_ends_the_child(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print(os.getpid(), flush=True)\n    time.sleep(30)")
    heard = []

    def refuse(line):
        heard.append(int(line))
        raise Refused("（演示）不要了")

    with pytest.raises(Refused):
        run_child("dying", heard=refuse)
    with pytest.raises(ProcessLookupError):
        os.kill(heard[0], 0)


def test_a_child_finds_nothing_of_the_child_before(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print(hasattr(json, 'left'), os.getppid()); json.left = arguments")
    first, second = (run_child("dying").said.split() for _ in range(2))
    assert (first[0], second[0]) == (b"False", b"False")
    assert first[1] != second[1]  # each has a guard of its own


def test_a_forker_that_is_gone_is_begun_anew(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])")
    forker = int(run_child("dying").said)
    os.kill(forker, signal.SIGKILL)
    sleep(0.2)
    anew = int(run_child("dying").said)
    assert anew != forker
    end_forker()
    with pytest.raises(ProcessLookupError):
        os.kill(anew, 0)
    assert run_child("dying").is_in_order


def test_threads_that_find_the_forker_gone_all_get_their_children_from_the_next(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "print(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])")
    os.kill(int(run_child("dying").said), signal.SIGKILL)
    sleep(0.2)
    with ThreadPoolExecutor(8) as pool:
        forkers = {done.said for done in pool.map(lambda _: run_child("dying"), range(16))}
    assert len(forkers) == 1


def test_a_child_that_never_began_says_nothing_about_the_file(tmp_path, monkeypatch):
    child_of_ours(tmp_path, monkeypatch, "os.kill(os.getppid(), signal.SIGKILL); time.sleep(30)")
    begun = monotonic()
    with pytest.raises(RuntimeError, match="could not be begun"):
        run_child("dying", seconds=20)
    assert monotonic() - begun < 15
    with pytest.raises(ValueError, match="are the most"):
        run_child("dying", "a" * 200_000)


def test_a_child_ends_with_whoever_asked_for_it(tmp_path):
    (tmp_path / "dying.py").write_text(
        f"import os, time\ndef main():\n    open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()) + ' ')\n    time.sleep(60)\n"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, 'src'); from pathlib import Path\n"
         f"from greenlist.casework.files import children\nchildren.SOURCE = Path({str(tmp_path)!r})\nchildren.run_child('dying', seconds=60)"]
    )  # fmt: skip
    pid = _written(tmp_path / "pid")
    asker.kill()
    asker.wait()
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists():
            return
        sleep(0.05)
    raise AssertionError("the child outlived its asker")


def _written(file):
    for _ in range(200):
        if file.exists() and file.read_text().endswith(" "):
            return int(file.read_text())
        sleep(0.05)
    raise AssertionError("the child did not begin")
