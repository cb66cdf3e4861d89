"""同行对标: a figure stands only beside those that the same edition of the standard computed."""

from datetime import date

from greenlist.casework.yearly_tables.benchmarks import Indicator, lines_of, placed, values_of
from greenlist.engines.scoring import Result, compile_plan, load_standard, read_application, score
from greenlist.rulebook.standards import standard_file

OTHER = {"indicator": "gbt-36132:land_output", "label": "单位用地面积产值", "unit": "万元/hm²", "industry": "30", "band": "5–9",
         "quartiles": ["2000", "3000", "4000"]}  # fmt: skip


def scored(edition: str, on: date) -> Result:
    """A form that gives land and output only."""
    plan = compile_plan(load_standard(standard_file("gbt-36132", edition)), on)
    return score(plan, read_application(plan, {"inputs": {"land_area": "10000", "output_value": "3000"}, "items": {}}))


def test_a_figure_of_the_next_edition_in_another_unit_is_not_placed_among_those_of_the_last():
    older, newer = scored("2018", date(2024, 5, 27)), scored("2025", date(2026, 6, 30))
    assert [len(values_of(one)) > 0 for one in (older, newer)] == [True, True]
    lines = lines_of({"cells": [{**OTHER, "edition": "2018"}]})
    assert [one.words for one in placed(lines, older, "30")] == ["等于中位"]
    assert placed(lines, newer, "30") == []
    renamed = lines_of({"cells": [{**OTHER, "edition": "2025"}]})
    assert placed(renamed, newer, "30") == []  # the same name and edition, and still another unit


def test_what_was_published_before_its_edition_was_told_is_read_and_compared_with_nothing():
    lines = lines_of({"cells": [OTHER]})
    assert lines[0].indicator == Indicator("gbt-36132:land_output", "", "单位用地面积产值", "万元/hm²")
    assert placed(lines, scored("2018", date(2024, 5, 27)), "30") == []
