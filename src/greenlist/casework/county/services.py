"""Passing and returning at the county, the county's letter, and the city's taking over when the county is late."""

from datetime import date

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.returning import send_back
from greenlist.casework.county.models import CountyLetter
from greenlist.casework.county.selectors import requested
from greenlist.casework.directory.selectors import county_office, open_positions
from greenlist.casework.directory.services import take_charge
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import county_deadline_of, day_before, is_step_on


def pass_screening(application: Application, *, opinion: str, actor: Actor) -> None:
    """Pass to the city, with the county's opinion; before the county's own deadline."""
    _check_own_county(application, actor)
    check_plain(opinion)
    deadline = county_deadline_of(application.round, application.unit)
    late = f"县级初审截止时间（{day_before(deadline):%Y年%-m月%-d日}24:00）已过，由设区市工信部门直接受理。"
    guards = {"opinion_given": "" if opinion.strip() else "请写明初审意见。", "before_deadline": "" if now() < deadline else late}
    with transaction.atomic():
        change(application, "pass_screening", actor=actor, guards=guards, reason=opinion.strip(), fields={"changed_at": now()})
        take_charge(application, actor=actor)


def return_by_county(application: Application, *, items: list[tuple[str, str, str]], actor: Actor) -> None:
    """Send back with the places to be mended; what is handed in again comes to the county first."""
    _check_own_county(application, actor)
    with transaction.atomic():
        send_back(application, "return_by_county", items=items, guard="items_named", actor=actor)
        take_charge(application, actor=actor)


def take_over_screening(application: Application, *, reason: str, actor: Actor) -> None:
    """The city accepts without the county: its deadline has passed, or nobody is in office there."""
    if application.unit != actor.unit:
        raise NotAllowed("这不是本地区的申报件。")
    guards = {"reason_given": "" if reason.strip() else "请写明直接受理的理由。", "county_is_late": _not_late(application)}
    change(application, "take_over_screening", actor=actor, guards=guards, reason=reason.strip(), fields={"changed_at": now()})


def record_county_letter(round_: Round, *, letter_number: str, dated_on: date, sealed_letter: StoredFile, actor: Actor) -> CountyLetter:
    """Record the county's letter with its sealed scan, for what has passed by now. Raises Refused with all that is missing."""
    if not actor.may("read_county"):
        raise NotAllowed("县级请示由区县工信部门登记。")
    numbers = list(requested(actor, round_).order_by("number").values_list("number", flat=True))
    problems = too_long(CountyLetter, letter_number=letter_number)
    if not letter_number.strip():
        problems.append("请填写文号。")
    if dated_on > today():
        problems.append("落款日期不能晚于今天。")
    if sealed_letter.organisation_id != actor.organisation_id or not sealed_letter.is_pdf:
        problems.append("盖章件须是本单位上传的 PDF 文件。")
    if not numbers:
        problems.append("还没有通过初审的件。")
    if problems:
        raise Refused("县级请示没有登记。", items=problems, clause="C-07")
    with transaction.atomic():
        made = CountyLetter.objects.create(
            round=round_, organisation_id=actor.organisation_id, letter_number=letter_number.strip(), dated_on=dated_on,
            sealed_letter=sealed_letter, numbers=numbers, recorded_by=actor.name, recorded_at=now(),
        )  # fmt: skip
        record("record_county_letter", actor=actor, subject=made, clause="C-07", detail={"applications": numbers})
    return made


def _not_late(application: Application) -> str:
    if not is_step_on(application.round, "county"):
        return ""  # switched off while cases waited there
    deadline = county_deadline_of(application.round, application.unit)
    office = county_office(application.site.division, application.unit)
    if now() >= deadline or office is None or not open_positions(office.pk, "county").exists():
        return ""
    return f"{office.name}在{day_before(deadline):%-m月%-d日}24:00前还可以初审。"


def _check_own_county(application: Application, actor: Actor) -> None:
    if not actor.may("read_county") or (application.unit, application.site.division) != (actor.unit, actor.division):
        raise NotAllowed("这不是本区县的申报件。")
