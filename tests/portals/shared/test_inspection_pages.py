"""现场检查: what comes with a report that is refused is not kept."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from greenlist.casework.accounts.models import User
from greenlist.casework.files.models import StoredFile
from greenlist.casework.inspections.models import Inspection
from greenlist.casework.inspections.selectors import visible_to
from greenlist.casework.inspections.services import demand_rectification
from tests.casework.inspections.drawn import drawn, listed, visited


def test_the_proof_of_a_second_report_that_is_refused_is_not_kept(province, may):
    listed(province)
    drawn(province.cast.province, may, budget=6)
    held = visited(visible_to(province.officer).first(), province.cast.centre, wrong="energy_books", finding="账单和申报数差两成")
    demand_rectification(held, due_on=date(2024, 7, 1), actor=province.cast.centre)
    client = Client()
    client.force_login(User.objects.get(username="bureau360400"))
    for grey, status in ((0, 302), (90, 409)):
        assert client.post(f"/inspections/{held.pk}/rectification/", {"account": "重新装表", "file": proof(grey)}).status_code == status
    assert list(StoredFile.objects.filter(media_type="application/pdf")) == [Inspection.objects.get(pk=held.pk).proof]


def proof(grey: int) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("L", (8, 8), grey).save(data, "PDF")
    return SimpleUploadedFile("整改.pdf", data.getvalue(), "application/pdf")
