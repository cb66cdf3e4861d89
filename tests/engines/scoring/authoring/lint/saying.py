"""What lint says of a standard made in a test."""

from greenlist.engines.scoring.authoring.lint import lint
from tests.engines.scoring.standards import written


def of(*groups: dict, **more) -> list[str]:
    """Every fault without its place, which has to be there."""
    found = lint(written(*groups, **more))
    assert all(problem.startswith("tiny/1.yaml:1:1: ") for problem in found)
    return [problem.split(": ", 1)[1] for problem in found]


def figure(unit: str = "t", **more) -> dict:
    """An input."""
    return {"label": "数", "unit": unit, "clause": "A", **more}


def derived(value: object, unit: str = "1", **more) -> dict:
    """A derived value."""
    return {"label": "值", "unit": unit, "value": value, "clause": "A", **more}
