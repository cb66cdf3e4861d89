"""The city bureau's pages."""

from django.urls import path

from greenlist.portals.bureau.views import batches, decisions, facts, files, filing, papers, transcriptions, verification, workbench

app_name = "bureau"
urlpatterns = [
    path("workbench/", workbench.show, name="workbench"),
    path("applications/<uuid:pk>/", verification.show, name="verification"),
    path("applications/<uuid:pk>/facts/", facts.record, name="facts"),
    path("applications/<uuid:pk>/findings/<uuid:finding_pk>/judgement/", decisions.judgement, name="judgement"),
    path("applications/<uuid:pk>/return/", decisions.send_back, name="return"),
    path("applications/<uuid:pk>/recommendability/", decisions.recommendability, name="recommendability"),
    path("applications/<uuid:pk>/refusal/", decisions.refusal, name="refusal"),
    path("applications/<uuid:pk>/filing/", filing.show, name="filing"),
    path("applications/<uuid:pk>/sheet.pdf", papers.sheet, name="sheet"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/", files.original, name="file"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
    path("transcriptions/", transcriptions.index, name="transcriptions"),
    path("transcriptions/<uuid:pk>/", transcriptions.show, name="transcription"),
    path("transcriptions/<uuid:pk>/progress/", transcriptions.progress, name="transcription_progress"),
    path("transcriptions/<uuid:pk>/importing/", transcriptions.importing, name="transcription_importing"),
    path("transcriptions/<uuid:pk>/discarding/", transcriptions.discarding, name="transcription_discarding"),
    path("transcriptions/<uuid:pk>/rows/<uuid:row_pk>/report/", transcriptions.report, name="transcription_report"),
    path("transcriptions/<uuid:pk>/files/<uuid:file_pk>/", transcriptions.file, name="transcription_file"),
    path("batches/", batches.index, name="batches"),
    path("batches/signing/", batches.signing, name="signing"),
    path("batches/<uuid:pk>/", batches.show, name="batch"),
    path("batches/<uuid:pk>/take-back/", batches.take_back_view, name="take_back"),
    path("batches/<uuid:pk>/letter/", batches.letter, name="letter"),
    path("batches/<uuid:pk>/sealed-letter/", batches.sealed_letter, name="sealed_letter"),
    path("batches/<uuid:pk>/submission/", batches.submission, name="submission"),
    path("batches/<uuid:pk>/papers/<str:name>", papers.batch_paper, name="batch_paper"),
]
