"""Runs under the peers' own Python, without greenlist: a country package and its columns; does one piece of work a line it reads.

Lines in: `run`, a whole simulation over all rows (the totals go to total.npy), or `one`, one situation traced as the Web API's /trace does.
Lines out: JSON with the CPU seconds of it, those by the clock, and the CPU seconds of calculating alone.
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
    columns = {name: np.load(folder / f"{i}.npy") for i, name in enumerate(places)}
    system = package.system()
    rows = len(next(iter(columns.values())))
    situation = _situation(system, places, columns)
    work = {"run": lambda: _run(system, places, columns, rows), "one": lambda: _traced(system, situation)}
    kinds = sorted({np.dtype(variable.dtype).name for variable in system.variables.values()})
    print(json.dumps({"variables": len(system.variables), "types": " ".join(kinds)}), flush=True)
    for line in sys.stdin:
        begun, clock = time.process_time(), time.perf_counter()
        total, calculated = work[line.strip()]()
        told = {"cpu": time.process_time() - begun, "clock": time.perf_counter() - clock, "calculate": calculated}
        if line.strip() == "run":
            np.save(folder / "total.npy", total)
        print(json.dumps(told), flush=True)


def _run(system, places, columns, rows):
    """(totals, CPU seconds of calculating alone): build, fill in by arrays, calculate the total and how many requirements are unmet."""
    simulation = SimulationBuilder().build_default_simulation(system, count=rows)
    for name, (variable, back) in places.items():
        simulation.set_input(variable, str(YEAR - back), columns[name])
    begun = time.process_time()
    total = simulation.calculate("total", YEAR)
    simulation.calculate("unmet", YEAR)
    return total, time.process_time() - begun


def _situation(system, places, columns):
    """The first row as the Web API is given it."""
    plant = {"total": {str(YEAR): None}, "unmet": {str(YEAR): None}}
    for name, (variable, back) in places.items():
        kind = system.get_variable(variable).value_type
        plant.setdefault(variable, {})[str(YEAR - back)] = kind(columns[name][0])
    return {"plants": {"one": plant}}


def _traced(system, situation):
    """The trace of one situation, serialised, as /trace answers it."""
    simulation = SimulationBuilder().build_from_entities(system, situation)
    simulation.trace = True
    begun = time.process_time()
    for variable in ("total", "unmet"):
        simulation.calculate(variable, str(YEAR))
    spent = time.process_time() - begun
    return simulation.tracer.get_serialized_flat_trace(), spent


if __name__ == "__main__":
    main(Path(sys.argv[1]))
