"""What of a list entry is public: the classes of the round (公开, 依申请公开, 内部) decide, field by field, for every public face."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from greenlist.casework.register.events import Kind
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import Filters
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_notice, current_round, disclosure_classes
from greenlist.rulebook.notices import round_parameters

PUBLIC = "公开"
COLUMNS = {
    "name": ("name", "former_names"),
    "credit_code": ("credit_code", "former_codes"),
    "category": ("category",),
    "level": ("level",),
    "listed_on": ("listed_on", "document"),
    "removal": ("state", "removed_on", "removal_reason", "removal_clause"),
}
# what must be public for an event of the register to be told: its words name the unit, its level, or that it was taken off
EVENTS = {Kind.LISTED: "listed_on", Kind.RENAMED: "name", Kind.MOVED: "name", Kind.MERGED: "removal", Kind.SPLIT: "name",
          Kind.SUSPENDED: "removal", Kind.REMOVED: "removal", Kind.RESTORED: "removal", Kind.PROMOTED: "level"}  # fmt: skip
DATES = ("listed_on", "removed_on")


def classes_of(round_: Round | None) -> dict[str, str]:
    """{field: class}: of the signed parameters; before a round is opened, of the newest notice."""
    return disclosure_classes(round_) if round_ else round_parameters(current_notice()).disclosure_classes


@dataclass(frozen=True)
class Disclosure:
    """The fields that are public; everything else is left out before a page, a file or an answer is made."""

    fields: frozenset[str]

    def hidden_columns(self) -> set[str]:
        """The columns of a list entry that must not be read by the public."""
        return {column for field, columns in COLUMNS.items() if field not in self.fields for column in columns}

    def kinds_of_event(self) -> list[str]:
        """The kinds of events that the public may read; where names are not public, none: nearly every one is told with names."""
        return [kind.value for kind, field in EVENTS.items() if field in self.fields] if "name" in self.fields else []

    def redacted(self, entries: Iterable[ListEntry]) -> list[ListEntry]:
        """The entries without what is not public (nothing is saved)."""
        hidden, rows = self.hidden_columns(), list(entries)
        for row in rows:
            for column in hidden:
                setattr(row, column, None if column in DATES else "")
        return rows

    def narrowed(self, wanted: Filters) -> Filters:
        """The filters without those that would tell what is hidden."""
        told_by = {"category": "category", "level": "level", "industry": "category", "removed": "removal", "stood": "removal"}
        closed = {name: "" for name, field in told_by.items() if field not in self.fields}
        return replace(wanted, **closed)


def disclosure() -> Disclosure:
    """What is public today, by the newest round."""
    return Disclosure(frozenset(field for field, given in classes_of(current_round()).items() if given == PUBLIC))
