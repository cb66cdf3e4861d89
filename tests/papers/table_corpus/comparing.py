"""How well the reader did: rows found and invented, cells exact, doubts named, against the truth of a corpus."""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from greenlist.papers.table_reader import ReadRow, Unreadable, read_table

CELLS = ("category", "serial", "city", "county", "name", "third_party", "industry_or_type", "national", "provincial")
UNCERTAIN = {"levels": {"national", "provincial"}, "name": {"name"}}


@dataclass
class Tally:
    """Counts over a corpus; `faults` says each miss: (file, what, wanted, got)."""

    rows: int = 0
    found: int = 0
    invented: int = 0
    cells: int = 0
    exact: int = 0
    doubts: int = 0
    doubts_named: int = 0
    doubts_too_many: int = 0
    faults: list[tuple[str, str, Any, Any]] = field(default_factory=list)


def compare(folder: Path) -> Tally:
    """Read every file of the folder and hold it against truth.json."""
    tally = Tally()
    for entry in json.loads((folder / "truth.json").read_text(encoding="utf-8")):
        try:
            read = read_table(folder / entry["file"]).rows
        except Unreadable as problem:
            tally.faults.append((entry["file"], "unreadable", "", str(problem)))
            read = []
        _compare_file(entry, read, tally)
    return tally


def _compare_file(entry: dict[str, Any], read: list[ReadRow], tally: Tally) -> None:
    pairs = list(_pairs(entry["rows"], read))
    for wanted, got in pairs:
        tally.rows += 1
        if got is None:
            tally.faults.append((entry["file"], "row lost", wanted["name"], ""))
            continue
        tally.found += 1
        uncertain = set().union(*(UNCERTAIN.get(d, set()) for d in wanted["doubts"]))
        for cell in CELLS:
            if cell not in uncertain:
                is_exact = getattr(got, cell) == wanted[cell]
                tally.cells, tally.exact = tally.cells + 1, tally.exact + is_exact
                if not is_exact:
                    tally.faults.append((entry["file"], cell, wanted[cell], getattr(got, cell)))
        tally.doubts += bool(wanted["doubts"])
        tally.doubts_named += bool(wanted["doubts"] and got.doubts)
        if bool(wanted["doubts"]) != bool(got.doubts):
            tally.doubts_too_many += bool(got.doubts)
            tally.faults.append((entry["file"], "doubts", wanted["doubts"], got.doubts))
    used = {id(got) for _, got in pairs}
    for row in read:
        if id(row) not in used:
            tally.invented += 1
            tally.faults.append((entry["file"], "invented", "", row))


def _pairs(wanted: list[dict[str, Any]], read: list[ReadRow]) -> Iterator[tuple[dict[str, Any], ReadRow | None]]:
    """Each row meant with the row read of the same name; where the name is doubtful, of a name that begins so, or of the same place,
    body and category and no name.
    """
    left = list(read)
    for row in sorted(wanted, key=lambda row: "name" in row["doubts"]):
        fits = (r for r in left if (_key(r.name) == _key(row["name"]) if "name" not in row["doubts"] else _is_like(r, row)))
        found = next(fits, None)
        if found is not None:
            left.remove(found)
        yield row, found


def _is_like(read: ReadRow, row: dict[str, Any]) -> bool:
    return (
        _key(read.name).startswith(_key(row["name"]))
        or not read.name
        and (read.county, read.third_party, read.category) == (row["county"], row["third_party"], row["category"])
    )


def _key(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name) if c.isalnum())
