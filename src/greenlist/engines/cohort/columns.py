"""Flat columns of a cohort, by the names of `Plan.inputs`, item and gate ids, and `na:<item>`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Column:
    """Values and which of them are there; `present` None: all. What stands in a place that is not there is never read.

    A figure or an answer is float64; a choice is whole numbers into `codes`; `na:<item>` is a mask, True where it does not apply.
    """

    values: Array
    present: Array | None = None
    codes: tuple[str, ...] | None = None

    def rows(self, start: int, stop: int) -> "Column":
        """The same column for some rows, without a copy."""
        return Column(self.values[start:stop], None if self.present is None else self.present[start:stop], self.codes)


Columns = Mapping[str, Column]


def checked(columns: Columns, rows: int, names: tuple[str, ...], masks: tuple[str, ...]) -> dict[str, Column]:
    """The columns a program reads, each float64 or a byte mask, contiguous. A name that is not given is wholly missing (a mask: False).

    Raises ValueError for a column of another length or type: all of them told at once.
    """
    found, problems = {}, []
    for name in (*names, *masks):
        if (column := columns.get(name)) is None:
            continue
        if len(column.values) != rows or (column.present is not None and len(column.present) != rows):
            problems.append(f"{name}: {len(column.values)} rows, wanted {rows}")
        elif column.values.dtype.kind not in "fiub":
            problems.append(f"{name}: values of type {column.values.dtype}, wanted float64")
        else:
            kind = np.uint8 if name in masks else np.int64 if column.codes is not None else np.float64
            present = None if column.present is None else np.ascontiguousarray(column.present).view(np.uint8)
            found[name] = Column(_of_type(column.values, kind), present, column.codes)
    if problems:
        raise ValueError("; ".join(problems))
    return found


def _of_type(values: Array, kind: Any) -> Array:
    if kind is np.uint8:
        return np.ascontiguousarray(values, np.bool_).view(np.uint8)  # 0 or 1
    return np.ascontiguousarray(values, dtype=kind)
