"""The expert's pages."""

from django.urls import path

from greenlist.portals.expert.views import assignments, files, groups, papers, questions, sheets

app_name = "expert"
urlpatterns = [
    path("assignments/", assignments.index, name="assignments"),
    path("assignments/<uuid:pk>/", assignments.show, name="assignment"),
    path("assignments/<uuid:pk>/pledge/", assignments.pledge_view, name="pledge"),
    path("assignments/<uuid:pk>/recusal/", assignments.recusal, name="recusal"),
    path("assignments/<uuid:pk>/sheet/", sheets.save, name="sheet"),
    path("assignments/<uuid:pk>/handing-in/", sheets.handing_in, name="handing_in"),
    path("assignments/<uuid:pk>/sheet.pdf", papers.sheet, name="sheet_paper"),
    path("assignments/<uuid:pk>/questions/", questions.asking, name="asking"),
    path("groups/", groups.index, name="groups"),
    path("groups/<uuid:pk>/", groups.show, name="group"),
    path("groups/<uuid:pk>/attendance/", groups.attendance, name="attendance"),
    path("groups/<uuid:pk>/day-pledge/", groups.day_pledge, name="day_pledge"),
    path("groups/<uuid:pk>/declaration/", groups.declaration, name="declaration"),
    path("groups/<uuid:pk>/questions/<uuid:question_pk>/answer/", questions.answering, name="answering"),
    path("groups/<uuid:pk>/pledge.pdf", papers.pledge, name="pledge_paper"),
    path("groups/<uuid:pk>/opinions/<uuid:application_pk>/", groups.opinion, name="opinion"),
    path("groups/<uuid:pk>/opinions/<uuid:application_pk>/signature/", groups.signature, name="signature"),
    path("groups/<uuid:pk>/opinions/<uuid:application_pk>/confirmation/", groups.confirmation, name="confirmation"),
    path("groups/<uuid:pk>/opinions/<uuid:application_pk>/dispute/", groups.dispute, name="dispute"),
    path("groups/<uuid:pk>/opinions/<uuid:application_pk>/paper.pdf", papers.opinion, name="opinion_paper"),
    path("assignments/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
]
