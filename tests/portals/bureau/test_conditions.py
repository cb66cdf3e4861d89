"""判断申报条件: every cause with its units; one act with one reason each; what is missing is told with everything typed kept."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.verification.grounds import open_grounds
from greenlist.casework.verification.models import Judgement
from greenlist.rehearsal import acts
from tests.casework.cast import JIUJIANG, blank_pdf, fresh
from tests.portals.people import page, signed_in

CONDITIONS = "/bureau/conditions/"


@pytest.fixture
def two(province):
    cases = [province.application_at("submitted", unit) for unit in province.units]
    for case in cases:
        case.site.industry = "2661"
        case.site.save()
        acts.verify_all(case, province.officer)
    return [fresh(case) for case in cases]


def test_one_reason_settles_all_units_open_for_the_same_cause(province, two):
    client, (ground,) = signed_in(f"bureau{JIUJIANG}"), open_grounds(two)
    text = page(client.get(CONDITIONS))
    assert all(case.site.name in text for case in two) and "评分表未录入" in text
    assert "其中2件还有申报条件待核实或不符合" in page(client.get("/bureau/batches/"))
    posted = {"ground": ground.key, f"unit-{ground.key}": [str(c.pk) for c in two], f"reason-{ground.key}": "已看报告，结论合格"}
    refused = page(client.post(f"{CONDITIONS}judgement/", posted), 409)
    assert "请选择判断" in refused and "已看报告，结论合格" in refused and not Judgement.objects.exists()
    assert client.post(f"{CONDITIONS}judgement/", posted | {"outcome": "met"})["Location"] == "/bureau/batches/"
    assert Judgement.objects.filter(outcome="met", reason="已看报告，结论合格").count() == 2
    assert "没有待核实的申报条件" in page(client.get(CONDITIONS))


def test_another_bureau_sees_and_judges_none_of_them(province, two):
    other, (ground,) = signed_in("bureau360100"), open_grounds(two)
    assert two[0].site.name not in page(other.get(CONDITIONS))
    posted = {"ground": ground.key, f"unit-{ground.key}": str(two[0].pk), f"reason-{ground.key}": "x", "outcome": "met"}
    page(other.post(f"{CONDITIONS}judgement/", posted), 409)
    assert not Judgement.objects.exists()


def test_a_proof_of_a_judgement_that_lacks_its_words_is_not_stored(province, two):
    client, (ground,) = signed_in(f"bureau{JIUJIANG}"), open_grounds(two)
    posted = {"ground": ground.key, f"unit-{ground.key}": str(two[0].pk), f"reason-{ground.key}": " ", "outcome": "met"}
    before = kept()
    assert "请写明判断的理由" in page(client.post(f"{CONDITIONS}judgement/", {**posted, "file": a_pdf()}), 409)
    assert kept() == before
    posted |= {f"reason-{ground.key}": "已看报告", f"page-{ground.key}": "9"}
    assert "没有第9页" in page(client.post(f"{CONDITIONS}judgement/", {**posted, "file": a_pdf()}), 409)


def a_pdf():
    return SimpleUploadedFile("证明.pdf", blank_pdf(7))


def kept():
    """How many files the store holds on disk."""
    return sum(1 for place in Path(settings.MEDIA_ROOT).rglob("*") if place.is_file())
