"""One round of the synthetic province: who does what on which day, as a script that is played on the stepping clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import withdraw
from greenlist.casework.directory.models import Site
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.services import submit_package
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import declare_coverage, enter_listing, enter_removal
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.services import extend_deadline, open_round, sign_parameters
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import newest_draft
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.casework.verification.services import (
    mark_recommendable,
    open_conditions,
    open_exclusions,
    record_fact,
    refuse,
    return_for_completion,
    submit_and_check,
)
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Cast, Unit, engage, invite_units, recall, second_plant
from greenlist.rehearsal.script import Script
from greenlist.rulebook.notices import newest_notice

END = datetime(2024, 12, 31, 23, 0, tzinfo=SHANGHAI)
STORIES = ("plain", "plain", "national", "third_party", "plain", "returned", "both", "plain", "stopped", "draft", "open", "plain",
           "withdrawn", "national", "plain", "park", "chain", "relisted", "second_plant", "half_park",
           "third_party", "scanned", "fined_before", "fined_heavily", "fined")  # fmt: skip
CATEGORIES = {"park": "park", "half_park": "park", "chain": "supply_chain"}  # every other story is a factory's
NATIONAL = {"national", "both", "park", "relisted"}
LATE = "360700"  # hands in a second after the deadline, is refused, and hands in again under an extension
LISTS = {2021: ("演工信节能字〔2021〕演71号", date(2021, 9, 30)), 2022: ("演工信节能字〔2022〕演75号", date(2022, 9, 29)),
         2023: ("演工信节能字〔2023〕演88号", date(2023, 9, 28))}  # fmt: skip


@dataclass
class Year:
    """The state of one playing: cast, round, random source, script, applications by bureau."""

    random: Random
    cast: Cast
    round: Round
    script: Script
    applications: dict[str, list[Application]] = field(default_factory=dict)
    stories: dict[UUID, str] = field(default_factory=dict)


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of 2024 in Asia/Shanghai."""
    return datetime(2024, month, day, hour, minute, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class Calendar:
    """When a bureau works: verifies from a day on within so many days, has returns completed, hands in."""

    verifies_from: datetime
    verifies_days: int
    completes: datetime
    hands_in: datetime


NORMAL = Calendar(at(5, 6), 13, at(5, 23, 16), at(5, 24, 9))
EARLY = Calendar(at(5, 6), 4, at(5, 11, 16), at(5, 13, 9))


def prepare(seed: int, *, password: str, units: dict[str, int]) -> Year:
    """Engage the cast, open the round, sign the demo's parameters, and write the script for `units` = {bureau: count}.

    Call it inside `clock.at(…)` of the day on which the round opens.
    """
    random = Random(seed)
    cast = engage(make_password(password))
    round_ = open_round(newest_notice(), actor=cast.province)
    sign_parameters(round_, changes={"pass_line": "80"}, reason="演示：合格线80分，通知未规定", first=cast.province, second=cast.director)
    declare_coverage(kind="removal", region="江西", from_year=2021, until_year=2024, actor=cast.province)
    year = Year(random, cast, round_, Script())
    for unit, count in units.items():
        add_units(year, unit, count)
    _write_province(year)
    return year


def add_units(year: Year, unit: str, count: int, calendar: Calendar = NORMAL) -> None:
    """Invite `count` units under one bureau and write what they will do, on the bureau's calendar."""
    first = Site.objects.count() + 1
    stories = [STORIES[(first + i - 1) % len(STORIES)] for i in range(count)]
    invited = invite_units(year.cast, year.random, unit=unit, count=count, first_serial=first,
                           categories=[CATEGORIES.get(story, "factory") for story in stories])  # fmt: skip
    for story, one in zip(stories, invited, strict=True):
        year.stories[one.site.pk] = story
        if story in {"chain", "relisted"}:  # both are green factories already: C-33 asks it of the one, C-14 a new application of the other
            list_unit(year, one, 2023)
        _write_unit(year, unit, one, story, calendar)
        if story == "second_plant":
            _write_unit(year, unit, second_plant(year.cast, one), "plain", calendar)
    _write_bureau(year, unit, calendar)


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
        year.script.add(at(5, 10, 11), lambda: enter_removal(removed, on=date(2024, 5, 10), reason="未按期填报动态管理表",
                                                             clause="暂行办法 16", actor=year.cast.province))  # fmt: skip


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
    year.script.add(start, lambda: _play_unit(year, bureau, unit, story, quality, Random(seed), calendar))


def _play_unit(year: Year, bureau: str, unit: Unit, story: str, quality: float, random: Random, calendar: Calendar) -> None:
    levels = {"national": story in NATIONAL, "provincial": story != "relisted"}
    body = year.cast.evaluators[0] if story == "third_party" else None
    application = acts.begin(unit, year.round, body=body, **levels)
    if story == "draft":
        acts.fill(application, unit, random, quality=quality, until=4)
        return
    acts.fill(application, unit, random, quality=quality)
    acts.attach_report(application, unit, body, is_scan=story == "scanned")
    submit_and_check(application, actor=unit.engineer)
    year.applications.setdefault(bureau, []).append(application)
    if story == "withdrawn":
        later = at(5, 10, 15)
        year.script.add(later, lambda: withdraw(application, reason="本年度生产线改造，暂不申报", actor=unit.engineer))
        return
    looked = calendar.verifies_from + timedelta(days=random.randint(0, calendar.verifies_days), minutes=random.randint(0, 420))
    year.script.add(looked, lambda: _play_verification(year, bureau, unit, application, story, calendar))


def _play_verification(year: Year, bureau: str, unit: Unit, application: Application, story: str, calendar: Calendar) -> None:
    officer = year.cast.bureaus[bureau]
    application.refresh_from_db()
    if story == "stopped":
        record_fact(application, clause="C-44", answer="found", statement="2022年1月至12月用电量为零，停产12个月",
                    source="供电公司逐月用电量清单", looked_up_on=date(2024, 5, 6), actor=officer,
                    intervals=[(date(2022, 1, 1), date(2022, 12, 31))])  # fmt: skip
        acts.verify_all(application, officer, leave_open=("C-44",))
        return
    if story in acts.FINES:
        if acts.find_fine(application, officer, story):
            _recommend_or_refuse(application, officer, leave_open=("C-49",))
        else:
            acts.verify_all(application, officer, leave_open=("C-49",))
        return
    if story == "half_park":
        acts.verify_all(application, officer)
        refuse(application, reason="工业增加值占比50.00%，没有超过50%", actor=officer)
        return
    if story == "open":
        acts.verify_all(application, officer, leave_open=("C-46", "C-50"))
        return
    if story == "returned":
        acts.verify_all(application, officer, leave_open=("C-48",))
        return_for_completion(application, items=[("10", "energy", "与205-1表合计栏不一致，请核对单位。")], actor=officer)
        year.script.add(calendar.completes, lambda: _play_completion(year, bureau, unit, application))
        return
    _recommend_or_refuse(application, officer)


def _recommend_or_refuse(application: Application, officer: Actor, leave_open: tuple[str, ...] = ()) -> None:
    """Mark recommendable what meets every condition; refuse the others, such as a unit below the pass line, with what is not met."""
    acts.verify_all(application, officer, leave_open=leave_open)
    acts.settle_conditions(application, officer)
    if unmet := [*open_conditions(application), *open_exclusions(application)]:
        refuse(application, reason="；".join(unmet)[:300], actor=officer)
    else:
        mark_recommendable(application, actor=officer)


def _play_completion(year: Year, bureau: str, unit: Unit, application: Application) -> None:
    newest = newest_save(application.filing, "10")
    if newest is None:
        raise LookupError("section 10 was never saved")
    body = {name: dict(entry) for name, entry in newest.body.items()}
    body["energy"]["value"] = f"{float(body['energy']['value']) * 0.98:.1f}"
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=unit.engineer)
    application.refresh_from_db()
    submit_and_check(application, actor=unit.engineer, reason="综合能源消费量改为与205-1表一致")
    _recommend_or_refuse(application, year.cast.bureaus[bureau])


