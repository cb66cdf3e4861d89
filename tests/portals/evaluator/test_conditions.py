"""机构条件: the proof is stored only with figures and words that hold."""

from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.evaluators.models import Capability
from greenlist.casework.files.models import StoredFile
from tests.casework.cast import blank_pdf
from tests.portals.people import page, signed_in

GIVEN = {"legal_person": "yes", "full_time": "14", "senior": "8", "year": "2023", "what": "绿色工厂评价"}


def declare(**changed):
    return signed_in("evaluator1").post("/evaluator/conditions/", {**GIVEN, **changed, "file": SimpleUploadedFile("证明.pdf", blank_pdf())})


def test_the_proof_of_figures_that_cannot_be_is_not_stored(province):
    before = StoredFile.objects.count()
    assert "高级职称15人，多于专职人员14人" in page(declare(senior="15"), 409)
    assert StoredFile.objects.count() == before
    assert declare().status_code == 302
    assert (Capability.objects.get().senior, StoredFile.objects.count()) == (8, before + 1)
