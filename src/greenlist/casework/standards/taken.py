"""Standards take coefficients from the table of coefficients: neither is loaded or signed so that a form could no longer be begun."""

from greenlist.casework.standards.held import Table
from greenlist.casework.standards.models import OPEN, StandardLoad
from greenlist.casework.standards.reference import coefficients_taken, entries_of
from greenlist.casework.standards.selectors import table_of, takers_of_coefficients
from greenlist.rulebook.reference.tables import COEFFICIENTS


def coefficients_wanting(theirs: Table) -> list[str]:
    """What standards take that this table of coefficients has no single value of any more; or what this standard takes that the newest
    table of coefficients has none of. In words, empty for every other table.
    """
    if theirs.subject == COEFFICIENTS:
        return _lost(table_of(COEFFICIENTS)[0], theirs)
    taken = {} if theirs.is_reference else coefficients_taken(theirs.plain)
    held = _single(table_of(COEFFICIENTS)[0]) if taken else set()
    return [f"本标准取用“{of}”，现用的折标准煤系数表没有它的单一的值。" for of in dict.fromkeys(taken.values()) if of not in held]


def hold_open_loads() -> None:
    """Let nobody else sign in the meantime: of two that would each be in force without the other, the second sees the first. Inside a
    transaction.
    """
    list(StandardLoad.objects.select_for_update().filter(state__in=OPEN).order_by("pk").values_list("pk"))


def _lost(ours: Table, theirs: Table) -> list[str]:
    lost, takers = _single(ours) - _single(theirs), dict[str, list[str]]()
    for name, taken in takers_of_coefficients():
        if taken in lost:
            takers.setdefault(taken, []).append(name)
    return [f"标准{'、'.join(names)}取用“{taken}”，这份表没有它的单一的值。" for taken, names in takers.items()]


def _single(table: Table) -> set[str]:
    return {row.reference for row in entries_of(table.plain) if row.single}
