"""What anybody may read."""

from django.urls import path

from greenlist.portals.public.views import (
    batch,
    clauses,
    draws,
    listing,
    notices,
    objections,
    open_data,
    papers,
    published,
    register,
    rounds,
    self_check,
    standards,
    status,
)

app_name = "public"
urlpatterns = [
    path("", listing.show, name="list"),
    path("list.csv", listing.download, name="list_csv"),
    path("listings/<uuid:pk>/", register.listing, name="listing"),
    path("batch/", batch.show, name="batch"),
    path("status/list.jwt", status.listed, name="status_list"),
    path("status/keys.json", status.keys, name="status_keys"),
    path("status/<str:address>/", status.show, name="status"),
    path("status/<str:address>/code.svg", status.code, name="status_code"),
    path("status/<str:address>/file.jws", status.file, name="status_file"),
    path("changes/", register.changes, name="changes"),
    path("published-counts/", register.published_counts, name="published_counts"),
    path("published-lists/", published.show, name="published"),
    path("rounds/<slug:notice_id>/", rounds.show, name="round"),
    path("notices/", notices.index, name="notices"),
    path("notices/<uuid:pk>/", notices.show, name="notice"),
    path("notices/<uuid:pk>/objection/", objections.form, name="objection"),
    path("publications/<uuid:pk>/", notices.publication, name="publication"),
    path("publications/<uuid:pk>/bundle.json", notices.bundle, name="bundle"),
    path("draws/", draws.index, name="draws"),
    path("draws/<uuid:pk>/", draws.show, name="draw"),
    path("draws/<uuid:pk>/record.json", draws.record, name="draw_record"),
    path("clauses/", clauses.current, name="current_clauses"),
    path("clauses/<slug:notice_id>/", clauses.index, name="clauses"),
    path("clauses/<slug:notice_id>/<str:passage_id>/", clauses.show, name="clause"),
    path("self-check/", self_check.form, name="self_check"),
    path("standards/", standards.index, name="standards"),
    path("standards/<slug:standard_id>/<str:edition>/", standards.show, name="standard"),
    path("papers/", papers.find, name="papers"),
    path("papers/<str:code>/", papers.show, name="paper"),
    path("open-data/", open_data.show, name="open_data"),
]
