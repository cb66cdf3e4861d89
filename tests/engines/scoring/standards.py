"""Tiny standards made by hand in a test: one line an item, straight to a plan, no file needed."""

import json
from datetime import date
from fractions import Fraction

import msgspec

from greenlist.engines.scoring import Plan, Result, compile_plan, read_application, score
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Standard

DAY = date(2024, 5, 27)
UNITS = {"a": "t", "b": "t", "c": "t"}
PRODUCTS = {
    "label": "产品", "clause": "表1", "most": 3,
    "inputs": {
        "p": {"label": "品种", "unit": "1", "clause": "表1", "one_of": {"table": "limits"}},
        "e": {"label": "能耗", "unit": "tce", "clause": "表1"},
        "q": {"label": "产量", "unit": "产品", "clause": "表1"},
    },
}  # fmt: skip
LIMITS = {
    "key": "p", "columns": {"l1": "tce/产品", "l2": "tce/产品"},
    "rows": {
        "x": {"label": "甲品", "values": {"l1": "1", "l2": "2"}},
        "y": {"label": "乙品", "values": {"l1": "-30", "l2": "-12"}},
        "z": {"label": "丙品", "values": {"l1": "1", "l2": None}},
        "w": {"label": "丁品", "values": {"l1": "1 + (c - 75) * 0.1", "l2": "3"}},
    },
}  # fmt: skip
LINEAR = {"kind": "linear", "lead": {"table": "limits", "column": "l1"}, "base": {"table": "limits", "column": "l2"}}
OVER = {"value": "e / q", **LINEAR, "over": {"rows": "products", "weight": "e", "top": 2}}


def item(name: str, kind: str = "judged", points: str = "10", **more) -> dict:
    """A leaf with its clause."""
    return {"id": name, "label": f"项{name}", "kind": kind, "points": points, "clause": f"§{name}", **more}


def measure(name: str = "M", points: str = "10", **rule) -> dict:
    """A leaf scored from a value: `rule` is the score of the standard."""
    return item(name, "measure", points, score={"value": "a", **rule})


def group(name: str, *items: dict, groups: tuple[dict, ...] = (), **more) -> dict:
    """A branch with its clause."""
    return {"id": name, "title": f"组{name}", "clause": f"§{name}", "items": list(items), "groups": list(groups), **more}


def content(*groups: dict, maximum: str = "10", interval: str = "0.01", **more) -> dict:
    """The content of a standard file with the inputs a, b and c."""
    return {
        "format": "greenlist.standard/1",
        "id": "tiny",
        "edition": "1",
        "number": "T/TINY 1",
        "title": "小标准",
        "subject": "factory",
        "source": "made by hand",
        "in_force": {"from": "2024-01-01", "to": None},
        "total": {"round": interval, "maximum": maximum},
        "inputs": {name: {"label": name.upper(), "unit": unit, "clause": f"附录{name}", "minimum": None} for name, unit in UNITS.items()},
        "groups": list(groups),
        **more,
    }


def source(*groups: dict, **more) -> Source:
    """A standard as if loaded from tiny/1.yaml."""
    return Source(msgspec.convert(content(*groups, **more), Standard, strict=False), "tiny/1.yaml", {})


class Written(Source):
    """A standard of which nothing may be told at a path that is not there."""

    def place(self, *path: str | int, offset: int = 0) -> str:
        """Always the same place: where it stands in a file is read from files."""
        assert path in paths_of(msgspec.to_builtins(self.standard))
        return super().place(*path, offset=offset)


def paths_of(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """The path of every part of a tree."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    return {path}.union(*(paths_of(part, (*path, key)) for key, part in parts))


def written(*groups: dict, **more) -> Source:
    """As `source`, strict about places."""
    made = source(*groups, **more)
    return Written(made.standard, made.name, made.marks)


def plan(*groups: dict, **more) -> Plan:
    """A standard compiled for DAY."""
    return compile_plan(source(*groups, **more), DAY)


def one(leaf: dict, **more) -> Plan:
    """A standard with a single group G that holds a single leaf."""
    return plan(group("G", leaf), **more)


def result(standard: Plan, *, inputs=(), items=(), not_applicable=(), pass_line: str | None = None) -> Result:
    """The result for typed values; {"a": "5"} or {"a": {"value": "5", "doubtful": True}}."""
    typed = {"inputs": dict(inputs), "items": dict(items), "not_applicable": dict(not_applicable)}
    return score(standard, read_application(standard, typed), Fraction(pass_line) if pass_line else None)


def stored(standard: Plan) -> Plan:
    """The plan as it comes back from the store."""
    return Plan.from_content(json.loads(json.dumps(standard.as_content())))


def inputs(**more) -> dict:
    """Inputs that may be negative, without a unit."""
    return {name: {"label": name.upper(), "unit": "1", "clause": name, "minimum": None} | entry for name, entry in more.items()}


def got(standard: Plan, name: str = "M", **typed) -> tuple[str, str]:
    """(status, points) of one leaf, by a plan that comes from the store."""
    found = result(stored(standard), **typed).items[name]
    return found.status, str(found.points)


THREE = inputs(a={"years": 3}, b={"years": 3}, c={})
