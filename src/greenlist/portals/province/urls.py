"""The province's pages (and its centre's, under its own role)."""

from django.urls import path

from greenlist.portals.province.views import (
    applications,
    extensions,
    files,
    intake,
    parameters,
    proposals,
    publications,
    round,
    selection,
    standings,
    steps,
)

app_name = "province"
urlpatterns = [
    path("round/", round.show, name="round"),
    path("intake/", intake.show, name="intake"),
    path("batches/<uuid:pk>/", intake.batch, name="batch"),
    path("batches/<uuid:pk>/letter/", files.letter, name="letter"),
    path("batches/<uuid:pk>/letter/pages/<int:page>/", files.letter_page, name="letter_page"),
    path("batches/<uuid:pk>/table.xlsx", files.table, name="batch_table"),
    path("applications/<uuid:pk>/", applications.show, name="application"),
    path("applications/<uuid:pk>/filing/", applications.filing, name="filing"),
    path("applications/<uuid:pk>/acceptance/", applications.acceptance, name="acceptance"),
    path("applications/<uuid:pk>/formal-refusal/", applications.formal_refusal, name="formal_refusal"),
    path("applications/<uuid:pk>/assignment/", applications.assignment, name="assignment"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/", files.original, name="file"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
    path("steps/", steps.index, name="steps"),
    path("steps/records/<uuid:pk>/file/", steps.record_file, name="step_file"),
    path("steps/<slug:step_id>/", steps.show, name="step"),
    path("steps/<slug:step_id>/records/", steps.records, name="step_records"),
    path("selection/", selection.show, name="selection"),
    path("selection/standings/", standings.show, name="standings"),
    path("selection/drafts/", selection.draft_view, name="drafts"),
    path("selection/drafts/<uuid:pk>/sending/", selection.sending, name="sending"),
    path("selection/drafts/<uuid:pk>/decision/", selection.decision, name="decision"),
    path("selection/drafts/<uuid:pk>/sending-back/", selection.sending_back, name="sending_back"),
    path("publications/", publications.show, name="publications"),
    path("publications/notices/", publications.notice, name="notices"),
    path("publications/lists/", publications.publication, name="lists"),
    path("parameters/", parameters.show, name="parameters"),
    path("parameters/proposals/new/", proposals.create, name="proposal_new"),
    path("parameters/proposals/<uuid:pk>/signature/", proposals.signature, name="signature"),
    path("parameters/proposals/<uuid:pk>/dropping/", proposals.dropping, name="dropping"),
    path("extensions/", extensions.index, name="extensions"),
]
