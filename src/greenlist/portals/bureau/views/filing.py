"""填报内容: every row of the form as handed in, what changed, its proof; words beside a row send it back for completion."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.explanation import score_lines
from greenlist.casework.applications.models import Application
from greenlist.casework.applications.overtaking import seen_of
from greenlist.casework.applications.selectors import history_of, latest_version, returned_places
from greenlist.casework.filings.selectors import declared_result, version_content
from greenlist.casework.journal.door import open_transitions
from greenlist.casework.verification.services import note_look
from greenlist.portals.bureau.mend_form import may_mend, mending_context
from greenlist.portals.bureau.views.scope import own
from greenlist.portals.bureau.views.verification import changes_for
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.form_reading import read_sections


@for_roles("bureau")
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """GET …/filing/: the form, read; the changes shown here count as seen."""
    application = own(request, pk)
    context = filing_context(request, application)
    if context["version"]:
        note_look(application, version=context["version"].number, actor=request.actor)
    return render(request, "bureau/filing.html", context)


def filing_context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    """What the page shows; also used when sending back was refused."""
    version = latest_version(application)
    sections = version_content(version)["sections"] if version else {}
    seen = changes_for(request, application, version) if version else {"changes": []}
    result = declared_result(version)
    returned = returned_places(application)
    return {
        "application": application,
        "version": version,
        **(mending_context(request, application, returned) if may_mend(application) else {}),
        "sections": read_sections(application, sections, typed=request.POST, changes=seen["changes"]),
        "returned": returned,
        "history": list(history_of(application, request.actor))[::-1],
        "seen": seen_of(application, request.actor),
        "result": result,
        "score_lines": score_lines(result, is_whole=True) if result else [],
        "may_return": any(t.action == "return_for_completion" for t in open_transitions(application, request.actor)),
        **seen,
        **more,
    }
