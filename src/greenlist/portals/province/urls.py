"""The province's pages (and its centre's, under its own role)."""

from django.urls import path

from greenlist.portals.province.views import applications, files, intake, parameters, publications, round, selection

app_name = "province"
urlpatterns = [
    path("round/", round.show, name="round"),
    path("intake/", intake.show, name="intake"),
    path("applications/<uuid:pk>/", applications.show, name="application"),
    path("applications/<uuid:pk>/acceptance/", applications.acceptance, name="acceptance"),
    path("applications/<uuid:pk>/formal-refusal/", applications.formal_refusal, name="formal_refusal"),
    path("applications/<uuid:pk>/assignment/", applications.assignment, name="assignment"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
    path("selection/", selection.show, name="selection"),
    path("selection/drafts/", selection.draft_view, name="drafts"),
    path("selection/drafts/<uuid:pk>/sending/", selection.sending, name="sending"),
    path("selection/drafts/<uuid:pk>/decision/", selection.decision, name="decision"),
    path("selection/drafts/<uuid:pk>/sending-back/", selection.sending_back, name="sending_back"),
    path("publications/", publications.show, name="publications"),
    path("publications/notices/", publications.notice, name="notices"),
    path("publications/lists/", publications.publication, name="lists"),
    path("parameters/", parameters.show, name="parameters"),
]
