"""Facts whose fields are plain values: text, yes/no/unknown, whole numbers, dates, tuples of these. They store themselves."""

from dataclasses import fields
from datetime import date
from types import UnionType
from typing import Any, Self, get_args

from greenlist.rulebook.eligibility.history import day


class Plain:
    """Base of a frozen dataclass of plain values with defaults; what is left out of the content is unknown."""

    def as_content(self) -> dict[str, Any]:
        """Plain values for storage."""
        return {f.name: _stored(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        """The facts as they were stored, or as `greenlist screen FILE` reads them. Dates may be text or dates."""
        known = {f.name: f for f in fields(cls)}  # type: ignore[arg-type]
        return cls(**{name: _read(value, known[name].type) for name, value in content.items() if name in known})


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return [_stored(each) for each in value] if isinstance(value, tuple) else value


def _read(value: Any, kind: Any) -> Any:
    if value is not None and date in (get_args(kind) if isinstance(kind, UnionType) else (kind,)):
        return day(value)
    return _tuple(value)


def _tuple(value: Any) -> Any:
    return tuple(_tuple(each) for each in value) if isinstance(value, list) else value
