"""What a plan stored earlier means otherwise than one compiled today, so that one compiled in its place means the same (decision 0035)."""

from collections.abc import Iterator, Mapping
from typing import Any

from greenlist.engines.scoring.plan import Plan
from greenlist.engines.scoring.schema import Standard
from greenlist.engines.scoring.values import references_of

Content = Mapping[str, Any]


def is_read_in_two_ways(standard: Standard) -> bool:
    """Does it try several values in order, so that it matters what a stored plan makes of an unknown?"""
    return any(True for _, value in references_of(standard) for _ in _first_ofs(value))


def read_as(plan: Plan, stored: Content) -> Plan:
    """The plan as one compiled in the place of a stored one has to be read.

    What the stored one passes over as if there were none, this one does too: the answers were given on a form that had no words for none.
    """
    return passing_unknown(plan) if passes_unknown(stored) else plan


def passes_unknown(stored: Content) -> bool:
    """Does the content of a plan go on in a first-of over what is not known, as before engine 1.2.0?"""
    values = [entry["value"] for entry in stored.get("derived", {}).values()]
    return any("unknown" not in found for value in values for found in _first_ofs(value))


def passing_unknown(plan: Plan) -> Plan:
    """The plan with every first-of as engines before 1.2.0 wrote it; the same plan where it has none."""
    derived = plan.content["derived"]
    if not any(True for entry in derived.values() for _ in _first_ofs(entry["value"])):
        return plan
    earlier = {name: {**entry, "value": _without_unknown(entry["value"])} for name, entry in derived.items()}
    return Plan({**plan.content, "derived": earlier})


def _first_ofs(value: Any) -> Iterator[Content]:
    """Every first-of in a value, also in one of several dates."""
    if isinstance(value, dict):
        if "first_of" in value:
            yield value
        for part in value.get("first_of", value.values()):
            yield from _first_ofs(part)


def _without_unknown(value: Any) -> Any:
    if not isinstance(value, dict) or "first_of" not in value:
        return value
    return {"first_of": [_without_unknown(part) for part in value["first_of"]]}
