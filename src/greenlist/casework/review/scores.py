"""The score of record of each reviewed application: the expert's sheet, or the unit's own score where the round has no experts."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from greenlist.casework.applications.models import Application
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.review.models import Assignment
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import is_step_on

CASES = ("application__site__organisation",)


@dataclass(frozen=True)
class Scored:
    """One application as it enters the ranking. `basis`: sheet, or declared (自评分); `digest` is the content it rests on."""

    application: Application
    score: str
    is_qualified: bool
    digest: str
    basis: str = "sheet"

    @property
    def application_id(self) -> Any:
        return self.application.pk


def scores_of_record(round_: Round) -> list[Scored]:
    """Every reviewed application that nobody has decided on yet, by number."""
    found = _sheets(round_)
    if not is_step_on(round_, "experts"):
        found += _declared(round_, {s.application_id for s in found})
    return sorted(found, key=lambda s: s.application.number)


def _sheets(round_: Round) -> list[Scored]:
    rows = Assignment.objects.filter(application__round=round_, application__state="reviewed", state="handed_in")
    return [Scored(a.application, a.score, a.is_qualified is not False, a.content_digest) for a in rows.select_related(*CASES)]


def _declared(round_: Round, but: set[Any]) -> list[Scored]:
    """The unit's own score of its newest version; only where the round has no expert review."""
    newest = FilingVersion.objects.filter(filing=OuterRef("filing_id")).order_by("-number")
    rows = Application.objects.filter(round=round_, state="reviewed").exclude(pk__in=but).select_related("site__organisation")
    rows = rows.annotate(
        version_score=Subquery(newest.values("score")[:1]), version_digest=Subquery(newest.values("content_digest")[:1]),
        version_fit=Subquery(newest.values("is_qualified")[:1]),
    )  # fmt: skip
    return [Scored(a, a.version_score, a.version_fit is not False, a.version_digest, "declared") for a in rows if a.version_score]
