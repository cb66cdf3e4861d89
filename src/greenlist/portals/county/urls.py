"""The county's pages."""

from django.urls import path

from greenlist.portals.county.views import applications, letters, screening

app_name = "county"
urlpatterns = [
    path("screening/", screening.index, name="screening"),
    path("applications/<uuid:pk>/", applications.show, name="application"),
    path("applications/<uuid:pk>/passing/", applications.passing, name="passing"),
    path("applications/<uuid:pk>/return/", applications.returning, name="return"),
    path("applications/<uuid:pk>/files/<uuid:file_pk>/", applications.file, name="file"),
    path("letters/", letters.index, name="letters"),
    path("letters/<str:name>", letters.draft, name="letter_draft"),
    path("letters/<uuid:pk>/", letters.sealed_letter, name="sealed_letter"),
]
