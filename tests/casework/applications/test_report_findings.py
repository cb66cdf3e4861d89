"""A report's text is looked through in a child and what was found is kept; hostile texts end within the child's limit."""

import json

import pytest

from greenlist.casework.applications.models import ReportFindings
from greenlist.casework.applications.report_check import report_check
from greenlist.casework.applications.report_findings import CHILD, SECONDS
from greenlist.casework.applications.services import set_report
from greenlist.casework.files import children
from greenlist.casework.files.models import PageTexts
from tests.casework.applications.test_report_check import sealed, stored
from tests.casework.cast import fresh

LABEL = "综合能源消费量"
QUESTION = {
    "finder": 0,
    "chapters": [[f"c{n}", f"{n} 一、第{n}种情况说明", ["基本情况", "创建情况"]] for n in range(20)],
    "declared": [[f"f{n}", LABEL, "12037.8", "tce"] for n in range(60)],
    "year": 2023,
    "bodies": ["赣绿评价中心"],
    "names": ["瑞昌市某某有限公司"],
}
HOSTILE = {
    "leaders": ["…" * 15_000] * 20,
    "dots and a letter": [("." * 19_999 + "x")] * 20,
    "short lines": ["一\n" * 10_000] * 30,
    "names": ["\n".join(f"{chr(0x4E00 + n)}{chr(0x5E00 + n)}公司有限公司" for n in range(7_000))] * 5,
    "labels": [f"{LABEL}1 " * 2_000] * 50,
    "numbers": [f"{LABEL}为" + "1 " * 9_000] * 50,
    "marks": ["".join(f"GZ-2024-JJ-{n:04d}-1·{n:012x} " for n in range(500))] * 100,
    "headings": ["一、" * 10_000, "一" * 20_000] * 20,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_is_looked_through_within_half_the_childs_time(kind, tmp_path):
    asked = tmp_path / "asked.json"
    asked.write_text(json.dumps({"question": QUESTION, "texts": HOSTILE[kind], "codes": []}), encoding="utf-8")
    ended = children.run_child(CHILD, str(asked), seconds=SECONDS // 2)
    assert ended.is_in_order and len(ended.said) < 100_000
    assert len(json.loads(ended.said)["chapters"]) == 20


def test_what_was_found_is_kept_and_no_later_view_reads_the_text(province):
    application = province.application_at("draft")
    set_report(application, file=stored(province, sealed(application)), actor=province.unit.engineer)
    first = report_check(fresh(application))
    assert ReportFindings.objects.filter(text_digest=application.report.digest).count() == 1
    PageTexts.objects.all().delete()
    assert report_check(fresh(application)) == first and not PageTexts.objects.exists()


def test_a_paper_that_cannot_be_read_is_unchecked_and_not_tried_again(province):
    application = province.application_at("draft")
    set_report(application, file=stored(province, sealed(application)), actor=province.unit.engineer)
    check = report_check(fresh(application))
    ReportFindings.objects.update(found={})
    failed = report_check(fresh(application))
    assert (check.is_failed, failed.is_failed, failed.is_unread, failed.is_clean) == (False, True, True, False)
