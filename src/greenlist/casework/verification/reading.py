"""What the facts of one unit are built from, each thing read once however many clauses ask for it."""

from collections.abc import Iterable
from functools import cached_property

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.selectors import open_engagement
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.register.models import AdverseRecord, Coverage, ListEntry, ProposedHit
from greenlist.casework.register.selectors import entries_of, open_hits
from greenlist.casework.rounds.selectors import parameters, region_of
from greenlist.casework.verification.checklist import all_priorities
from greenlist.casework.verification.models import Judgement, RecordedFact


class Reading:
    """One application as an act finds it. Made anew for every act, so that what was read does not outlive it."""

    def __init__(self, application: Application, like: "Reading | None" = None) -> None:
        """`like` is one of the same round: parameters and coverages are taken over from it."""
        self.application = application
        self.notice = application.round.notice
        self.values = like.values if like else parameters(application.round)
        if like:
            self.coverages = like.coverages

    @cached_property
    def facts(self) -> dict[str, RecordedFact]:
        """{clause: newest recorded fact}; it alone counts."""
        return {fact.clause: fact for fact in self.application.facts.order_by("recorded_at", "id")}

    @cached_property
    def records(self) -> list[AdverseRecord]:
        """The adverse records of its site."""
        return list(AdverseRecord.objects.filter(site=self.application.site_id))

    @cached_property
    def hits(self) -> list[ProposedHit]:
        """The rows of lists of which nobody has said yet whether they mean this unit."""
        return list(open_hits(self.application.site.organisation_id))

    @cached_property
    def coverages(self) -> list[Coverage]:
        """For what the registers of the round's region are declared complete."""
        return list(Coverage.objects.filter(region=region_of(self.application.round)))

    @cached_property
    def entries(self) -> list[ListEntry]:
        """The unit's rows on lists, standing and removed."""
        return list(entries_of(self.application.site))

    @cached_property
    def version(self) -> FilingVersion | None:
        """The newest submitted version."""
        return latest_version(self.application)

    @cached_property
    def checks(self) -> dict[str, Judgement]:
        """{clause: newest judgement on what the unit declared for a priority}."""
        rows = Judgement.objects.filter(finding__application=self.application, finding__clause__in=all_priorities())
        return {row.finding.clause: row for row in rows.select_related("finding", "file").order_by("judged_at", "id")}

    @cached_property
    def engagement(self) -> Engagement | None:
        """The engagement of the body that evaluates it."""
        return open_engagement(self.application.number)


def readings(applications: Iterable[Application]) -> list[Reading]:
    """Many, what belongs to their round read once."""
    made: list[Reading] = []
    first: dict[object, Reading] = {}
    for application in applications:
        made.append(Reading(application, first.get(application.round_id)))
        first.setdefault(application.round_id, made[-1])
    return made
