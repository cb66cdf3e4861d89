"""`python3 run.py test`: every check and every test, all failures told before it ends."""

import re
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from running import environment, machine, postgresql, proofs

ROOT = environment.ROOT
PURE = ["tests/rulebook", "tests/engines", "tests/papers", "tests/clauses"]
DATABASE = ["tests/rehearsal", "tests/hostile", "tests/portals", "tests/casework", "tests/house"]  # the longest tests first
# What holds for all portals is tried where they are used: who may open what, what the blind see, how many queries a list of 2,000 rows asks.
# SQLite has the tests of each portal, every list in every role among them, and a walk.
FOR_ALL_PORTALS = [f"tests/portals/test_{what}.py" for what in ("matrix", "blind", "pages")]
ON_SERVER = [f"--ignore={file}" for file in FOR_ALL_PORTALS]
# What holds in the histories is not the database's: constraints and locks have tests of their own.
ONCE = ["--ignore=tests/casework/histories"]
WORKERS = ["-n", "2"]  # three take as long: the processors are the limit
MIGRATED = environment.VAR / "migrated.sqlite3"  # made once; every process of the tests begins with a copy
COUNTS = re.compile(r"(\d+) (passed|failed|errors?|skipped)")


@dataclass
class Tally:
    """What happened so far."""

    passed: int = 0
    failed: int = 0
    lines: list[str] = field(default_factory=list)

    def steps(self, *steps: tuple[str, list[str], dict[str, str]]) -> None:
        """Checks of one process each, two at a time: name, command, environment. Exit code 0 counts as passed."""
        with ThreadPoolExecutor(2) as two:
            for (name, *_), (done, seconds) in zip(steps, two.map(lambda step: _ran(*step[1:]), steps), strict=True):
                self.step(name, done, seconds)

    def step(self, name: str, done: subprocess.CompletedProcess[str], seconds: float) -> None:
        """What became of one such check."""
        is_good = done.returncode == 0
        self.passed, self.failed = self.passed + is_good, self.failed + (not is_good)
        print(f"{'ok  ' if is_good else 'FAIL'} {name}  {seconds:.1f} s", flush=True)
        if not is_good:
            print(done.stdout[-6000:] + done.stderr[-3000:], flush=True)

    def pytest(self, name: str, arguments: list[str], env: dict[str, str]) -> None:
        """One pytest run; its own counts are added. A run that executes no test fails."""
        done, seconds = _ran(_python("pytest", *arguments), {**env, "GREENLIST_PART": name})
        last = next((line for line in reversed(done.stdout.splitlines()) if COUNTS.search(line)), "")
        counts = {word.rstrip("s"): int(n) for n, word in COUNTS.findall(last)}
        bad = counts.get("failed", 0) + counts.get("error", 0)
        bad += done.returncode not in (0, 1) or not counts.get("passed") or counts.get("skipped", 0)
        self.passed, self.failed = self.passed + counts.get("passed", 0), self.failed + bad
        print(f"{'ok  ' if not bad else 'FAIL'} {name}  {last.strip('= ')}  [{seconds:.0f} s]", flush=True)
        if bad:
            print(done.stdout[-14000:] + done.stderr[-3000:], flush=True)


UNCOMPILED = {"lint", "docs", "served"}  # the parts that score no cohort
Part = Callable[[Tally, dict[str, str]], None]


def run(arguments: list[str]) -> int:
    """Run all parts, or the parts named; `--strict` makes a missing browser, font or server a failure."""
    begun = time.monotonic()
    wanted = [a for a in arguments if not a.startswith("--")]
    environment.prepare("test", is_warmed=False)
    missing = machine.ensure(is_strict="--strict" in arguments)
    tally, env = Tally(), environment.settings(is_demo=False)
    env |= {"GREENLIST_CHROMIUM": machine.browser()}
    if missing:
        print(f"missing: {', '.join(missing)}")
        tally.failed += len(missing) if "--strict" in arguments else 0
    _clear_fragments()
    chosen = {name: part for name, part in PARTS.items() if not wanted or name in wanted}
    if {"postgresql", "smoke"} <= set(chosen):
        chosen["postgresql"] = partial(_postgresql, beside=chosen.pop("smoke"))
    with ThreadPoolExecutor(1) as aside:
        # One processor for the better part of a minute where the kernel is new; checks and migrations keep the other busy.
        warming = aside.submit(environment.warm) if set(chosen) - UNCOMPILED else None
        for name, part in chosen.items():
            if warming and name not in UNCOMPILED:
                warming.result()
            part(tally, env)
    _measure()
    proofs.tell_stale()
    print(f"{time.monotonic() - begun:.0f} s in all")
    print(f"{tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


def _ran(command: list[str], env: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], float]:
    begun = time.monotonic()
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    return done, time.monotonic() - begun


