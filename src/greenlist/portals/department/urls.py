"""The one page of a department's link."""

from django.urls import path

from greenlist.portals.department.views import letter

app_name = "department"
urlpatterns = [path("<str:token>/", letter.show, name="letter")]
