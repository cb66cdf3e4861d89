"""What is tried in order (first_of): the unit can say that there is none, and where there is none the search is not stopped for good."""

from collections.abc import Iterator
from typing import Any

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import Use, formulas_in, is_dated
from greenlist.engines.scoring.references import NONE_CODE, tables_passed
from greenlist.engines.scoring.schema import Standard, Table
from greenlist.engines.scoring.values import Path, references_of


def first_of_faults(standard: Standard) -> Faults:
    """Every fault of what is tried in order."""
    values = list(references_of(standard))
    for path, value in values:
        yield from _shape_faults(path, value)
    yield from _none_faults(standard, {name for _, value in values for name in tables_passed(value)})
    stopping = _stopping(standard)
    for path, value in values:
        for at, part in _passed(path, value):
            yield from _stopped_by(at, part, standard, stopping)


def _shape_faults(path: Path, value: Any) -> Faults:
    """A first_of says nothing but what is tried; what is said beside it would be lost."""
    for at, found in _first_ofs(path, value):
        if not found["first_of"]:
            yield Fault((*at, "first_of"), "first_of 是空的；请写依次取的值，至少两个。")
        for key in found:
            if key == "unknown":
                words = "这里不能写 unknown：还不知道的，一律停在那里，不取后面的；请删去这一行。"
                yield Fault((*at, key), words)
            elif key != "first_of":
                yield Fault((*at, key), f"first_of 旁边不能再写“{key}”；请删去，或移到另一个 derived。")


def _first_ofs(path: Path, value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every first_of in a value, an outer one before those in it."""
    if is_dated(value):
        for day, part in value.items():
            yield from _first_ofs((*path, day), part)
    elif isinstance(value, dict) and isinstance(value.get("first_of"), list):
        yield path, value
        for i, part in enumerate(value["first_of"]):
            yield from _first_ofs((*path, "first_of", i), part)


def _none_faults(standard: Standard, passed: set[str]) -> Faults:
    """A unit must be able to say that no row is its own where a first_of goes on then; the code for it is nobody else's."""
    for name, table in standard.tables.items():
        if NONE_CODE in table.rows:
            yield Fault(("tables", name, "rows", NONE_CODE), f"代码“{NONE_CODE}”留给“各行都不适用”；请改用别的代码。")
        if name in passed and not (table.none or "").strip():
            words = f"first_of 先查“{name}”，查不到才用后面的；请给它写 none：单位用哪句话表示各行都不适用，如 没有适用的限额。"
            yield Fault(("tables", name), words)


def _passed(path: Path, value: Any, is_passed: bool = False) -> Iterator[tuple[Path, Any]]:
    """The parts after which a first_of may go on, each with its path."""
    if is_dated(value):
        for day, part in value.items():
            yield from _passed((*path, day), part, is_passed)
    elif isinstance(value, dict) and isinstance(value.get("first_of"), list):
        last = len(value["first_of"]) - 1
        for i, part in enumerate(value["first_of"]):
            yield from _passed((*path, "first_of", i), part, is_passed or i < last)
    elif is_passed:
        yield path, value


def _stopped_by(path: Path, part: Any, standard: Standard, stopping: frozenset[str]) -> Faults:
    """A computed value by its name is unknown where it has none; only what is looked up or divided here is known to have none."""
    for use in formulas_in(path, part, standard):
        for name in _stems(use):
            if name in stopping:
                words = (
                    f"“{name}”没有值时，first_of 停在这里，不取后面的；请把“{name}”的取法（查表、分档或算式）直接写在这里，不写它的名称。"
                )
                yield Fault(use.path, words, use.offset_of(name))


def _stems(use: Use) -> dict[str, None]:
    """The names it reads, of whatever year, in order; none where it cannot be read."""
    return dict.fromkeys(name.partition("[-")[0] for name in (use.read.names if use.read else ()))


def _stopping(standard: Standard) -> frozenset[str]:
    """The derived values that may have no value though everything is filled in: looked up, divided, or resting on one of these."""
    found: set[str] = set()
    for name, entry in standard.derived.items():
        if _may_have_none(entry.value, standard, found, entry.when_zero == "zero"):
            found.add(name)
    return frozenset(found)


def _may_have_none(value: Any, standard: Standard, found: set[str], is_zero_then: bool) -> bool:
    if is_dated(value):
        return any(_may_have_none(part, standard, found, is_zero_then) for part in value.values())
    if isinstance(value, dict) and isinstance(value.get("first_of"), list):
        return bool(value["first_of"]) and _may_have_none(value["first_of"][-1], standard, found, is_zero_then)
    if isinstance(value, dict) and "table" in value and _may_lack(standard.tables.get(str(value["table"])), str(value.get("column"))):
        return True
    if isinstance(value, dict) and "bracket" in value and value.get("below") is None:
        return True
    return any(
        not found.isdisjoint(_stems(use)) or (not is_zero_then and use.may_divide_by_zero) for use in formulas_in((), value, standard)
    )


def _may_lack(table: Table | None, column: str) -> bool:
    return table is None or table.of is not None or bool(table.none) or any(row.values.get(column) is None for row in table.rows.values())
