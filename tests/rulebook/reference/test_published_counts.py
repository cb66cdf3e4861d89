"""The printed counts beside the rows we carry: what agrees, what does not and by how much, and what is not known."""

from dataclasses import replace
from datetime import date

import pytest

from greenlist.rulebook.reference import published_counts as module
from greenlist.rulebook.reference.published_counts import Compared, published_counts, reconcile, unaccounted
from greenlist.rulebook.reference.published_lists import published_rows

ROWS = list(published_rows())


def test_every_row_we_carry_of_the_first_five_batches_agrees_with_the_notices():
    told = {one.published.list: [(c.printed, c.rows, c.words) for c in one.categories] for one in reconcile() if one.is_carried}
    assert told == {
        "第一批": [(201, 201, "相符"), (24, 24, "相符"), (15, 15, "相符")],
        "第二批": [(208, 208, "相符"), (22, 22, "相符"), (4, 4, "相符")],
        "第三批": [(391, 391, "相符"), (34, 34, "相符"), (21, 21, "相符")],
        "第四批": [(602, 602, "相符"), (39, 39, "相符"), (50, 50, "相符")],
        "第五批": [(719, 719, "相符"), (53, 53, "相符"), (99, 99, "相符")],
    }
    assert unaccounted() == {}


def test_a_row_too_many_or_too_few_is_named_with_its_number():
    fewer = [row for row in ROWS if not (row.batch == 2 and row.category == "park")][:-1]
    found = {one.published.list: [c.words for c in one.categories] for one in reconcile(rows=fewer) if one.differs}
    assert found == {"第二批": ["相符", "少22行", "相符"], "第五批": ["相符", "相符", "少1行"]}
    again = [*ROWS, ROWS[0]]
    assert [c.words for one in reconcile(rows=again) if one.differs for c in one.categories] == ["多1行", "相符", "相符"]
    assert unaccounted([replace(ROWS[0], batch=9)]) == {9: 1}


def test_what_we_do_not_carry_is_not_compared():
    later = [one for one in reconcile() if one.published.year == 2024 and one.published.level == "national"]
    assert [[c.words for c in one.categories] for one in later] == [["没有载入名单行"] * 3]
    assert Compared("park", None, 3).words == "没有公布数"
    assert (later[0].differs, later[0].is_carried) == (False, False)


def test_the_notice_period_of_the_fourth_batch_lost_nine_factories_and_a_park():
    fourth = next(one for one in reconcile() if one.published.batch == 4)
    assert fourth.fell_out == {"factory": 9, "park": 1}
    assert fourth.fell_out_words == "公示611家绿色工厂，公布602家，少9家；公示40家绿色园区，公布39家，少1家"


def test_the_stock_is_printed_additions_minus_printed_removals():
    stock = {one.published.list: one.stock for one in reconcile() if one.stock}
    assert stock["第五批"] == {"factory": 2121, "park": 172, "supply_chain": 189}
    assert stock["2025年度"] == {"factory": 2121 + 662 + 874 + 1488 + 1382 + 2038 - 41 - 9 - 47 - 132, "park": 172 + 52 + 47 + 104 + 123 + 128 - 3 - 3 - 3,
                               "supply_chain": 189 + 107 + 112 + 205 + 126 - 5 - 3 - 4}  # fmt: skip
    assert "江西2021年度" not in stock


def test_the_figures_name_their_day_number_source_and_confidence():
    found = {one.list: one for one in published_counts()}
    assert (found["2024年度"].published_on, found["2024年度"].number, found["2024年度"].renamed) == (
        date(2025, 1, 22),
        "工信厅节函〔2025〕33号",
        230,
    )
    assert "supply_chain" not in found["2025年度"].counts
    assert all(one.source and one.confidence for one in published_counts())
    assert [one.confidence for one in published_counts() if one.batch] == ["VERIFIED"] * 5


def test_a_wrong_word_in_the_file_is_named(tmp_path, monkeypatch):
    file = tmp_path / "counts.yaml"
    file.write_text("- {list: 甲, level: national, region: 全国, year: 2020, counts: {works: 3}, source: x, confidence: VERIFIED}", "utf-8")
    monkeypatch.setattr(module, "FILE", file)
    published_counts.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"counts.yaml: 甲: .*works"):
            published_counts()
    finally:
        published_counts.cache_clear()
