"""The standards that are shipped, for the engine, for the oracle and for the rules written out by hand."""

from datetime import date
from functools import cache

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.oracle.by_hand import BY_HAND
from tests.engines.scoring.oracle.figures import Figures, content_of
from tests.engines.scoring.oracle.making import leaves

SHIPPED = {
    name: date(2024, 5, 27) for name in ("gbt-36132/2018", "green-park/2024", "green-supply-chain/2024")
}  # each with a day it is in force


@cache
def shipped(name):
    """(plan, content of the file with every number as text) of an edition."""
    path = standard_file(*name.split("/"))
    return compile_plan(load_standard(path), SHIPPED[name]), content_of(path)


def by_hand(name, content, filled):
    """What the rules written out give for an application in which nothing is in doubt and everything applies."""
    rows = [(group["id"], item["id"], item["kind"], item["points"]) for group in content["groups"] for item in leaves(group)]
    return BY_HAND[name](Figures(content, SHIPPED[name], filled).given, filled["items"], rows)


def sure(filled):
    """The application without doubts and without rows that do not apply."""
    items = {name: answer for name, answer in filled["items"].items() if not isinstance(answer, dict)}
    inputs = {
        name: {"value": raw["value"], "unit": raw.get("unit")} if isinstance(raw, dict) else raw for name, raw in filled["inputs"].items()
    }
    return {"inputs": {n: r if not isinstance(r, dict) else {k: v for k, v in r.items() if v} for n, r in inputs.items()}, "items": items}
