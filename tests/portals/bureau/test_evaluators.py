"""第三方机构 for the bureau: an inspection with its paper, which is stored only with valid words and read by those it concerns."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.evaluators.models import SupervisionRecord
from greenlist.casework.files.models import StoredFile
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG, blank_pdf
from tests.portals.people import page, signed_in

GIVEN = {"looked_on": "2024-05-20", "what": "查阅合同", "problem": "没有到现场"}


@pytest.fixture
def body(province):
    """A body with one accepted engagement in 九江."""
    found = province.cast.evaluators[0]
    acts.accept_for(acts.begin(province.unit, province.round, body=found), found)
    return found.evaluator


def inspect(body, content=None, name="检查记录.pdf", **changed):
    given = {**GIVEN, **changed, "file": SimpleUploadedFile(name, content or blank_pdf())}
    return signed_in(f"bureau{JIUJIANG}").post(f"/bureau/evaluators/{body.pk}/inspection/", given)


def test_the_paper_of_an_inspection_is_read_by_the_bureau_and_the_province_and_by_no_other_bureau(body):
    assert inspect(body).status_code == 302
    at = f"evaluators/records/{SupervisionRecord.objects.get().pk}/file/"
    assert f"/bureau/{at}" in page(signed_in(f"bureau{JIUJIANG}").get("/bureau/evaluators/"))
    assert f"/province/{at}" in page(signed_in("province").get(f"/province/evaluators/{body.pk}/"))
    for who, portal in ((f"bureau{JIUJIANG}", "bureau"), ("province", "province"), ("centre", "province")):
        assert b"".join(signed_in(who).get(f"/{portal}/{at}")).startswith(b"%PDF")
    assert signed_in("bureau360100").get(f"/bureau/{at}").status_code == 404


def test_a_paper_without_valid_words_or_of_another_kind_is_not_stored(body):
    before = StoredFile.objects.count()
    assert "请写明检查了什么" in page(inspect(body, what=" "), 409)
    assert "只收 PDF" in page(inspect(body, content="材料,说明\n".encode(), name="x.csv"), 409)
    assert (StoredFile.objects.count(), SupervisionRecord.objects.count()) == (before, 0)
