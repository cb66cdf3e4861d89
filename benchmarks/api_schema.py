"""The API asked by schemathesis from its own schema: no answer of 5xx, none that the schema does not describe."""

import logging
import sys
from collections import Counter
from random import Random
from secrets import randbits
from typing import Any

import hypothesis
import schemathesis
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis.core.failures import FailureGroup

from benchmarks import scratch
from benchmarks.report import Budget, Figures, arguments, tell

MODES = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
ROWS = 500
HELD = {"notice_id": "jx-2024-20", "passage_id": "3.1.1", "standard_id": "gbt-36132", "edition": "2018"}  # so that something is found too


def main() -> int:
    """Fill the list, ask everything the schema names, tell."""
    given = arguments(__doc__ or "")
    seed = given.seed or randbits(32)
    scratch.set_up()
    logging.disable(logging.WARNING)
    from benchmarks.crowd import add_entries  # noqa: PLC0415 -- models need the settings made by scratch
    from greenlist.config.wsgi import application  # noqa: PLC0415

    add_entries(ROWS, Random(seed))
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    found: Counter[str] = Counter(operations=0, questions=0, server_errors=0, schema_breaches=0)
    for result in schema.get_all_operations():
        found["operations"] += 1
        operation = result.ok()
        for mode in MODES:
            _put(operation, operation.as_strategy(generation_mode=mode), 20 if given.quick else 500, seed, found)
        held = {name: value for name, value in HELD.items() if f"{{{name}}}" in operation.path}
        _put(operation, operation.as_strategy(path_parameters=held), 5, seed, found)
    figures: Figures = {"seed": seed, **found}
    return tell("api_schema", given, figures, [Budget(name, found[name], 0) for name in ("server_errors", "schema_breaches")])


def _put(operation: Any, cases: SearchStrategy[Any], examples: int, seed: int, found: Counter[str]) -> None:
    """Ask one operation so many times; every check of schemathesis on every answer."""

    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(cases)
    def ask(case: Any) -> None:
        found["questions"] += 1
        response = case.call()
        found[f"answers_{response.status_code}"] += 1
        found["server_errors"] += response.status_code >= 500
        try:
            case.validate_response(response)
        except FailureGroup as breach:
            found["schema_breaches"] += 1
            print(operation.label, breach)

    try:
        ask()
    except Unsatisfiable:
        found["nothing_forbidden"] += 1  # a schema of plain texts in the path forbids nothing that can be sent


if __name__ == "__main__":
    sys.exit(main())
