"""What is not wrong and still worth a look: told by `standards check`, and does not fail it."""

from datetime import date

from greenlist.engines.scoring.authoring.lint.faults import Fault, Faults
from greenlist.engines.scoring.authoring.lint.reading import known_names, lookups_of, uses_of
from greenlist.engines.scoring.load import Source
from greenlist.engines.scoring.schema import Standard
from greenlist.rulebook.reference.tables import names, reference_table


def hint_faults(source: Source) -> Faults:
    """Names that nothing reads, a date left out."""
    standard = source.standard
    yield from _unused(standard)
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
