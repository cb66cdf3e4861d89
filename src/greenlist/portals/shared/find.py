"""查找: what one field finds, each person only what is his to see: applications, the published list, own rows and files, clauses."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.permissions import EDITABLE
from greenlist.casework.applications.selectors import matching, own_files, visible_to
from greenlist.casework.filings.selectors import form_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.selectors import Filters, entries, normalised, search
from greenlist.casework.review.selectors import visible_to as visible_assignments
from greenlist.casework.rounds.selectors import current_notice
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.notices import notice

MOST = 20
PAGES = {"applicant": "applicant:application", "bureau": "bureau:verification", "county": "county:application", "province": "province:application",
         "centre": "province:application"}  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One thing found: where it is, its name, and what tells it from its neighbours."""

    url: str
    name: str
    facts: str
    code: str = ""


@dataclass(frozen=True)
class Group:
    """Hits of one kind; `total` may be more than are shown, `more` then leads to all."""

    label: str
    hits: tuple[Hit, ...]
    total: int
    more: str = ""


@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /find/?text=: everything found, by kind; a single hit opens at once."""
    if request.actor.is_anonymous:
        return redirect_to_login(request.get_full_path())
    text = request.GET.get("text", "").strip()
    groups = [group for group in _groups(request.actor, text) if group.hits] if normalised(text) else []
    hits = [hit for group in groups for hit in group.hits]
    if len(hits) == 1:
        return redirect(hits[0].url)
    return render(request, "shared/find.html", {"text": text, "groups": groups, "found": sum(group.total for group in groups)})


def _groups(actor: Actor, text: str) -> Iterable[Group]:
    yield _applications(actor, text)
    if actor.role == "applicant":
        yield _rows(actor, text)
        yield _files(actor, text)
    yield _listed(text)
    yield _clauses(text)


def _applications(actor: Actor, text: str) -> Group:
    if actor.role == "expert":
        own = visible_assignments(actor)
        found = own.filter(application__in=matching(Application.objects.all(), text))[:MOST]
        hits = tuple(_application(s.application, reverse("expert:assignment", args=[s.pk])) for s in found)
        return Group("申报件", hits, len(hits))
    rows = matching(visible_to(actor), text)
    page = PAGES.get(actor.role)
    hits = tuple(_application(a, reverse(page, args=[a.pk])) for a in rows[:MOST]) if page else ()
    more = _asking("province:intake", text) if actor.may("read_province") else ""
    return Group("申报件", hits, rows.count() if len(hits) == MOST else len(hits), more)


def _application(application: Application, url: str) -> Hit:
    facts = f"{application.number} · {application.get_category_display()} · {application.get_state_display()}"
    return Hit(url, application.site.name, facts, application.site.organisation.credit_code or "")


def _rows(actor: Actor, text: str) -> Group:
    """Rows of the forms that are open to the applicant, by label or clause number."""
    hits = []
    for application in visible_to(actor).filter(state__in=EDITABLE):
        for section in form_of(application.filing):
            url = reverse("applicant:section", args=[application.pk, section.id])
            hits += [
                Hit(f"{url}#r-{row.id}", row.label, f"{section.title} · {application.number}")
                for row in section.filled_rows
                if text in row.label or text == row.clause
            ]
    return Group("填报指标", tuple(hits[:MOST]), len(hits))


def _files(actor: Actor, text: str) -> Group:
    found = own_files(actor).filter(name__icontains=text)
    hits = tuple(Hit(reverse("applicant:file", args=[f.pk]), f.name, f"{f.pages}页" if f.pages else "") for f in found[:MOST])
    return Group("材料", hits, found.count() if len(hits) == MOST else len(hits))


def _listed(text: str) -> Group:
    found = search(entries(ListEntry.Origin.PUBLISHED), Filters(text=text))
    hits = tuple(_entry(e) for e in found[:MOST])
    return Group("在册名单", hits, found.count() if len(hits) == MOST else len(hits), _asking("public:list", text))


def _entry(entry: ListEntry) -> Hit:
    facts = [f"{entry.get_level_display()} {entry.year}", entry.get_state_display()]
    if entry.former_names:
        facts.insert(0, f"曾用名 {entry.former_names}")
    return Hit(_asking("public:list", entry.credit_code or entry.name), entry.name, " · ".join(facts), entry.credit_code)


def _clauses(text: str) -> Group:
    held = notice(current_notice())
    wanted = text.upper()
    hits = []
    for passage in held.passages:
        own = held.clauses_of(passage.id)
        if text == passage.id or text in passage.title or any(wanted == c.id or text in c.quote for c in own):
            hits.append(Hit(reverse("public:clause", args=[held.id, passage.id]), f"{passage.id}　{passage.title}", held.document_number))
    return Group("条款", tuple(hits[:MOST]), len(hits))


def _asking(url_name: str, text: str) -> str:
    return f"{reverse(url_name)}?{urlencode({'text': text})}"
