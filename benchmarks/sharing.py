"""Shares the numbered runs of a long proof among the processors: one process each, with a database of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

PART = "GREENLIST_PROOF_PART"  # which of the processes this one is: number/of/seed


def shared(module: str, runs: int, seed: int, play: Callable[[range, int], dict[str, object]]) -> list[dict[str, Any]]:
    """What `play(numbers, seed)` told in each process. `module` is run again for each; there it plays its part, prints it and ends."""
    if part := os.environ.get(PART):
        number, of, seed = map(int, part.split("/"))
        print(json.dumps(play(range(number, runs, of), seed)))
        raise SystemExit(0)
    of = os.cpu_count() or 1
    command = [sys.executable, "-m", module, *sys.argv[1:]]
    begun = [
        subprocess.Popen(command, env={**os.environ, PART: f"{number}/{of}/{seed}"}, stdout=subprocess.PIPE, text=True)
        for number in range(of)
    ]
    return [json.loads(process.communicate()[0].splitlines()[-1]) for process in begun]
