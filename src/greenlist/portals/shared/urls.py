"""Pages that belong to no single actor."""

from django.urls import path
from django.views.generic.base import RedirectView

from greenlist.portals.shared import (
    activation,
    arriving,
    complaints,
    desk,
    find,
    notice_text,
    people,
    positions,
    ties,
    track_record,
    views,
    watch,
)

urlpatterns = [
    path("activation/", activation.show, name="activation"),
    path("unowned/", people.unowned_page, name="unowned"),
    path("home/", positions.home, name="home"),
    path("uploads/<uuid:token>/", arriving.pieces, name="upload_pieces"),
    path("todo/", desk.todos, name="todos"),
    path("reminders/", desk.reminders, name="reminders"),
    path("watch/", watch.index, name="watch"),
    path("watch/again/", watch.again, name="watch_again"),
    path("watch/hits/", watch.hits, name="watch_hits"),
    path("watch/hits/<uuid:pk>/settlement/", watch.settlement, name="watch_settlement"),
    path("watch/<uuid:pk>/", watch.show, name="watch_delivery"),
    path("watch/<uuid:pk>/columns/", watch.columns, name="watch_columns"),
    path("watch/<uuid:pk>/importing/", watch.importing, name="watch_importing"),
    path("watch/<uuid:pk>/dropping/", watch.dropping, name="watch_dropping"),
    path("units/<uuid:pk>/ties/", ties.show, name="unit_ties"),
    path("units/<uuid:pk>/ties/entry/", ties.entry, name="unit_tie_entry"),
    path("units/<uuid:pk>/ties/<uuid:tie_pk>/closing/", ties.closing, name="unit_tie_closing"),
    path("units/<uuid:pk>/representative/", ties.representative, name="unit_representative"),
    path("complaints/", complaints.index, name="complaints"),
    path("complaints/new/<uuid:pk>/", complaints.new, name="complaint_new"),
    path("complaints/<uuid:pk>/closing/", complaints.closing, name="complaint_closing"),
    path("complaints/<uuid:pk>/file/", complaints.file, name="complaint_file"),
    path("evaluators/<uuid:pk>/record/", track_record.show, name="track_record"),
    path("find/", find.show, name="find"),
    path("notice-text/<slug:notice_id>/", notice_text.show, name="notice_text"),
    path("positions/", positions.choose_position, name="choose_position"),
    path("components/", views.components, name="components"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", RedirectView.as_view(url="/static/greenlist/favicon.svg", permanent=True), name="favicon"),
]
