"""移出与变更, one entry's timeline, and the printed counts of the lists beside the rows: all of them views of the register's events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from greenlist.casework.journal.clock import now
from greenlist.casework.publication.disclosure import disclosure
from greenlist.casework.register.events import Kind, change_log, counts_by_year, timeline
from greenlist.casework.register.models import ListEntry
from greenlist.casework.status.selectors import addresses_of
from greenlist.portals.shared.exporting import exported
from greenlist.portals.shared.kept_pages import kept
from greenlist.portals.shared.paging import shown_page
from greenlist.rulebook.reference.published_counts import reconcile
from greenlist.rulebook.reference.published_lists import DOCUMENT
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

PER_PAGE = 20


@kept
@exported
def changes(request: HttpRequest) -> HttpResponse:
    """GET /changes/?kind=&year=: what happened to units after they were listed, the newest first."""
    open_kinds, kind, year = disclosure().kinds_of_event(), request.GET.get("kind", ""), request.GET.get("year", "")
    kinds = [kind] if kind in open_kinds else open_kinds
    counts = counts_by_year()
    context = {
        "page": shown_page(request, change_log(kinds=kinds, year=year), PER_PAGE),
        "kinds": [(one.value, one.label) for one in Kind if one.value in open_kinds and one != Kind.LISTED],
        "kind": kind,
        "year": year,
        "years": [one.year for one in reversed(counts)],
        "counts": counts if "removal" in disclosure().fields else [],
        "as_of": now(),
    }
    return render(request, "public/changes.html", context)


@kept
@exported
def listing(request: HttpRequest, pk: str) -> HttpResponse:
    """GET /listings/<pk>/: one entry as it stands, and everything that happened to it."""
    shown = disclosure()
    entry = get_object_or_404(ListEntry, pk=pk, origin=ListEntry.Origin.PUBLISHED)
    context = {
        "events": [event for event in timeline(entry) if event.kind in shown.kinds_of_event()],
        "e": shown.redacted([entry])[0],
        "shown": shown.fields,
        "as_of": now(),
        "address": addresses_of([entry]).get(entry.pk),
    }
    return render(request, "public/listing.html", context)


@kept
@exported
def published_counts(request: HttpRequest) -> HttpResponse:
    """GET /published-counts/: what each notice printed, beside the rows carried; what differs is said with its number."""
    lists = reconcile()
    context = {
        "national": [one for one in lists if one.published.level == "national"],
        "provincial": [one for one in lists if one.published.level == "provincial"],
        "carried": sum(1 for one in lists if one.is_carried),
        "differing": [one for one in lists if one.differs],
        "confidence": CONFIDENCE_WORDS,
        "document": DOCUMENT,
        "counts": counts_by_year() if "removal" in disclosure().fields else [],
    }
    return render(request, "public/published_counts.html", context)
