"""One round of the synthetic province: who does what on which day, as a script that is played on the stepping clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import withdraw
from greenlist.casework.directory.models import Site
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.clock import SHANGHAI
from greenlist.casework.publication.services import give_notice, publish
from greenlist.casework.register.services import declare_coverage, enter_listing, enter_removal
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.services import open_round, sign_parameters
from greenlist.casework.selection.models import SelectionDraft
from greenlist.casework.selection.selectors import newest_draft
from greenlist.casework.selection.services import decide, draft, screen, send_to_decision
from greenlist.casework.verification.services import record_fact, return_for_completion, submit_and_check
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Cast, Unit, engage, invite_units, recall
from greenlist.rehearsal.script import Script
from greenlist.rulebook.notices import newest_notice

END = datetime(2024, 12, 31, 23, 0, tzinfo=SHANGHAI)
STORIES = ("plain", "plain", "national", "third_party", "plain", "returned", "both", "plain", "stopped", "draft", "open", "plain",
           "withdrawn", "national", "plain")  # fmt: skip


@dataclass
class Year:
    """The state of one playing: cast, round, random source, script, applications by bureau."""

    random: Random
    cast: Cast
    round: Round
    script: Script
    applications: dict[str, list[Application]] = field(default_factory=dict)


def at(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """An instant of 2024 in Asia/Shanghai."""
    return datetime(2024, month, day, hour, minute, tzinfo=SHANGHAI)


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


def add_units(year: Year, unit: str, count: int) -> None:
    """Invite `count` units under one bureau and write what they will do."""
    first = Site.objects.count() + 1
    for number, invited in enumerate(invite_units(year.cast, year.random, unit=unit, count=count, first_serial=first)):
        _write_unit(year, unit, invited, number)
    _write_bureau(year, unit)


def resume(seed: int, unit: str) -> Year:
    """The playing taken up again in a later process, for one more bureau: same cast, same round, a fresh script."""
    round_ = Round.objects.get(notice=newest_notice())
    return Year(Random(f"{seed}{unit}"), recall(), round_, Script())


def enter_last_years_list(year: Year, count: int) -> None:
    """An invented provincial list of 2023, so that the public page has something to show before this round ends; one row is removed."""
    idle = _never_handed_in(year)[:1]
    others = [unit for units in year.cast.units.values() for unit in units if unit not in idle]
    sources = [[acts.SOURCES[clause], "2024-05-20"] for clause in ("C-43", "C-46", "C-47", "C-48", "C-49", "C-53")]
    entries = [
        enter_listing(unit.site, actor=year.cast.province, level="provincial", category="factory", year=2023,
                      listed_on=date(2023, 9, 28), document="演工信节能字〔2023〕演88号", document_row=row, checked_on=date(2024, 5, 20),
                      checked_sources=sources)
        for row, unit in enumerate([*idle, *year.random.sample(others, min(count - len(idle), len(others)))], start=1)
    ]  # fmt: skip
    if idle:
        year.script.add(at(5, 10, 11), lambda: enter_removal(entries[0], on=date(2024, 5, 10), reason="未按期填报动态管理表",
                                                             clause="暂行办法 16", actor=year.cast.province))  # fmt: skip


def _never_handed_in(year: Year) -> list[Unit]:
    """The units whose story ends before anybody verifies them: a removal of one contradicts no finding of this round."""
    return [u for units in year.cast.units.values() for i, u in enumerate(units) if STORIES[i % len(STORIES)] in {"draft", "withdrawn"}]


def _write_unit(year: Year, bureau: str, unit: Unit, number: int) -> None:
    story = STORIES[number % len(STORIES)]
    start = at(4, 8) + timedelta(days=year.random.randint(0, 20), minutes=year.random.randint(0, 400))
    quality = year.random.uniform(0.72, 0.95)
    seed = year.random.randint(0, 10**9)
    year.script.add(start, lambda: _play_unit(year, bureau, unit, story, quality, Random(seed)))


def _play_unit(year: Year, bureau: str, unit: Unit, story: str, quality: float, random: Random) -> None:
    levels = {"national": story in {"national", "both"}, "provincial": story != "national"}
    levels["provincial"] = True
    body = random.choice(year.cast.evaluators) if story == "third_party" else None
    application = acts.begin(unit, year.round, body=body, **levels)
    if story == "draft":
        acts.fill(application, unit, random, quality=quality, until=4)
        return
    acts.fill(application, unit, random, quality=quality)
    acts.attach_report(application, unit, body)
    submit_and_check(application, actor=unit.engineer)
    year.applications.setdefault(bureau, []).append(application)
    if story == "withdrawn":
        later = at(5, 10, 15)
        year.script.add(later, lambda: withdraw(application, reason="本年度生产线改造，暂不申报", actor=unit.engineer))
        return
    looked = at(5, 6) + timedelta(days=random.randint(0, 13), minutes=random.randint(0, 420))
    year.script.add(looked, lambda: _play_verification(year, bureau, unit, application, story))


def _play_verification(year: Year, bureau: str, unit: Unit, application: Application, story: str) -> None:
    officer = year.cast.bureaus[bureau]
    application.refresh_from_db()
    if story == "stopped":
        record_fact(application, clause="C-44", answer="found", statement="2022年1月至12月用电量为零，停产12个月",
                    source="供电公司逐月用电量清单", looked_up_on=date(2024, 5, 6), actor=officer,
                    intervals=[(date(2022, 1, 1), date(2022, 12, 31))])  # fmt: skip
        acts.verify_all(application, officer, leave_open=("C-44",))
        return
    if story == "open":
        acts.verify_all(application, officer, leave_open=("C-46", "C-50"))
        return
    if story == "returned":
        acts.verify_all(application, officer, leave_open=("C-48",))
        return_for_completion(application, items=[("10", "energy", "与205-1表合计栏不一致，请核对单位。")], actor=officer)
        year.script.add(at(5, 23, 16), lambda: _play_completion(year, bureau, unit, application))
        return
    acts.recommend(application, officer)


def _play_completion(year: Year, bureau: str, unit: Unit, application: Application) -> None:
    newest = newest_save(application.filing, "10")
    if newest is None:
        raise LookupError("section 10 was never saved")
    body = {name: dict(entry) for name, entry in newest.body.items()}
    body["energy"]["value"] = f"{float(body['energy']['value']) * 0.98:.1f}"
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=unit.engineer)
    application.refresh_from_db()
    submit_and_check(application, actor=unit.engineer, reason="综合能源消费量改为与205-1表一致")
    acts.recommend(application, year.cast.bureaus[bureau])


def _write_bureau(year: Year, bureau: str) -> None:
    late = bureau == "360700"
    year.script.add(at(5, 24 if not late else 27, 9), lambda: _play_batch(year, bureau))


def _play_batch(year: Year, bureau: str) -> None:
    ready = list(Application.objects.filter(round=year.round, unit=bureau, state="recommendable").order_by("number"))
    if ready:
        officer = year.cast.bureaus[bureau]
        acts.hand_in_batch(acts.freeze(year.round, ready, officer), officer)


def _write_province(year: Year) -> None:
    year.script.add(at(6, 18), lambda: _play_review(year))
    year.script.add(at(7, 2), lambda: _play_steps(year))
    year.script.add(at(7, 5), lambda: _play_draft(year))
    year.script.add(at(7, 9), lambda: decide(_draft(year), meeting=acts.meeting(), actor=year.cast.director))
    year.script.add(at(7, 10), lambda: give_notice(_draft(year), actor=year.cast.province))
    year.script.add(at(7, 18), lambda: _play_publication(year))


def _play_review(year: Year) -> None:
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
