"""Parquet in, Parquet or CSV out, streamed: row groups are read and scored ahead in threads and written in order; memory stays bounded.

Needs pyarrow, which is no part of the base installation.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from greenlist.engines.cohort.arrow import CohortProblems, check_schema, columns_of, result_batch, result_schema, score_columns
from greenlist.engines.cohort.columns import Array
from greenlist.engines.cohort.lane import Scores
from greenlist.engines.cohort.program import Program

ROWS = 131_072  # of a batch: what is held at a time does not grow with the file or its row groups
FORMULA = r"^[=+\-@＝＋－＠\t\r]"  # a text cell that begins so would be computed by a spreadsheet


@dataclass(frozen=True)
class Part:
    """Some rows, scored: `first` counts the first of them in the file; per program its scores and its losses[group, item];
    `groups` names the values of the grouping column that occur here, `codes` says which row holds which."""

    first: int
    scores: list[Scores]
    losses: list[Array]
    groups: tuple[str, ...]
    codes: Array | None
    carried: pa.RecordBatch


def scored_parts(
    programs: Sequence[Program], source: Path, *, by: str = "", carried: Sequence[str] = (), threads: int = 2
) -> Iterator[Part]:  # fmt: skip
    """Every program over one pass of the file, in the order of its rows. Raises CohortProblems naming file, row group, row and column."""
    file = _opened(source)
    schema, groups = file.schema_arrow, file.num_row_groups
    kept = list(dict.fromkeys([*carried, *([by] if by else [])]))
    try:
        check_schema(schema, programs, kept)
    except CohortProblems as found:
        raise CohortProblems([f"{source.name}：{problem}" for problem in found.problems]) from None
    starts = np.cumsum([0, *(file.metadata.row_group(i).num_rows for i in range(groups))])
    reader = _Reader(programs, source, file.metadata, by, list(carried))
    waiting: deque[Future[list[Part]]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for group in range(groups):
            waiting.append(pool.submit(reader.group, group, int(starts[group])))
            if len(waiting) > threads:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def score_parquet(program: Program, source: Path, target: Path, *, carried: Sequence[str] = (), threads: int = 2) -> int:
    """Score a file into another, Parquet or CSV by its ending; how many rows. Raises CohortProblems."""
    with writer_of(program, source, target, carried) as writer:
        return sum(writer.write(part) for part in scored_parts([program], source, carried=carried, threads=threads))


@contextmanager
def writer_of(program: Program, source: Path, target: Path, carried: Sequence[str] = ()) -> Iterator["Writer"]:
    """A writer of results, of the first program's where there are several. The file is there when it is whole; a fault leaves none."""
    own = _opened(source).schema_arrow
    unfinished = target.with_name(f".{target.name}.part")
    writer = Writer(program, unfinished, pa.schema([own.field(name) for name in carried if name in own.names]), is_csv=_is_csv(target))
    try:
        yield writer
        writer.close()
        unfinished.replace(target)
    finally:
        writer.close()
        unfinished.unlink(missing_ok=True)


def _is_csv(target: Path) -> bool:
    return target.suffix.lower() == ".csv"


class _Reader:
    """Reads and scores one row group at a time, each call with a file handle of its own."""

    def __init__(self, programs: Sequence[Program], source: Path, metadata: Any, by: str, carried: list[str]) -> None:
        self.programs, self.source, self.metadata, self.by, self.carried = programs, source, metadata, by, carried

    def group(self, number: int, first: int) -> list[Part]:
        """The parts of one row group."""
        parts, row = [], 0
        file = _opened(self.source, self.metadata)
        try:
            for batch in file.iter_batches(ROWS, row_groups=[number], use_threads=False):
                parts.append(self._scored(batch, number, first, row))
                row += batch.num_rows
        except (pa.ArrowException, OSError) as error:
            raise CohortProblems([f"{self.source.name}：第{number + 1}个行组读不出来（{error}）；请重新导出文件。"]) from None
        return parts

    def _scored(self, batch: pa.RecordBatch, group: int, first: int, row: int) -> Part:
        names, codes = _coded(batch.column(self.by)) if self.by else ((), None)
        counted = np.zeros(batch.num_rows, np.int64) if codes is None and len(self.programs) > 1 else codes
        try:
            columns = columns_of(self.programs, batch, row)
            scores, losses = score_columns(self.programs, columns, batch.num_rows, counted, row)
        except CohortProblems as found:
            raise CohortProblems([f"{self.source.name}：第{group + 1}个行组{problem}" for problem in found.problems]) from None
        return Part(first + row, scores, losses, names, codes, batch.select(self.carried))


def _coded(array: pa.Array) -> tuple[tuple[str, ...], Array]:
    """The values of a grouping column as text, and which row holds which; a missing one is a group of its own."""
    text = pc.fill_null(array.cast(pa.string()), "（未填）")
    coded = pc.dictionary_encode(text)
    return tuple(coded.dictionary.to_pylist()), np.asarray(coded.indices.to_numpy(zero_copy_only=False), np.int64)


class Writer:
    """Writes results as they come."""

    def __init__(self, program: Program, target: Path, carried: pa.Schema, *, is_csv: bool) -> None:
        self.program = program
        schema = result_schema(program, carried)
        self.flat = _flat(schema) if is_csv else None
        self.to: Any = pyarrow.csv.CSVWriter(target, self.flat) if self.flat else pq.ParquetWriter(target, schema)

    def write(self, part: Part) -> int:
        """One part; how many rows it has."""
        batch = result_batch(self.program, part.scores[0], part.carried)
        if self.flat:
            batch = pa.RecordBatch.from_arrays([_plain(column) for column in batch.columns], schema=self.flat)
        self.to.write_batch(batch)
        return int(batch.num_rows)

    def close(self) -> None:
        """Finish the file."""
        self.to.close()


def _flat(schema: pa.Schema) -> pa.Schema:
    """Without dictionaries, which CSV does not know."""
    return pa.schema([field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field for field in schema])


def _plain(column: pa.Array) -> pa.Array:
    """Texts that a spreadsheet would compute get a quote in front."""
    column = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return column
    return pc.if_else(pc.match_substring_regex(column, FORMULA), pc.binary_join_element_wise("'", column, ""), column)


def _opened(source: Path, metadata: Any = None) -> pq.ParquetFile:
    """The file, mapped: its bytes are not copied before they are decoded. It must not be cut short while it is read."""
    try:
        return pq.ParquetFile(source, metadata=metadata, pre_buffer=False, memory_map=True)
    except pa.ArrowException:
        raise CohortProblems([f"{source.name}：不是 Parquet 文件，或没有写完；请重新导出。"]) from None
