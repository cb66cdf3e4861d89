"""What the lint finds in a table that was made from a filled-in sheet, and what is wrong in a whole row of it, told at the rows that were
filled in: who fills in a sheet has no lines and no keys of a file.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from greenlist.casework.standards.held import Table
from greenlist.casework.standards.reference import KINDS
from greenlist.engines.scoring.values import Placed

MOST_ROWS = 8


def told_at_rows(faults: Iterable[tuple[Sequence[str | int], str]], ours: Table, rows: Mapping[str, str], name: str) -> list[str]:
    """Each fault as (path, words) after the rows, by place, whose official value it speaks of; without rows where none or too many do."""
    told = []
    for path, words in faults:
        at = [rows[place] for place in _spoken_of(tuple(path), words, {place: ours.values[place] for place in rows})]
        where = f" {'、'.join(at)}“官方值”列" if 0 < len(at) <= MOST_ROWS else ""
        told.append(f"{name}{where}：{words}")
    return list(dict.fromkeys(told))


def told_of_rows(theirs: Table, ours: Table, given: Collection[str], rows: Mapping[str, str], name: str) -> Iterator[str]:
    """What is wrong in a whole row of a reference table (the order of its levels), at the rows of the sheet that filled it in: those of
    the column it speaks of, where one was; nothing of a row with a fault of its own, whose values are not put in.
    """
    kind, filled = KINDS[ours.subject], defaultdict[Any, list[str]](list)
    for place in rows:
        if place in ours.values:
            filled[ours.values[place].path[1]].append(place)
    for at, places in filled.items():
        if all(place in given for place in places):
            for key, said in kind.wrong_in_row(theirs.plain["rows"][at]):
                spoken_of = [place for place in places if ours.values[place].path[2] == key] or places
                yield f"{name} {'、'.join(rows[place] for place in spoken_of)}“官方值”列：{said}。"


def _spoken_of(path: tuple[str | int, ...], words: str, held: Mapping[str, Placed]) -> list[str]:
    """The places at, below or around this path; of a sum only those of the part that is summed up."""
    near = [place for place, value in held.items() if value.path[: len(path)] == path or path[: len(value.path)] == value.path]
    return [place for place in near if words.startswith(held[place].part)] or near
