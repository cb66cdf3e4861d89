"""What the page of a waiting list shows, as plain values: worked out when the list comes and when its columns are chosen, then only read."""

from collections.abc import Sequence
from typing import Any

from greenlist.casework.oversight.models import DeliveryRow, ListDelivery
from greenlist.casework.oversight.selectors import list_of
from greenlist.casework.oversight.taking import Foretold, Taken

Fate = DeliveryRow.Fate
MET, SHOWN, HEAD_CHOICES, SAMPLE, HEAD = 50, 20, 12, 12, 30
NOT_A_ROW = "不是名单行"


def preview_of(delivery: ListDelivery, told: Foretold) -> dict[str, Any]:
    """The counts, the first lines of each fate, and the heads to choose from. JSON can hold it."""
    met = [line for line in told.lines if line.fate in {Fate.LINKED, Fate.PROPOSED}]
    broken = told.with_fate(Fate.BROKEN)
    noted = [line for line in told.lines if line.row and line.row.notes and not line.row.problems]
    return {
        "sums": [*([label, told.counts[fate]] for fate, label in Fate.choices), [NOT_A_ROW, len(told.read.left)]],
        "met": [_met(line, told) for line in met[:MET]],
        "met_more": max(0, len(met) - MET),
        "broken": [_line(line, line.row.problems if line.row else ()) for line in broken[:SHOWN]],
        "broken_more": max(0, len(broken) - SHOWN),
        "noted": [_line(line, line.row.notes if line.row else ()) for line in noted[:SHOWN]],
        "persons": [_line(line, (line.told,)) for line in told.with_fate(Fate.PERSON) if line.told][:SHOWN],
        "left": [list(left) for left in told.read.left[:SHOWN]],
        "left_count": len(told.read.left),
        "fields": [[f.id, f.label, f.is_required, told.layout.columns.get(f.id, -1)] for f in list_of(delivery).fields],
        "heads": [[at, head, _sample(told, at)] for at, head in enumerate(told.layout.heads)],
        "head_lines": told.layout.head_lines,
        "head_choices": _head_choices(told),
    }


def _met(line: Taken, told: Foretold) -> dict[str, Any]:
    named = {str(key): str(sites[0].organisation) for key, sites in told.sites.items()}
    units = [str(line.organisation_id)] if line.organisation_id else [p.id for p in line.proposals]
    fact = line.fact
    return {
        "place": line.place,
        "name": line.row.values["name"] if line.row else "",
        "is_near": not line.organisation_id,
        "units": [named[unit] for unit in units],
        "statement": fact.statement if fact else "",
        "from_on": fact.from_on.isoformat() if fact else "",
        "until_on": fact.until_on.isoformat() if fact and fact.until_on else "",
    }


def _line(line: Taken, told: Sequence[str]) -> dict[str, Any]:
    return {"place": line.place, "name": line.row.values.get("name", "") if line.row else "", "told": list(told)}


def _sample(told: Foretold, at: int) -> str:
    """What stands in a column in the first row that was read, to tell columns without a head apart."""
    first = told.first_cells
    return first[at][:SAMPLE] if at < len(first) else ""


def _head_choices(told: Foretold) -> list[list[Any]]:
    """[number of lines that end with the head, words]."""
    early = told.first_lines[:HEAD_CHOICES]
    return [
        [0, "没有表头"],
        *([at, f"{place}：{' '.join(c for c in cells if c)[:HEAD]}"] for at, (place, cells) in enumerate(early, start=1)),
    ]
