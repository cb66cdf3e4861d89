"""The command line of every benchmark, its table, its budgets and its JSON line."""

import argparse
import json
from dataclasses import dataclass

from benchmarks.machine import machine

Figures = dict[str, object]


@dataclass(frozen=True)
class Budget:
    """A figure and what it may be at most."""

    name: str
    value: float
    limit: float

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit


def arguments(what: str, *, units: int = 0, years: int = 0, of: tuple[str, ...] = ()) -> argparse.Namespace:
    """`--json`, `--quick`, `--seed N` (0: a new one every run); `--units N`, `--years N` where a benchmark has so many by default;
    `--of NAME`: one of several things, the first by default.
    """
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--json", action="store_true", help="one JSON line at the end")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; at most 40 seconds")
    parser.add_argument("--seed", type=int, default=0, help="repeat a run with the seed it printed")
    if units:
        parser.add_argument("--units", type=int, default=units, help="how many units")
    if years:
        parser.add_argument("--years", type=int, default=years, help="how many years in a row")
    if of:
        parser.add_argument("--of", choices=of, default=of[0], help="of what")
    return parser.parse_args()


def tell(name: str, given: argparse.Namespace, figures: Figures, budgets: list[Budget]) -> int:
    """Print everything; 0 when every budget is met, 1 otherwise."""
    for key, value in figures.items():
        print(f"  {key:<44}{value}")
    for budget in budgets:
        print(f"  {budget.name:<44}{budget.value} ≤ {budget.limit}: {'met' if budget.is_met else 'NOT MET'}")
    if given.json:
        told = {b.name: {"value": b.value, "limit": b.limit, "met": b.is_met} for b in budgets}
        print(json.dumps({"benchmark": name, "quick": given.quick, "machine": machine(), "figures": figures, "budgets": told}))
    return 0 if all(budget.is_met for budget in budgets) else 1
