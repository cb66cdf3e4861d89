"""An edition that was signed when less was asked of a standard goes on working; what is loaded on top of it has to say what is asked now."""

from copy import deepcopy
from datetime import date

import pytest

from greenlist.casework.filings.selectors import plan_of, result_of
from greenlist.casework.filings.services import start_filing
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.standards.held import yaml_of
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.selectors import as_stored, newest_of, source_called, table_of
from greenlist.engines.scoring import read_application, score
from greenlist.engines.scoring.check import lint
from greenlist.engines.scoring.overlay import Overlay, Patch, what_if
from greenlist.rulebook.standards import standard_file
from tests.casework.standards.official import READ, loaded, signed

SUBJECT, DAY = "gbt-36132/2025", date(2026, 6, 30)
ASKED = "first_of 先查“limits”，查不到才用后面的；请给它写 none"


@pytest.fixture
def earlier(province):
    """A signed edition of 2025 as it stands in the database of a province that loaded it before none was a word."""
    row = signed(province, {"inputs.clinker_percent.maximum": ("99", READ)}, SUBJECT)
    content = deepcopy(as_stored(row))
    del content["plain"]["tables"]["limits"]["none"]
    for test in content["plain"]["tests"]:
        test["application"].get("inputs", {}).pop("product", None)
    digest = store("standard_edition", content)
    StandardLoad.objects.filter(pk=row.pk).update(content_digest=digest, plain=content["plain"])
    row.refresh_from_db()
    assert [ASKED in line for line in lint(source_called("gbt-36132", "2025-1"))] == [True]
    return row


def test_a_form_of_it_is_begun_filled_in_and_scored_as_it_was_signed(province, earlier):
    filing = start_filing(
        province.unit.site, subject="factory", on=DAY, actor=province.unit.engineer, standard_path=standard_file("gbt-36132", "2025")
    )
    plan = plan_of(filing)
    assert (filing.edition, plan.edition) == ("2025-1", "2025-1")
    given = source_called("gbt-36132", "2025-1").standard.tests[0]["application"]
    assert "product" not in given["inputs"]
    result = score(plan, read_application(plan, given))
    assert (result.shown, result.verdict, result.items["E1"].status) == ("100.00", "qualified", "scored")
    assert result_of(filing).verdict == "incomplete"


def test_it_is_shown_and_changes_of_it_are_tried(client, earlier, may):
    assert client.get("/standards/gbt-36132/2025-1/").status_code == 200
    assert client.get("/standards/gbt-36132/2025/").status_code == 200
    plan = what_if(source_called("gbt-36132", "2025-1"), Overlay("gbt-36132", "2025-1", "试", (Patch("total.round", "0.1"),)), DAY)
    assert plan.content["overlay"]["name"] == "试"


def test_a_sheet_on_top_of_it_is_refused_with_what_to_do_and_a_whole_file_that_says_it_is_taken(province, earlier):
    with pytest.raises(Refused) as refused:
        loaded(province.cast.centre, {"inputs.clinker_percent.maximum": ("98", READ)}, SUBJECT)
    assert [ASKED in line for line in refused.value.items] == [True]
    assert "请下载整份 YAML，改好后载入" in refused.value.then
    table, newest = table_of(SUBJECT)
    assert newest == earlier
    plain = deepcopy(table.plain)
    with pytest.raises(Refused, match="没有载入") as again:
        loaded(province.cast.centre, {}, SUBJECT, body=yaml_of(plain).encode(), name="2025.yaml")
    assert ASKED in " ".join(again.value.items) and again.value.then.startswith("改好后再载入")
    plain["tables"]["limits"]["none"] = "没有适用的能耗限额"
    row = loaded(province.cast.centre, {}, SUBJECT, body=yaml_of(plain | {"tests": []}).encode(), name="2025.yaml")
    assert [found["place"] for found in row.rows if "limits" in found["place"]]
    assert newest_of(SUBJECT) == earlier