def _python(*words: str) -> list[str]:
    return [str(environment.PYTHON), "-m", *words]


def _migrate(database: str, env: dict[str, str]) -> tuple[str, list[str], dict[str, str]]:
    """The step that runs every migration, on an empty database; the tests begin with copies of it."""
    return f"migrate {database.split(':')[0]}", _python("django", "migrate", "-v0"), {**env, "GREENLIST_DATABASE_URL": database}


def _lint(tally: Tally, env: dict[str, str]) -> None:
    source = ["src", "tests", "running", "benchmarks", "run.py"]
    pure = [f"src/greenlist/{room}" for room in ("rulebook", "engines", "papers")]
    tally.steps(
        ("mypy --strict", _python("mypy", "--strict", *pure), env),
        ("ruff check", _python("ruff", "check", *source), env),
        ("ruff format", _python("ruff", "format", "--check", *source), env),
        ("djlint", _python("djlint", "src", "--lint", "--quiet"), env),
        ("import contracts", [str(environment.VENV / "bin" / "lint-imports"), "--no-cache"], env),
    )


def _docs(tally: Tally, env: dict[str, str]) -> None:
    MIGRATED.unlink(missing_ok=True)
    env["GREENLIST_MIGRATED"] = str(MIGRATED)
    tally.steps(
        _migrate(f"sqlite://{MIGRATED}", env),
        ("GLOSSARY.md", _python("greenlist.rulebook.glossary.terms", "--check"), env),
        ("lifecycles.md", _python("greenlist.rulebook.lifecycle.diagram", "--check"), env),
        ("standard-language.md", _python("greenlist.engines.scoring.authoring.language", "--check"), env),
        ("migrations", _python("django", "makemigrations", "--check", "--dry-run"), env),
        ("check --deploy", _python("django", "check", "--deploy", "--fail-level", "WARNING"), {**env, "GREENLIST_HTTPS": "1"}),
    )


def _pure(tally: Tally, env: dict[str, str]) -> None:
    tally.pytest("pure", [*PURE, "-n", "2", "--dist", "loadfile"], env)


def _sqlite(tally: Tally, env: dict[str, str]) -> None:
    tally.pytest("sqlite", [*DATABASE, *ON_SERVER, *WORKERS], env)


def _postgresql(tally: Tally, env: dict[str, str], beside: Part | None = None) -> None:
    """`beside` runs while the server is migrated: each of the two keeps one processor busy."""
    with postgresql.throw_away() as url, ThreadPoolExecutor(1) as aside:
        on_server = {**env, "GREENLIST_DATABASE_URL": url}
        template = postgresql.template(url)
        name, *step = _migrate(template, env)
        migrating = aside.submit(_ran, *step) if template else None
        if beside:
            beside(tally, env)
        if migrating:
            tally.step(name, *migrating.result())
        tally.pytest("postgresql", [*FOR_ALL_PORTALS, "tests/casework", *ONCE, *WORKERS], on_server)
        tally.pytest("walks", ["tests/walks", *WORKERS, "--dist", "loadfile"], on_server)


def _smoke(tally: Tally, env: dict[str, str]) -> None:
    tally.pytest("walks-sqlite", ["tests/walks", "-k", "smoke"], env)


def _served(tally: Tally, env: dict[str, str]) -> None:
    tally.steps(("clauses.md", _python("greenlist.rulebook.served", "--check"), env))


def _clear_fragments() -> None:
    for file in (environment.VAR / "served").glob("*.json"):
        file.unlink()


def _measure() -> None:
    """The largest file, the median file, the ratio of test lines to code lines."""
    code = {p: _lines(p) for p in (ROOT / "src").rglob("*.py") if "migrations" not in p.parts and p.name != "__init__.py"}
    tests = sum(_lines(p) for p in (ROOT / "tests").rglob("*.py"))
    ordered = sorted(code.values())
    largest = max(code, key=lambda p: code[p])
    print(f"largest file: {largest.relative_to(ROOT)} {code[largest]} lines; median file: {ordered[len(ordered) // 2]} lines; "
          f"test lines / code lines: {tests / sum(ordered):.2f}")  # fmt: skip


def _lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


PARTS = {"lint": _lint, "docs": _docs, "pure": _pure, "sqlite": _sqlite, "postgresql": _postgresql, "smoke": _smoke, "served": _served}
