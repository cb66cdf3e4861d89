"""Pages that belong to no single actor."""

from django.urls import path
from django.views.generic.base import RedirectView

from greenlist.portals.shared import activation, arriving, desk, find, notice_text, people, positions, views

urlpatterns = [
    path("activation/", activation.show, name="activation"),
    path("unowned/", people.unowned_page, name="unowned"),
    path("home/", positions.home, name="home"),
    path("uploads/<uuid:token>/", arriving.pieces, name="upload_pieces"),
    path("todo/", desk.todos, name="todos"),
    path("reminders/", desk.reminders, name="reminders"),
    path("find/", find.show, name="find"),
    path("notice-text/<slug:notice_id>/", notice_text.show, name="notice_text"),
    path("positions/", positions.choose_position, name="choose_position"),
    path("components/", views.components, name="components"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", RedirectView.as_view(url="/static/greenlist/favicon.svg", permanent=True), name="favicon"),
]
