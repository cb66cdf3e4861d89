"""One round of the synthetic province: who does what on which day, as a script that is played on the stepping clock."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.oversight.yearly_services import take_up_removal
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.register.event_services import enter_listing
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import declare_coverage
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.rounds.services import open_round, sign_parameters
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import newest_draft
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.casework.yearly_tables.models import YearlyProposal
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Unit, county_officer, engage, invite_units, recall, second_plant
from greenlist.rehearsal.handing_in import write_bureau
from greenlist.rehearsal.playing import NORMAL, Calendar, Year, at
from greenlist.rehearsal.review_day import review_in_groups
from greenlist.rehearsal.script import Script
from greenlist.rehearsal.stories import CATEGORIES, LISTED, STORIES, play_unit
from greenlist.rehearsal.yearly import write_yearly
from greenlist.rulebook.notices import newest_notice

LISTS = {2021: ("演工信节能字〔2021〕演71号", date(2021, 9, 30)), 2022: ("演工信节能字〔2022〕演75号", date(2022, 9, 29)),
         2023: ("演工信节能字〔2023〕演88号", date(2023, 9, 28))}  # fmt: skip


def prepare(seed: int, *, password: str, units: dict[str, int], counties: dict[str, str] | None = None) -> Year:
    """Engage the cast, open the round, sign the demo's parameters, and write the script for `units` = {bureau: count}.

    `counties` = {county: its bureau} have an office that looks first. Call it inside `clock.at(…)` of the day on which the round opens.
    """
    random = Random(seed)
    cast = engage(make_password(password))
    round_ = open_round(newest_notice(), actor=cast.province)
    changes = {"pass_line": "80"}
    if counties:
        changes |= {"steps_on": ["county", *parameters(round_)["steps_on"]], "county_days_before": 7}
    sign_parameters(round_, changes=changes, reason="演示：合格线80分，通知未规定", first=cast.province, second=cast.director)
    declare_coverage(kind="removal", region="江西", from_year=2021, until_year=2024, actor=cast.province)
    year = Year(
        random, cast, round_, Script(), counties={c: county_officer(c, unit, cast.password) for c, unit in (counties or {}).items()}
    )
    for unit, count in units.items():
        first = Site.objects.count()
        add_units(year, unit, [STORIES[(first + i) % len(STORIES)] for i in range(count)])
    _write_province(year)
    return year


def add_units(year: Year, unit: str, stories: Sequence[str], calendar: Calendar = NORMAL) -> None:
    """Invite a unit for each story under one bureau and write what they will do, on the bureau's calendar."""
    invited = invite_units(year.cast, year.random, unit=unit, count=len(stories), first_serial=Site.objects.count() + 1,
                           categories=[CATEGORIES.get(story, "factory") for story in stories])  # fmt: skip
    for story, one in zip(stories, invited, strict=True):
        year.stories[one.site.pk] = story
        if story in LISTED:
            list_unit(year, one, 2023)
        _write_unit(year, unit, one, story, calendar)
        if story == "second_plant":
            _write_unit(year, unit, second_plant(year.cast, one), "plain", calendar)
    write_bureau(year, unit, calendar)


def resume(seed: int, unit: str) -> Year:
    """The playing taken up again in a later process, for one more bureau: same cast, same round, a fresh script."""
    round_ = Round.objects.get(notice=newest_notice())
    return Year(Random(f"{seed}{unit}"), recall(), round_, Script())


def enter_earlier_lists(year: Year, counts: dict[int, int]) -> None:
    """Invented provincial lists of the years before, so that there is a history; one row of 2023 is removed in the round.

    Unit for unit a factory stands on one of them only.
    """
    documents = [document for document, _ in LISTS.values()]
    listed = set(ListEntry.objects.filter(document__in=documents).values_list("site_id", flat=True))
    idle = _never_handed_in(year)[:1]
    others = [
        u for units in year.cast.units.values() for u in units if u not in idle and u.site.pk not in listed and u.category == "factory"
    ]
    chosen = year.random.sample(others, min(sum(counts.values()), len(others)))
    for listed_in, count in counts.items():
        for unit in chosen[:count]:
            list_unit(year, unit, listed_in)
        del chosen[:count]
    if idle:
        removed = list_unit(year, idle[0], 2023)
        year.script.add(at(5, 10, 11), lambda: _remove_unfiled(year, removed))
    write_yearly(year, idle)


def _remove_unfiled(year: Year, entry: ListEntry) -> None:
    """The province takes up what was proposed because the unit has not filed its yearly table."""
    for proposal in YearlyProposal.objects.filter(table__site=entry.site):
        take_up_removal(proposal, document="演工信节能函〔2024〕演21号", actor=year.cast.province)


def list_unit(year: Year, unit: Unit, listed_in: int) -> ListEntry:
    """Enter a unit in the invented provincial list of a year before."""
    document, day = LISTS[listed_in]
    sources = [[acts.SOURCES[clause], "2024-05-20"] for clause in ("C-43", "C-46", "C-47", "C-48", "C-49", "C-53")]
    return enter_listing(
        unit.site, actor=year.cast.province, level="provincial", category="factory", year=listed_in, listed_on=day,
        document=document, document_row=ListEntry.objects.filter(document=document).count() + 1, checked_on=date(2024, 5, 20),
        checked_sources=sources,
    )  # fmt: skip


def _never_handed_in(year: Year) -> list[Unit]:
    """The units whose story ends before anybody verifies them: a removal of one contradicts no finding of this round."""
    return [u for units in year.cast.units.values() for u in units if year.stories.get(u.site.pk) in {"draft", "withdrawn"}]


def _write_unit(year: Year, bureau: str, unit: Unit, story: str, calendar: Calendar) -> None:
    start = at(4, 8) + timedelta(days=year.random.randint(0, 20), minutes=year.random.randint(0, 400))
    quality = year.random.uniform(0.72, 0.95)
    seed = year.random.randint(0, 10**9)
    year.script.add(start, lambda: play_unit(year, bureau, unit, story, quality, Random(seed), calendar))


def _write_province(year: Year) -> None:
    year.script.add(at(6, 18), lambda: play_review(year))
    year.script.add(at(7, 2), lambda: _play_steps(year))
    year.script.add(at(7, 5), lambda: _play_draft(year))
    year.script.add(at(7, 9), lambda: decide(_draft(year), meeting=acts.meeting(), actor=year.cast.director))
    year.script.add(at(7, 10), lambda: give_notice(_draft(year), actor=year.cast.province))
    year.script.add(at(7, 18), lambda: _play_publication(year))


def play_review(year: Year) -> None:
    """Review everything that was handed in so far."""
    handed_in = Application.objects.filter(round=year.round, state="recommended").order_by("number")
    review_in_groups(year.round, list(handed_in), year.cast, year.random)


def _play_steps(year: Year) -> None:
    reviewed = list(Application.objects.filter(round=year.round, state="reviewed").order_by("number"))
    acts.pass_steps(year.round, reviewed, year.cast.centre)


def _play_draft(year: Year) -> None:
    made = draft(year.round, line="82", actor=year.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=year.cast.province)


def _play_publication(year: Year) -> None:
    screen(_draft(year), actor=year.cast.province)
    publish(_draft(year), document_number="演工信节能字〔2024〕演60号", contradictions_because=acts.CONTRADICTED, actor=year.cast.province)


def _draft(year: Year) -> SelectionDraft:
    found = newest_draft(year.round)
    if found is None:
        raise LookupError("no draft yet")
    return found
