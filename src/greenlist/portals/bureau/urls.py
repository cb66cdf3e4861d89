"""The city bureau's pages."""

from django.urls import path

from greenlist.portals.bureau.views import (
    batches,
    decisions,
    facts,
    files,
    filing,
    papers,
    people,
    sheets,
    transcriptions,
    verification,
    workbench,
)

app_name = "bureau"
urlpatterns = [
    path("workbench/", workbench.show, name="workbench"),
    path("applications/<uuid:pk>/", verification.show, name="verification"),
    path("applications/<uuid:pk>/facts/", facts.record, name="facts"),
    path("applications/<uuid:pk>/findings/<uuid:finding_pk>/judgement/", decisions.judgement, name="judgement"),
    path("applications/<uuid:pk>/return/", decisions.send_back, name="return"),
    path("applications/<uuid:pk>/recommendability/", decisions.recommendability, name="recommendability"),
    path("applications/<uuid:pk>/taking-over/", decisions.taking_over, name="taking_over"),
    path("applications/<uuid:pk>/refusal/", decisions.refusal, name="refusal"),
    path("applications/<uuid:pk>/filing/", filing.show, name="filing"),
    path("applications/<uuid:pk>/sheet.pdf", papers.sheet, name="sheet"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/", files.original, name="file"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
from greenlist.portals.bureau.views import (
    batches,
    decisions,
    facts,
    files,
    filing,
    papers,
    people,
    sheets,
    transcriptions,
    verification,
    workbench,
)
    path("batches/", batches.index, name="batches"),
    path("batches/signing/", batches.signing, name="signing"),
    path("batches/<uuid:pk>/", batches.show, name="batch"),
    path("batches/<uuid:pk>/take-back/", batches.take_back_view, name="take_back"),
    path("batches/<uuid:pk>/letter/", batches.letter, name="letter"),
    path("batches/<uuid:pk>/sealed-letter/", batches.sealed_letter, name="sealed_letter"),
    path("batches/<uuid:pk>/submission/", batches.submission, name="submission"),
    path("batches/<uuid:pk>/papers/<str:name>", papers.batch_paper, name="batch_paper"),
]
