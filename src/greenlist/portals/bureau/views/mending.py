"""代录补正: the office mends what it entered for a unit and what was returned: the places, the report, and why; then it is handed in again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from greenlist.casework.applications.models import Application
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.filings.selectors import Body, form_of, saved_sections
from greenlist.casework.filings.services import StaleSection
from greenlist.casework.journal.refusals import Difference, Overtaken, Refused, WrongState
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.transcription.services import mend_entered
from greenlist.portals.bureau.views.filing import filing_context
from greenlist.portals.bureau.views.scope import is_id, own
from greenlist.portals.shared.entry import based_on, for_roles
from greenlist.portals.shared.overtaken import both_versions, typed_back


@require_POST
@for_roles("bureau")
def mending(request: HttpRequest, pk: str) -> HttpResponse:
    """POST v-<section>:<row>, based-<section>, file or kept, reason."""
    application, report = own(request, pk), None
    stay, about = reverse("bureau:filing", args=[pk]), f"{application.site.name} · 代录补正"
    filled = _filled(request, application)
    try:
        report = _report(request, application)
        mend_entered(application, filled=filled, report=report, reason=request.POST.get("reason", ""), actor=request.actor)
    except StaleSection as stale:
        caught = _overtaken(stale)
        return both_versions(request, caught, about=about, stay=stay, action=request.path, save="按我的补正提交",
                             more={"kept": str(report.pk)} if report else None)  # fmt: skip
    except WrongState as late:
        return typed_back(request, late, about=about, stay=stay, typed={"补正说明": request.POST.get("reason", "")})
    except Refused as refusal:
        return render(request, "bureau/filing.html", filing_context(request, own(request, pk), refusal=refusal), status=409)
    messages.success(request, f"已提交代录补正：{application.site.name}")
    return redirect("bureau:verification", pk)


def _filled(request: HttpRequest, application: Application) -> dict[str, tuple[Body, int]]:
    """Each section of which something was posted: what is saved, with the posted values put in."""
    filled: dict[str, tuple[Body, int]] = {}
    for section, (_, body) in saved_sections(application.filing).items():
        lead = f"v-{section}:"
        typed = {name.removeprefix(lead): text for name, text in request.POST.items() if name.startswith(lead)}
        if typed:
            values = {**body, **{row: {**body.get(row, {}), "value": text} for row, text in typed.items()}}
            filled[section] = (values, based_on(request.POST, f"based-{section}"))
    return filled


def _report(request: HttpRequest, application: Application) -> StoredFile | None:
    upload, kept = request.FILES.get("file"), request.POST.get("kept", "")
    if upload is None:
        return StoredFile.objects.filter(organisation_id=request.actor.organisation_id, pk=kept).first() if is_id(kept) else None
    return store_file(chunks=upload.chunks(), name=upload.name or "", owner=request.actor.organisation_id, actor=request.actor,
                      limit_mb=int(parameter(application.round, "upload_limit_mb")), only=("application/pdf",))  # fmt: skip


def _overtaken(stale: StaleSection) -> Overtaken:
    """What the unit, or a colleague, saved meanwhile beside what was typed here."""
    labels = {row.id: row.label for section in form_of(stale.newest.filing) for row in section.filled_rows}
    places = [
        Difference(labels.get(row, row), stale.mine.get(row, {}).get("value", ""), stale.theirs.get(row, {}).get("value", ""))
        for row in {**stale.mine, **stale.theirs}
        if stale.mine.get(row) != stale.theirs.get(row)
    ]
    return Overtaken(stale.what, by=stale.newest.saved_by, at=stale.newest.saved_at, places=places, then="请看过两份再决定。",
                     seen={f"based-{stale.newest.section}": str(stale.newest.number)}, clause="C-07")  # fmt: skip
