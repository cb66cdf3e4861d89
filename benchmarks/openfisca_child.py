"""Runs under the peers' own Python, without greenlist: a country package and its columns; does one piece of work a line it reads.

Lines in: `run` (a whole simulation over all rows), `calculate` (the same, timed without building and filling in), `one` (one row, traced).
Lines out: JSON with wall and CPU seconds; after `run` also where the totals were stored.
"""

import json
import sys
import time
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
from openfisca_core.simulations import SimulationBuilder

YEAR = 2023


def main(folder: Path) -> None:
    """Load, say so, then answer line by line."""
    spec = spec_from_file_location("package", folder / "package.py")
    package = module_from_spec(spec)
    spec.loader.exec_module(package)
    places = json.loads((folder / "places.json").read_text())
    columns = {name: _typed(np.load(folder / f"{i}.npy"), package, place[0]) for i, (name, place) in enumerate(places.items())}
    system = package.system()
    rows = len(next(iter(columns.values())))
    work = {
        "run": lambda: _run(system, places, columns, rows),
        "one": lambda: _run(system, places, {name: column[:1] for name, column in columns.items()}, 1, is_traced=True),
    }
    print(json.dumps({"rows": rows, "dtype": str(next(iter(columns.values())).dtype)}), flush=True)
    for line in sys.stdin:
        begun, spent = time.perf_counter(), time.process_time()
        total, calculated = work[line.strip()]()
        told = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - spent, "calculate": calculated}
        if line.strip() == "run":
            np.save(folder / "total.npy", total)
        print(json.dumps(told), flush=True)


def _typed(column, package, variable):
    """A column in the type OpenFisca stores it in, so that filling in converts nothing."""
    kind = getattr(package, variable).value_type
    return column.astype(np.bool_ if kind is bool else np.float32)


def _run(system, places, columns, rows, *, is_traced=False):
    """(totals, CPU seconds of calculating alone): build, fill in by arrays, calculate the total and who is eligible."""
    simulation = SimulationBuilder().build_default_simulation(system, count=rows)
    simulation.trace = is_traced
    for name, (variable, back) in places.items():
        simulation.set_input(variable, str(YEAR - back), columns[name])
    begun = time.process_time()
    total = simulation.calculate("total", YEAR)
    simulation.calculate("eligible", YEAR)
    return total, time.process_time() - begun


if __name__ == "__main__":
    main(Path(sys.argv[1]))
