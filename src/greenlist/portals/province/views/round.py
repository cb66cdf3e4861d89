"""本轮: twelve units at a glance: what is handed in, how late, and who waits for whom."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.clock import now
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import current_round, last_day
from greenlist.casework.selection.table import counts_of
from greenlist.portals.province.overview import COLUMNS, batches_of, by_state, lines_of
from greenlist.portals.province.steps_line import line_of
from greenlist.portals.shared.entry import for_roles
from greenlist.portals.shared.exporting import exported
from greenlist.rulebook.notices import notice

NEXT = (
    ("recommended", "件等形式审查", "province:intake", "state=recommended"),
    ("accepted", "件等指派专家", "province:intake", "state=accepted"),
    ("reviewing", "件在专家手里", "province:intake", "state=reviewing"),
    ("reviewed", "件评审完毕，等遴选", "province:selection", ""),
    ("proposed", "件拟入选，等公示公布", "province:publications", ""),
)


@for_roles("province", "centre")
@exported
def show(request: HttpRequest) -> HttpResponse:
    """GET /province/round/."""
    round_ = current_round()
    return render(request, "province/round.html", {"round": round_, **(_overview(round_) if round_ else {})})


def _overview(round_: Round) -> dict[str, object]:
    counts = counts_of(round_)
    lines = lines_of(round_, counts, batches_of(round_))
    drafts = Application.objects.filter(round=round_, state="draft").count()
    return {
        "columns": COLUMNS,
        "steps": line_of(round_, counts),
        "lines": lines,
        "totals": [sum(line.counts[i] for line in lines) for i in range(len(COLUMNS))],
        "drafts": drafts,
        "handed_in": sum(1 for line in lines if line.batch),
        "missing": [line for line in lines if not line.batch],
        "is_over": now() >= round_.deadline_at,
        "last_day": last_day(round_),
        "next": [(n, words, url, query) for state, words, url, query in NEXT if (n := by_state(counts, (state,)))],
        "document_number": notice(round_.notice).document_number,
    }
