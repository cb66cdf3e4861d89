"""What the lint finds in a table that was made from a filled-in sheet, told at the rows that were filled in: who fills in a sheet has no
lines and no keys of a file.
"""

from collections.abc import Iterable, Mapping, Sequence

from greenlist.casework.standards.held import Table
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


def _spoken_of(path: tuple[str | int, ...], words: str, held: Mapping[str, Placed]) -> list[str]:
    """The places at, below or around this path; of a sum only those of the part that is summed up."""
    near = [place for place, value in held.items() if value.path[: len(path)] == path or path[: len(value.path)] == value.path]
    return [place for place in near if words.startswith(held[place].part)] or near
