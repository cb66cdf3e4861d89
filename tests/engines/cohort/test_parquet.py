"""Whole files: read ahead in row groups, written in order, the same whatever the cut; what is wrong names row group, row and column."""

import distributed
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from greenlist.engines.cohort.arrow import CohortProblems, score_record_batch
from greenlist.engines.cohort.distributed import score_files
from greenlist.engines.cohort.parquet import score_parquet, scored_parts
from tests.engines.cohort.told import PLAN, PROGRAM, cohort, written


@pytest.mark.parametrize("rows_a_group", [7, 100])
def test_a_file_is_scored_in_order_whatever_its_row_groups(tmp_path, rows_a_group):
    table = cohort(60)
    target = tmp_path / "out.parquet"
    assert score_parquet(PROGRAM, written(tmp_path, table, rows_a_group), target, carried=["city"]) == 60
    wanted = score_record_batch(PROGRAM, table.combine_chunks().to_batches()[0], ["city"])
    read = pq.read_table(target)
    assert read.to_pylist() == wanted.to_pylist()
    assert read.schema.metadata[b"greenlist.plan"] == PLAN.digest.encode()


def test_a_csv_holds_the_same_and_no_cell_is_a_formula(tmp_path):
    table = cohort(3, city=pa.array(["=1+1", "＠x", None]))
    target = tmp_path / "out.csv"
    score_parquet(PROGRAM, written(tmp_path, table, 2), target, carried=["city"])
    lines = target.read_text(encoding="utf-8").splitlines()
    assert lines[0] == '"city","total","verdict","grade","unmet","missing"'
    assert [line.split(",")[0] for line in lines[1:]] == ['"\'=1+1"', '"\'＠x"', ""]
    assert [line.split(",")[1] for line in lines[1:]] == [
        str(t) for t in score_record_batch(PROGRAM, table.to_batches()[0], ["city"])["total"]
    ]


def test_a_fault_names_row_group_row_and_column_and_leaves_no_file(tmp_path):
    energy = pa.array([5.0] * 10 + [-2.0, 5.0])
    source, target = written(tmp_path, cohort(12, missing=0, energy=energy), 5), tmp_path / "out.parquet"
    target.write_bytes(b"before")
    with pytest.raises(CohortProblems) as found:
        score_parquet(PROGRAM, source, target, carried=["city"])
    assert found.value.problems == ["cohort.parquet：第3个行组第1行“energy”是 -2.0，应不小于0。"]
    assert target.read_bytes() == b"before" and sorted(p.name for p in tmp_path.iterdir()) == ["cohort.parquet", "out.parquet"]


def test_what_is_no_parquet_file_is_told(tmp_path):
    file = tmp_path / "x.parquet"
    file.write_bytes(b"PAR1 nothing")
    with pytest.raises(CohortProblems, match="不是 Parquet 文件"):
        list(scored_parts([PROGRAM], file))


def test_a_file_without_rows_is_scored(tmp_path):
    target = tmp_path / "out.parquet"
    assert score_parquet(PROGRAM, written(tmp_path, cohort(5).slice(0, 0), 5), target, carried=["city"]) == 0
    assert pq.read_table(target).num_rows == 0


def test_two_workers_of_dask_write_the_same_bytes_as_one_run_here(tmp_path):
    sources = [written(tmp_path, cohort(40, seed), 25, f"part-{seed}.parquet") for seed in (1, 2, 3)]
    here, there = tmp_path / "here", tmp_path / "there"
    assert score_files(PLAN, sources, here, carried=["city"]) == [40, 40, 40]
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert score_files(PLAN, sources, there, carried=["city"], client=client) == [40, 40, 40]
    for source in sources:
        assert (here / source.name).read_bytes() == (there / source.name).read_bytes()
