"""Ten thousand altered or forged status files and lists: how many pass (none may), and what a genuine one costs to verify offline."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from secrets import randbits
from tempfile import TemporaryDirectory

from benchmarks.report import Budget, Figures, arguments, tell
from benchmarks.timing import cpu, cpu_with_children, milliseconds
from greenlist.engines.ledger import canonical
from greenlist.engines.status import NotGenuine, list_token, new_key, published, read_keys, verify_status
from greenlist.engines.status.keys import SigningKey
from tests.engines.status.forging import AT, LIST, SITE, file_of, forgeries

LISTINGS = 20_000
WHEN = "2024-05-22T09:41:00+08:00"


def main() -> int:
    """Forge, measure and tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    figures: Figures = {"seed": seed, **_forged(900 if given.quick else 10_000, str(seed))}
    figures |= _genuine(50 if given.quick else 500, Random(seed))
    budgets = [
        Budget("passed", float(str(figures["passed"])), 0),
        Budget("verify_median_ms", float(str(figures["verify_median_ms"])), 50),
        Budget("verify_worst_ms", float(str(figures["verify_worst_ms"])), 50),
    ]
    return tell("status_forgeries", given, figures, budgets)


def _forged(count: int, seed: str) -> Figures:
    """How many were refused, how many were told as stale (an old list played again), how many passed."""
    found: Counter[str] = Counter()
    kinds = set()
    for kind, file, status_list, forger in forgeries(count, seed):
        kinds.add(kind)
        keys = {forger.ours.key.kid: forger.ours.key}
        try:
            verdict = verify_status(file, keys, at=AT, status_list=status_list)
        except NotGenuine:
            found["refused"] += 1
            continue
        is_replay = kind == "replayed_list" and verdict.state == "stale"
        found["stale" if is_replay else "passed"] += 1
        if not is_replay:
            print(kind, verdict.state, file[:200])
    return {"forged": count, "kinds": len(kinds), "refused": found["refused"], "told_as_stale": found["stale"], "passed": found["passed"]}


def _genuine(rounds: int, dice: Random) -> Figures:
    """One file with its list of 20,000 listings and its keys read from the disk and verified; and what the whole command costs with its start."""
    by = new_key()
    off = dict.fromkeys(dice.sample(range(LISTINGS), LISTINGS // 20), 1)
    held = list_token(off, count=LISTINGS, site=SITE, list_address=LIST, at=AT, by=by)
    with TemporaryDirectory() as folder:
        paths = _written(Path(folder), by, held)
        spent = [cpu(lambda: _verified(*paths)) for _ in range(rounds)]
        whole = [cpu_with_children(lambda: _command(paths)) for _ in range(3)]
    return {
        "list_bytes": len(held),
        "verify_median_ms": milliseconds(spent),
        "verify_worst_ms": milliseconds(spent, 1),
        "whole_command_cpu_ms": milliseconds(whole),
    }


def _written(folder: Path, by: SigningKey, held: str) -> tuple[Path, Path, Path]:
    texts = {"a.jws": file_of(by, at=AT - 86400), "list.jwt": held, "keys.json": canonical(published([by.key]))}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    file, status_list, keys = (folder / name for name in texts)
    return file, status_list, keys


def _verified(file: Path, status_list: Path, keys: Path) -> str:
    return verify_status(file.read_bytes(), read_keys(keys.read_bytes()), at=AT, status_list=status_list.read_bytes()).state


def _command(paths: tuple[Path, Path, Path]) -> None:
    file, status_list, keys = map(str, paths)
    subprocess.run([sys.executable, "-m", "greenlist.portals.cli", "status", "verify", file, "--list", status_list, "--keys", keys, "--at", WHEN],
                   capture_output=True, check=False)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
