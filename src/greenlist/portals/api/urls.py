"""The read-only API. The schema is at /api/openapi.json."""

from django.urls import path

from greenlist.portals.api.api import api

urlpatterns = [path("", api.urls)]