def _write_bureau(year: Year, bureau: str, calendar: Calendar) -> None:
    if bureau == LATE:
        year.script.add(at(5, 27, 16), lambda: _play_late_batch(year, bureau))
    else:
        year.script.add(calendar.hands_in, lambda: _play_batch(year, bureau))


def _play_batch(year: Year, bureau: str) -> None:
    officer = year.cast.bureaus[bureau]
    if ready := _recommendable(year, bureau):
        acts.hand_in_batch(acts.freeze(year.round, ready, officer), officer)


def _play_late_batch(year: Year, bureau: str) -> None:
    """Sealed in time, handed in one second too late and refused; then an extension, and handed in under it."""
    officer = year.cast.bureaus[bureau]
    if not (ready := _recommendable(year, bureau)):
        return
    batch = acts.freeze(year.round, ready, officer)
    acts.seal_letter(batch, officer)
    year.script.add(at(5, 28, 0) + timedelta(seconds=1), lambda: _play_refusal(batch, officer))
    year.script.add(at(5, 28, 10), lambda: extend_deadline(
        year.round, unit=bureau, last_day=date(2024, 5, 29), reason="暴雨停电，来函说明", document="演工信函〔2024〕演31号", actor=year.cast.province
    ))  # fmt: skip
    year.script.add(at(5, 29, 9), lambda: submit_package(batch, actor=officer))


def _play_refusal(batch: Batch, officer: Actor) -> None:
    """Hand in too late. RuntimeError if the system lets it pass."""
    try:
        submit_package(batch, actor=officer)
    except Refused:
        return
    raise RuntimeError(f"{batch.number} was taken after the deadline")


def _recommendable(year: Year, bureau: str) -> list[Application]:
    return list(Application.objects.filter(round=year.round, unit=bureau, state="recommendable").order_by("number"))


def _write_province(year: Year) -> None:
    year.script.add(at(6, 18), lambda: play_review(year))
    year.script.add(at(7, 2), lambda: _play_steps(year))
    year.script.add(at(7, 5), lambda: _play_draft(year))
    year.script.add(at(7, 9), lambda: decide(_draft(year), meeting=acts.meeting(), actor=year.cast.director))
    year.script.add(at(7, 10), lambda: give_notice(_draft(year), actor=year.cast.province))
    year.script.add(at(7, 18), lambda: _play_publication(year))


def play_review(year: Year) -> None:
    """Review everything that was handed in so far."""
    for application in Application.objects.filter(round=year.round, state="recommended").order_by("number"):
        acts.review(application, year.cast, year.random, strictness=year.random.uniform(0.55, 1.0))


def _play_steps(year: Year) -> None:
    reviewed = list(Application.objects.filter(round=year.round, state="reviewed").order_by("number"))
    acts.pass_steps(year.round, reviewed, year.cast.centre)


def _play_draft(year: Year) -> None:
    made = draft(year.round, line="82", actor=year.cast.province)
    send_to_decision(made, actor=year.cast.province)


def _play_publication(year: Year) -> None:
    screen(_draft(year), actor=year.cast.province)
    publish(_draft(year), document_number="演工信节能字〔2024〕演60号", actor=year.cast.province)


def _draft(year: Year) -> SelectionDraft:
    found = newest_draft(year.round)
    if found is None:
        raise LookupError("no draft yet")
    return found
