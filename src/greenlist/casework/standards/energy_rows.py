"""A row of the energy limits or benchmarks as it is loaded: a correction or a unit nobody knows, levels in the wrong order."""

from collections.abc import Iterator, Mapping

from greenlist.casework.standards.numbers import printed_number
from greenlist.rulebook.reference.energy import LEVEL_WORDS, LEVELS
from greenlist.rulebook.reference.units import UnknownUnit, unit

CORRECTIONS = ("", "clinker", "altitude", "other")


def wrong_in_energy_row(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong there) of what no check of an energy figure could live with."""
    if row.get("correction", "") not in CORRECTIONS:
        yield "correction", f"不认识修正“{row['correction'][:20]}”；可用的是 {'、'.join(filter(None, CORRECTIONS))}，没有的写 ''"
    try:
        unit(row["unit"])
    except UnknownUnit:
        yield "unit", f"不认识单位“{row['unit'][:20]}”；请写成 kgce/t 的样子"
    found = {name: number for name in LEVELS if row.get(name) and (number := printed_number(row[name])) is not None}
    for name in ("advanced", "access"):
        if "limit" in found and name in found and found[name] > found["limit"]:
            yield name, f"{LEVEL_WORDS[name]}{row[name]}高于{LEVEL_WORDS['limit']}{row['limit']}；请核对，同一产品的几级一起核"
