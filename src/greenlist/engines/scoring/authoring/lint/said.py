"""What a file has to say although the language has a default: how sure each value is, and what a division by zero is worth.

Only a file is asked (`marks`): what was stored before keeps its defaults.
"""

from typing import Any

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import Use, dated_values, formulas_in, known_names, parts_of, scores_of
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Score, Standard
from greenlist.engines.scoring.values import Path, groups_of, items_of


def said_faults(source: Source) -> Faults:
    """Denominators that may be 0 with nothing said, values whose sureness is not told."""
    if source.marks:
        yield from _zero_not_said(source)
        yield from _sureness_not_said(source)


def _zero_not_said(source: Source) -> Faults:
    standard = source.standard
    for name, entry in standard.derived.items():
        if ("derived", name, "when_zero") not in source.marks:
            yield from _first_division(("derived", name, "value"), entry.value, standard)
    for path, item in items_of(standard):
        for at, score in scores_of(path, item):
            if divides_in(score, standard) and (*at, "when_zero") not in source.marks:
                yield Fault(at, "分母可能为0，要写 when_zero：算不出来（unknown）、按0分（zero）还是满分（full）。")


def _first_division(path: Path, value: Any, standard: Standard) -> Faults:
    """One word settles all of them, so the first is told; that of a table where it is looked up."""
    words = "分母可能为0，要写 when_zero：算不出来（unknown）还是按0（zero）。"
    for at, part in parts_of(path, value, only_last=True):
        for use in formulas_in(at, part, standard):
            if use.may_divide_by_zero:
                is_row = use.path[0] == "tables"
                yield Fault(at, f"表“{use.path[1]}”中“{use.path[3]}”的{words}") if is_row else Fault(use.path, words, use.text.index("/"))
                return


def divides_in(score: Score, standard: Standard) -> bool:
    """May the ratio of a score have a denominator of 0? A lead or base that is a reference, and divides by 0, has no value instead."""
    sides = {side: list(dated_values(getattr(score, side))) for side in ("lead", "base")}
    in_place = [part for part in (score.value, *sides["lead"], *sides["base"]) if isinstance(part, str)]
    in_place += [score.over.weight] if score.over else []
    if score.kind == "neg" or any(Use((), text).may_divide_by_zero for text in in_place):
        return True
    return score.kind in {"pos", "points"} and any(_may_be_zero(part, standard) for part in sides["lead"])


def _may_be_zero(lead: Any, standard: Standard) -> bool:
    """A lead that is looked up is 0 only where a row is computed; by what size a bracket is chosen does not matter."""
    uses = [(at, use) for at, part in parts_of((), lead) for use in formulas_in(at, part, standard)]
    return any(use.may_be_zero for at, use in uses if use.path != (*at, "bracket"))


def _sureness_not_said(source: Source) -> Faults:
    for path in _of_values(source.standard):
        if path not in source.marks:
            words = f"要写 {path[-1]}：核实到哪一步（VERIFIED、VERIFIED-SECONDARY、VERIFIED-UNOFFICIAL、RECALLED、GUESS）。"
            yield Fault(path[:-1], words)


def _of_values(standard: Standard) -> list[Path]:
    found: list[Path] = [(*known.path, "confidence") for known in known_names(standard).values()]
    found += [("gates", i, "confidence") for i in range(len(standard.gates))]
    found += [("conventions", i, "confidence") for i in range(len(standard.conventions))]
    found += [(*path, "weight_confidence") for path, group in groups_of(standard) if group.weight is not None]
    for path, _ in items_of(standard):
        found += [(*path, "confidence"), (*path, "points_confidence")]
    found += [("tables", t, "rows", code, "confidence") for t, table in standard.tables.items() for code in table.rows]
    found += [
        (key, i, "confidence") for key, entries in (("grades", standard.grades), ("ranks", standard.ranks)) for i in range(len(entries))
    ]
    return found
