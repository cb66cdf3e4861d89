"""A small cohort of GB/T 36132-2018 as an Arrow table, with places that are not filled."""

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from greenlist.engines.cohort import compile_program
from greenlist.engines.cohort.arrow import wanted_columns
from greenlist.engines.scoring import compile_plan, load_standard
from greenlist.rulebook.standards import standard_file

PLAN = compile_plan(load_standard(standard_file("gbt-36132", "2018")), date(2024, 5, 27))
PROGRAM = compile_program(PLAN)


def cohort(rows, seed=1, *, missing=0.02, **more):
    """Random figures and answers; `more`: columns to add or to put in place of one, None to leave one out."""
    random, found = np.random.default_rng(seed), {}
    found["city"] = pa.array([f"市{i % 3}" for i in range(rows)])
    for name, kind in wanted_columns([PROGRAM]).items():
        item, mask = PLAN.items.get(name), random.random(rows) < missing
        if kind == "mask":
            found[name] = pa.array(random.random(rows) < 0.1)
        elif name in PLAN.inputs:
            found[name] = pa.array(random.integers(100, 1000, rows) / 10, mask=mask)
        elif item is None or item.kind in {"required", "yes_no"}:
            found[name] = pa.array(random.random(rows) < 0.98, mask=mask)
        elif item.count_of:
            found[name] = pa.array(random.integers(0, item.count_of + 1, rows), mask=mask)
        else:
            found[name] = pa.array(np.round(random.integers(0, 11, rows) * float(item.step), 4), mask=mask)
    return pa.table({name: column for name, column in (found | more).items() if column is not None})


def written(folder, table, rows_a_group, name="cohort.parquet"):
    """The table as a Parquet file."""
    file = folder / name
    pq.write_table(table, file, row_group_size=rows_a_group)
    return file
