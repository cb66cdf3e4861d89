"""A whole round of a small province: every story ends as written, the chain is whole, a seed plays the same year again."""

from collections import Counter

import pytest
from django.db.models import Count

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Organisation
from greenlist.casework.filings.models import FilingVersion
from greenlist.casework.filings.selectors import version_result
from greenlist.casework.journal import clock
from greenlist.casework.journal.contents import load
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.sealer import verify
from greenlist.casework.publication.models import Nomination, Publication
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import Coverage, ListEntry
from greenlist.casework.review.models import Assignment, GroupOpinion
from greenlist.casework.rounds.models import Waiver
from greenlist.casework.selection.selectors import replay
from greenlist.casework.verification.checklist import all_priorities
from greenlist.casework.verification.models import Finding
from greenlist.casework.verification.selectors import replay as replay_finding
from greenlist.rehearsal.demo import play_year
from greenlist.rehearsal.playing import END, at
from greenlist.rehearsal.stories import STORIES
from greenlist.rehearsal.year import enter_earlier_lists, prepare, resume
from greenlist.rulebook.lifecycle import lifecycle

STEPS = {(s, t.action, t.target) for t in lifecycle("application").transitions for s in t.sources}


@pytest.fixture
def played(db, settings):
    """One bureau: every story once or more."""
    settings.DEMO = True
    with clock.at(at(4, 2, 9)):
        year = prepare(3, password="a-long-password", units={"360400": len(STORIES)})
        enter_earlier_lists(year, {2022: 2, 2023: 2})
    year.script.play(END)
    return year


def test_the_year_as_a_whole(played):
    """One playing, looked at from every side (a playing costs seconds)."""
    states = Counter(Application.objects.values_list("state", flat=True))
    told = Counter(STORIES)
    applied = len(STORIES) + told["second_plant"]
    assert sum(states.values()) == applied
    assert (states["draft"], states["withdrawn"]) == (told["draft"], told["withdrawn"])
    assert states["verifying"] == told["open"] + told["stopped"] + told["fined"]
    assert states["not_recommended"] == told["half_park"] + told["fined_heavily"]
    ended = sum(told[story] for story in ("draft", "withdrawn", "open", "stopped", "half_park", "fined", "fined_heavily"))
    assert states["listed"] + states["not_selected"] == applied - ended
    _every_category(played)
    _priorities(played)
    assert states["listed"] >= 1

    cases = {a.pk: a for a in Application.objects.all()}
    lines = [e for e in JournalEntry.objects.filter(subject_id__in=cases) if e.target]
    assert [(e.source, e.action, e.target) for e in lines if (e.source, e.action, e.target) not in STEPS] == []
    last = {}
    for entry in sorted(lines, key=lambda e: (e.at, e.id)):
        last[entry.subject_id] = entry.target
    assert all(cases[pk].state == state for pk, state in last.items())

    assert [v.receipt for v in FilingVersion.objects.all() if version_result(v).shown != v.score] == []
    assert [f.pk for f in Finding.objects.all() if replay_finding(f) != f.verdict] == []
    assert replay(played.round.selection_drafts.get()).differing == ()
    assert FilingVersion.objects.filter(number=2).count() == told["returned"]
    reviewed = states["listed"] + states["not_selected"]
    assert Assignment.objects.filter(state="handed_in").count() == 2 * reviewed  # two experts a group
    assert GroupOpinion.objects.filter(state="agreed").count() == reviewed
    assert Waiver.objects.get().subject in set(
        Application.objects.filter(category="supply_chain").values_list("site__organisation__credit_code", flat=True)
    )

    published = Publication.objects.get()
    rows = ListEntry.objects.filter(document=published.document_number)
    listed = {a.number for a in cases.values() if a.state == "listed"}
    older = ListEntry.objects.filter(year__lt=2024, state="listing_standing", level="provincial")
    again = {
        a.number for a in cases.values() if older.filter(site=a.site_id, category=a.category).exists()
    }  # they keep the place they have
    assert set(rows.values_list("site__applications__number", flat=True)) == listed - again
    assert listed & again
    assert Nomination.objects.count() == sum(1 for a in cases.values() if a.state == "listed" and a.wants_national)
    assert Counter(ListEntry.objects.filter(year__lt=2024).values_list("year", flat=True)) == {2022: 2, 2023: 2 + 1 + 2}
    removed = ListEntry.objects.get(removed_on__isnull=False)
    assert not Finding.objects.filter(application__site=removed.site, stage="verification").exists()

    assert Batch.objects.get().submitted_at < played.round.deadline_at
    assert Coverage.objects.count() == 1
    assert all(a.is_demo for a in cases.values())
    from greenlist.casework.journal.sealer import seal_all

    seal_all()
    assert (verify().is_whole, verify().unsealed) == (True, 0)


def _priorities(played):
    """Some of what units declared was confirmed, and the draft knows it."""
    verdicts = {(f.clause, f.verdict) for f in Finding.objects.filter(clause__in=all_priorities())}
    assert {("C-27", "met"), ("C-31", "met"), ("C-27", "unknown"), ("C-32", "not_met")} <= verdicts
    drafted = load(played.round.selection_drafts.get().content_digest)["rows"]
    assert {"C-27", "C-31"} <= {clause for row in drafted for clause in row["priority_why"].split("、")}


def _every_category(played):
    """Parks and chain enterprises by their standards, two plants under one credit code, a listed unit that applies anew."""
    standards = {(a.category, a.filing.standard) for a in Application.objects.select_related("filing")}
    assert standards == {("factory", "gbt-36132"), ("park", "green-park"), ("supply_chain", "green-supply-chain")}
    printed = [row.printed for row in Batch.objects.get().rows.all()]
    park, chain = (next(p for p in printed if p["category"] == category) for category in ("park", "supply_chain"))
    assert (park["serial"], park["industry_or_type"][:2], chain["serial"]) == (1, "省级", 1)
    body = Application.objects.filter(category="park").first().site.organisation
    assert (body.kind, body.name.endswith("管理委员会")) == ("park_body", True)
    plants = Organisation.objects.annotate(plants=Count("sites")).get(plants=2)
    assert len({a.state for a in Application.objects.filter(site__organisation=plants)} & {"listed", "not_selected"}) >= 1
    again = Application.objects.get(wants_national=True, wants_provincial=False)
    assert ListEntry.objects.get(site=again.site, year=2023).level == "provincial"
    assert {r for e in JournalEntry.objects.filter(action="refuse") for r in ("50.00%", "罚款18万元") if r in e.reason} == {
        "50.00%",
        "罚款18万元",
    }


def test_one_more_bureau_joins_later_with_the_same_cast(db, settings):
    settings.DEMO = True
    with clock.at(at(4, 2, 9)):
        first = prepare(3, password="a-long-password", units={"360400": 1})
    first.script.play(at(5, 1))
    year = resume(3, "360100")
    assert year.round == first.round
    assert (year.cast.province, len(year.script)) == (first.cast.province, 0)


def told(seed):
    lines = list(play_year(seed=seed, units=2))
    facts = sorted(Application.objects.values_list("number", "state", "site__name", "filing__versions__score"))
    return lines, facts


def test_a_seed_plays_the_same_year_again_and_a_second_year_needs_an_empty_database(db, settings):
    from django.db import transaction

    settings.DEMO = True
    with transaction.atomic():
        first = told(5)
        with pytest.raises(Refused, match="库里已有轮次"):
            list(play_year(seed=5, units=2))
        transaction.set_rollback(True)
    assert told(5) == first
    assert first[0][0].startswith("排演完毕：种子5，2个单位，")
