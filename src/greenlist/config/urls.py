"""The URL table: one prefix an actor. A new route must also stand in tests/portals/routes.yaml."""

from django.urls import include, path

urlpatterns = [
    path("", include("greenlist.portals.shared.urls")),
    path("", include("greenlist.portals.public.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("applicant/", include("greenlist.portals.applicant.urls")),
    path("evaluator/", include("greenlist.portals.evaluator.urls")),
    path("county/", include("greenlist.portals.county.urls")),
    path("bureau/", include("greenlist.portals.bureau.urls")),
    path("department/", include("greenlist.portals.department.urls")),
    path("province/", include("greenlist.portals.province.urls")),
    path("expert/", include("greenlist.portals.expert.urls")),
    path("admin/", include("greenlist.portals.admin.urls")),
    path("api/", include("greenlist.portals.api.urls")),
]
handler400 = "greenlist.portals.shared.views.bad_request"
handler403 = "greenlist.portals.shared.views.permission_denied"
handler404 = "greenlist.portals.shared.views.page_not_found"
handler500 = "greenlist.portals.shared.views.server_error"
