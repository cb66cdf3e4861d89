"""What is held of one subject, a standard's edition or a reference table, in its plain form with every value by its place."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import yaml

from greenlist.casework.standards.definitions import is_asked, is_definition
from greenlist.casework.standards.reference import KINDS, shipped_rows, values_of_rows
from greenlist.engines.scoring import load_standard
from greenlist.engines.scoring.load import Source, read_standard
from greenlist.engines.scoring.values import Placed, plain_standard, sureness_counts, values_of
from greenlist.rulebook.standards import held_editions, standard_file

FIRST_KEYS = ("format", "id", "edition", "number", "title", "subject")


class Table:
    """A table in its plain form."""

    def __init__(self, subject: str, plain: dict[str, Any]) -> None:
        self.subject, self.plain = subject, plain

    @property
    def is_reference(self) -> bool:
        """Is it a table that standards look values up in, and no standard?"""
        return self.subject in KINDS

    @cached_property
    def values(self) -> dict[str, Placed]:
        """Every value by its place, one row each in the sheet; what is asked comes last, each figure as its definition and then its limits."""
        if self.is_reference:
            return values_of_rows(self.plain)
        return dict(sorted(values_of(self.plain).items(), key=lambda placed: is_asked(placed[1])))

    @property
    def sureness(self) -> Counter[str]:
        """{sureness: how many values}: of a standard those that say one, as everywhere; of a reference table one for every value of a row."""
        return Counter(v.sureness for v in self.values.values()) if self.is_reference else sureness_counts(self.plain)

    @property
    def definitions(self) -> int:
        """How many of the values are definitions of figures that are asked."""
        return sum(map(is_definition, self.values.values()))

    @property
    def title(self) -> str:
        return KINDS[self.subject].title if self.is_reference else f"{self.plain['number']} {self.plain['title']}"

    @property
    def text(self) -> str:
        """The whole table as YAML, which can be loaded again."""
        return yaml_of(self.plain)


def subjects() -> list[str]:
    """Everything that can be checked: the editions that are shipped, then the reference tables."""
    return [f"{path.parent.name}/{path.stem}" for path in held_editions()] + list(KINDS)


def shipped(subject: str) -> Table:
    """What is shipped. KeyError for a subject that is none."""
    if subject in KINDS:
        return Table(subject, shipped_rows(subject))
    standard, _, edition = subject.partition("/")
    return Table(subject, plain_standard(load_standard(standard_file(standard, edition)).standard))


def source_of(subject: str, plain: Mapping[str, Any]) -> Source:
    """A standard in its plain form as it is compiled from, under the name of its edition."""
    return read_standard(yaml_of(plain), f"{subject.partition('/')[0]}/{plain['edition']}.yaml")


def yaml_of(plain: Mapping[str, Any]) -> str:
    """The plain form as YAML: what it is first, then everything in its order."""
    ordered = {key: plain[key] for key in FIRST_KEYS if key in plain} | dict(plain)
    return yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=140)
