"""What is not wrong and still worth a look: told by `standards check`, and does not fail it."""

from datetime import date

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import Use, known_names, lookups_of, scores_of, uses_of
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Score, Standard
from greenlist.engines.scoring.tree import Number, Operation, walk
from greenlist.engines.scoring.values import Path, groups_of, items_of
from greenlist.rulebook.reference.tables import names, reference_table


def hint_faults(source: Source) -> Faults:
    """Names that nothing reads, denominators that may be 0 with nothing said, values whose sureness is not told, a date left out."""
    standard = source.standard
    yield from _unused(standard)
    yield from _zero_not_declared(source)
    if source.marks:
        yield from _sureness_not_told(source)
    if not standard.in_force.get("to") and not standard.in_force.get("reviewed_until"):
        yield Fault(("in_force",), "没有写 to，也没有写 reviewed_until；以后没有人核对也会一直算分。")


def _unused(standard: Standard) -> Faults:
    read = {name.partition("[-")[0] for use in uses_of(standard) if use.read for name in use.read.names}
    read |= {name for table in standard.tables.values() if table.of in names() for name in reference_table(table.of, date.max).inputs}
    for name, known in known_names(standard).items():
        if name not in read and known.kind != "choice":
            yield Fault(known.path, f"没有算式用到“{name}”；不需要就删去。")
    looked_up = {str(lookup.content["table"]) for lookup in lookups_of(standard)}
    for name in standard.tables:
        if name not in looked_up:
            yield Fault(("tables", name), f"没有地方查“{name}”这张表；不需要就删去。")


def _zero_not_declared(source: Source) -> Faults:
    derived = {use.path[1]: use for use in uses_of(source.standard) if use.path[0] == "derived" and len(use.path) == 3}
    for name, use in derived.items():
        if may_divide_by_zero(use) and ("derived", str(name), "when_zero") not in source.marks:
            yield Fault(use.path, "分母可能为0，没有写 when_zero：算不出来（unknown）还是按0（zero）？", _slash(use.text))
    for path, item in items_of(source.standard):
        for at, score in scores_of(path, item):
            if divides_in(score) and (*at, "when_zero") not in source.marks:
                yield Fault(at, "分母可能为0，没有写 when_zero：算不出来（unknown）、按0分（zero）还是满分（full）？")


def divides_in(score: Score) -> bool:
    """May the ratio of a score have a denominator of 0?"""
    texts = [text for text in (score.value, score.lead, score.base) if isinstance(text, str)]
    return score.kind == "neg" or any(may_divide_by_zero(Use((), text)) for text in texts)


def may_divide_by_zero(use: Use) -> bool:
    """Is there a division by something other than a number?"""
    nodes = walk(use.read.tree) if use.read else ()
    return any(isinstance(node, Operation) and node.sign == "/" and not isinstance(node.parts[1], Number) for node in nodes)


def _slash(text: str) -> int:
    return max(text.find("/"), 0)


def _sureness_not_told(source: Source) -> Faults:
    for path in _of_values(source.standard):
        if path not in source.marks:
            yield Fault(path[:-1], f"没有写 {path[-1]}，就算已核实（VERIFIED）；请写明核实到哪一步。")


def _of_values(standard: Standard) -> list[Path]:
    found: list[Path] = [(*known.path, "confidence") for known in known_names(standard).values()]
    found += [("gates", i, "confidence") for i in range(len(standard.gates))]
    found += [(*path, "weight_confidence") for path, group in groups_of(standard) if group.weight is not None]
    for path, _ in items_of(standard):
        found += [(*path, "confidence"), (*path, "points_confidence")]
    found += [("tables", t, "rows", code, "confidence") for t, table in standard.tables.items() for code in table.rows]
    found += [
        (key, i, "confidence") for key, entries in (("grades", standard.grades), ("ranks", standard.ranks)) for i in range(len(entries))
    ]
    return found
