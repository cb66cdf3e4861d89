"""The expert's pages."""

from django.urls import path

from greenlist.portals.expert.views import assignments, files, sheets

app_name = "expert"
urlpatterns = [
    path("assignments/", assignments.index, name="assignments"),
    path("assignments/<uuid:pk>/", assignments.show, name="assignment"),
    path("assignments/<uuid:pk>/pledge/", assignments.pledge_view, name="pledge"),
    path("assignments/<uuid:pk>/recusal/", assignments.recusal, name="recusal"),
    path("assignments/<uuid:pk>/sheet/", sheets.save, name="sheet"),
    path("assignments/<uuid:pk>/handing-in/", sheets.handing_in, name="handing_in"),
    path("assignments/<uuid:pk>/files/<uuid:file_pk>/pages/<int:page>/", files.page, name="file_page"),
]
