"""The official table beside ours, value by value: what is confirmed, changed, added, removed; and the table with what was found."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from greenlist.casework.standards.held import Table
from greenlist.casework.standards.numbers import printed_numbers
from greenlist.casework.standards.reference import KINDS
from greenlist.engines.scoring.values import Path, Placed, put
from greenlist.rulebook.reference.units import plain_digits

SURE = "VERIFIED"
FATES = {"changed": "改动", "added": "新增", "removed": "删去", "words": "文字改动", "confirmed": "核对相符"}
NO_WORDS = {"tests", "edition", "format"}
Difference = dict[str, str]


def is_same(ours: str, theirs: str) -> bool:
    """The same number or range however it is written; the same text where it is none."""
    first, second = printed_numbers(plain_digits(ours)), printed_numbers(plain_digits(theirs))
    return ours.split() == theirs.split() if first is None or second is None else first == second


def differences(ours: Table, theirs: Table, sources: Mapping[str, str], looked_at: set[str]) -> list[Difference]:
    """Every place where something is to be signed, in the order of the official table; what it no longer has last.

    `looked_at` are the places at which an official value was given, so that the same value there is a confirmation. In a whole file those
    are taken as confirmed that it calls verified and we did not.
    """
    found = [row for place, new in theirs.values.items() if (row := _told(place, ours.values.get(place), new, place in looked_at))]
    found += [_row(place, "removed", old, old.value, "") for place, old in ours.values.items() if place not in theirs.values]
    before, after = _words(ours), _words(theirs)
    found += [_said(place, before.get(place, ""), after.get(place, "")) for place in dict.fromkeys([*after, *before])
              if before.get(place) != after.get(place)]  # fmt: skip
    return [row | {"source": sources.get(row["place"], "")} for row in found]


def _told(place: str, old: Placed | None, new: Placed, is_looked_at: bool) -> Difference | None:
    if old is None:
        return _row(place, "added", new, "", new.value)
    if not is_same(old.value, new.value):
        return _row(place, "changed", new, old.value, new.value) | {"was_sure": old.sureness}
    if is_looked_at or (new.sureness == SURE and old.sureness not in {SURE, ""}):
        return _row(place, "confirmed", new, old.value, new.value) | {"was_sure": old.sureness}
    if old.sureness != new.sureness:
        return _row(f"{place}（可信程度）", "words", new, old.sureness, new.sureness) | {"part": "可信程度"}
    return None


def _row(place: str, fate: str, value: Placed, was: str, now: str) -> Difference:
    return {"place": place, "fate": fate, "label": value.label, "part": value.part, "unit": "" if value.unit == "1" else value.unit,
            "clause": value.clause, "was": was, "now": now, "was_sure": value.sureness if fate == "removed" else ""}  # fmt: skip


def verified(table: Table, rows: list[Difference]) -> dict[str, Any]:
    """The table with what was read called so: a sureness that speaks for several values only when each of them is."""
    read = {row["place"] for row in rows if row["fate"] in {"confirmed", "changed", "added"}}
    unread: set[Path] = {v.sure_at for v in table.values.values() if v.sure_at and v.place not in read and v.sureness != SURE}
    made = deepcopy(table.plain)
    for placed in table.values.values():
        if placed.place in read and placed.sure_at and placed.sure_at not in unread:
            put(made, placed.sure_at, SURE)
    return made


def _said(place: str, was: str, now: str) -> Difference:
    what = "可信程度" if place.endswith("confidence") else ""
    return {"place": place, "fate": "words", "label": place, "part": what, "unit": "", "clause": "", "was": was, "now": now, "was_sure": ""}


def _words(table: Table) -> dict[str, str]:
    """Everything that is no value, by its place: texts, yes and no, counts; of sureness only what speaks for no value."""
    kind = KINDS.get(table.subject)
    if kind:
        return {f"rows.{kind.code(row)}.{key}": row[key] for row in table.plain["rows"] for key in kind.keys
                if key not in kind.columns and key != "confidence"}  # fmt: skip
    told = {path for placed in table.values.values() for path in (placed.path, placed.sure_at, *_below(placed))}
    return {place: text for place, path, text in _texts(table.plain, "", ()) if path not in told}


def _below(placed: Placed) -> Iterator[Path]:
    """The two words of a lookup, which is one value."""
    yield from ((*placed.path, key) for key in ("table", "column") if placed.kind == "lookup")


def _texts(plain: Any, place: str, path: Path) -> Iterator[tuple[str, Path, str]]:
    if isinstance(plain, Mapping):
        for key, child in plain.items():
            if path or key not in NO_WORDS:
                yield from _texts(child, f"{place}.{key}".strip("."), (*path, key))
    elif isinstance(plain, list | tuple):
        for i, child in enumerate(plain):
            name = child.get("id", i) if isinstance(child, Mapping) else i
            yield from _texts(child, f"{place}.{name}", (*path, i))
    elif plain not in (None, ""):
        yield place, path, ("是" if plain else "否") if isinstance(plain, bool) else str(plain)
