"""What a file has to say although the language has a default: how sure each value is, and what a division by zero is worth.

Only a file is asked (`marks`): what was stored before keeps its defaults.
"""

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import Use, known_names, scores_of, uses_of
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Score, Standard
from greenlist.engines.scoring.values import Path, groups_of, items_of


def said_faults(source: Source) -> Faults:
    """Denominators that may be 0 with nothing said, values whose sureness is not told."""
    if source.marks:
        yield from _zero_not_said(source)
        yield from _sureness_not_said(source)


def _zero_not_said(source: Source) -> Faults:
    derived = {use.path[1]: use for use in uses_of(source.standard) if use.path[0] == "derived" and len(use.path) == 3}
    for name, use in derived.items():
        if use.may_divide_by_zero and ("derived", str(name), "when_zero") not in source.marks:
            words = "分母可能为0，要写 when_zero：算不出来（unknown）还是按0（zero）。"
            yield Fault(use.path, words, use.text.index("/"))
    for path, item in items_of(source.standard):
        for at, score in scores_of(path, item):
            if divides_in(score) and (*at, "when_zero") not in source.marks:
                yield Fault(at, "分母可能为0，要写 when_zero：算不出来（unknown）、按0分（zero）还是满分（full）。")


def divides_in(score: Score) -> bool:
    """May the ratio of a score have a denominator of 0?"""
    texts = [text for text in (score.value, score.lead, score.base) if isinstance(text, str)]
    return score.kind == "neg" or any(Use((), text).may_divide_by_zero for text in texts)


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
