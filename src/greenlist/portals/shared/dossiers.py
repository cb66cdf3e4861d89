"""申报卷宗, taken out in the background by whoever may read the case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from greenlist.casework.dossier.jobs import DOSSIER
from greenlist.casework.dossier.selectors import case_for
from greenlist.casework.jobs.services import ask
from greenlist.portals.shared.background import to_job
from greenlist.portals.shared.entry import for_roles


@require_POST
@for_roles("applicant", "bureau", "province", "centre", "expert")
def making(request: HttpRequest, pk: str) -> HttpResponse:
    """POST [bound=yes]: ask for the dossier of this case, loose or as a bound volume."""
    application, is_bound = case_for(request.actor, pk), request.POST.get("bound") == "yes"
    if application is None:
        raise Http404
    about = f"{application.site.name}申报卷宗{'（胶装版）' if is_bound else ''}"
    return to_job(request, ask(DOSSIER, actor=request.actor, about=about, application=str(application.pk), is_bound=is_bound))
