"""The standards that are shipped, for the engine, for the oracle and for the rules written out by hand."""

from datetime import date
from functools import cache

from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.reference.tables import reference_table
from greenlist.rulebook.standards import standard_file
from tests.engines.scoring.oracle.by_hand import BY_HAND
from tests.engines.scoring.oracle.figures import Figures, content_of
from tests.engines.scoring.oracle.making import leaves
from tests.engines.scoring.oracle.scorer import names_of

# each with a day it is in force
SHIPPED = {name: date(2024, 5, 27) for name in ("gbt-36132/2018", "green-park/2024", "green-supply-chain/2024")} | {
    name: date(2026, 3, 1) for name in ("gbt-36132/2025", "miit-general/2025")
}
TONNES = {"tce": "1", "kgce": "1000"}  # what a unit of coal is a part of


@cache
def shipped(name):
    """(plan, content of the file with every number as text) of an edition."""
    path = standard_file(*name.split("/"))
    content = content_of(path)
    return compile_plan(load_standard(path), SHIPPED[name]), content | {"tables": _tables(content, SHIPPED[name])}


def _tables(content, on):
    """The tables with the rows of the reference tables they name: only what is measured in coal, and what the standard asks all figures for."""
    asked = {*content["inputs"], *(name for rows in content.get("rows", {}).values() for name in rows["inputs"])}
    found = {}
    for name, table in content.get("tables", {}).items():
        rows = {}
        for code, row in reference_table(table["of"], on).rows.items() if table.get("of") else ():
            if (above := row.unit.partition("/")[0]) in TONNES:
                rows[code] = {"values": {column: _scaled(row.values.get(column), above, asked) for column in table["columns"]}}
        found[name] = {"rows": rows, **table}
    return found


def _scaled(value, above, asked):
    return f"({value}) / {TONNES[above]}" if value is not None and names_of(value) <= asked else None


def by_hand(name, content, filled):
    """What the rules written out give for an application in which nothing is in doubt and everything applies."""
    rows = [(group["id"], item["id"], item["kind"], item["points"]) for group in content["groups"] for item in leaves(group)]
    return BY_HAND[name](Figures(content, SHIPPED[name], filled).given, filled["items"], rows)


def sure(filled):
    """The application without doubts and without rows that do not apply."""
    items = {name: answer for name, answer in filled["items"].items() if not isinstance(answer, dict)}
    inputs = {
        name: {"value": raw["value"], "unit": raw.get("unit")} if isinstance(raw, dict) and "value" in raw else raw
        for name, raw in filled["inputs"].items()
    }
    return {"inputs": {n: r if not isinstance(r, dict) else {k: v for k, v in r.items() if v} for n, r in inputs.items()}, "items": items}
