"""What becomes of one unit: its story, from the first click to what the bureau makes of it."""

from datetime import date, timedelta
from random import Random

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.services import withdraw
from greenlist.casework.county.services import pass_screening
from greenlist.casework.filings.selectors import newest_save
from greenlist.casework.filings.services import save_section
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now
from greenlist.casework.rounds.services import waive
from greenlist.casework.verification.services import (
    open_conditions,
    open_exclusions,
    record_fact,
    refuse,
    return_for_completion,
    submit_and_check,
)
from greenlist.rehearsal import acts
from greenlist.rehearsal.cast import Unit
from greenlist.rehearsal.filling import DECLARED
from greenlist.rehearsal.playing import Calendar, Year, at

STORIES = ("plain", "plain", "national", "third_party", "plain", "returned", "both", "plain", "stopped", "draft", "open", "plain",
           "withdrawn", "national", "plain", "park", "chain", "relisted", "second_plant", "half_park",
           "third_party", "scanned", "fined_before", "fined_heavily", "fined", "waived")  # fmt: skip
CATEGORIES = {"park": "park", "half_park": "park", "chain": "supply_chain", "waived": "supply_chain"}  # every other story is a factory's
NATIONAL = {"national", "both", "park", "relisted"}
LISTED = {"chain", "relisted"}  # both are green factories already: C-33 asks it of the one, C-14 a new application of the other


def play_unit(year: Year, bureau: str, unit: Unit, story: str, quality: float, random: Random, calendar: Calendar) -> None:
    """From the first click to what the bureau makes of it, as the story has it; later steps go on the script."""
    levels = {"national": story in NATIONAL, "provincial": story != "relisted"}
    body = year.cast.evaluators[0] if story == "third_party" else None
    if story == "waived":
        waive(year.round, clause="C-33", subject=unit.site.organisation.credit_code, reason="2024年新投产，厅务会议同意先行申报（演示）",
              document="演工信函〔2024〕演18号", actor=year.cast.province)  # fmt: skip
    application = acts.begin(unit, year.round, body=body, **levels)
    if story == "draft":
        acts.fill(application, unit, random, quality=quality, until=4)
        return
    said = DECLARED.get(unit.category, DECLARED.get(unit.site.industry, {})) | (
        {"park_industry_share": "50.00"} if story == "half_park" else {}
    )
    acts.fill(application, unit, random, quality=quality, **said)
    acts.attach_report(application, unit, body, is_scan=story == "scanned", has_slip=story == "open")
    hand_in_and_verify(year, bureau, unit, application, story, random, calendar)


def hand_in_and_verify(
    year: Year, bureau: str, unit: Unit, application: Application, story: str, random: Random, calendar: Calendar
) -> None:
    """Submitted now; the county passes it next day where it has an office; withdrawn or verified later."""
    submit_and_check(application, actor=unit.engineer)
    year.applications.setdefault(bureau, []).append(application)
    application.refresh_from_db()
    if application.state == "screening":
        year.script.add(now() + timedelta(days=1), lambda: _play_screening(year, application))
    if story == "withdrawn":
        later = at(5, 10, 15)
        year.script.add(later, lambda: withdraw(application, reason="本年度生产线改造，暂不申报", actor=unit.engineer))
        return
    looked = calendar.verifies_from + timedelta(days=random.randint(0, calendar.verifies_days), minutes=random.randint(0, 420))
    year.script.add(looked, lambda: _play_verification(year, bureau, unit, application, story, calendar))


def _play_screening(year: Year, application: Application) -> None:
    pass_screening(application, opinion="符合条件，资料真实，同意申报。", actor=year.counties[application.site.division])


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
            recommend_or_refuse(application, officer, leave_open=("C-49",))
        else:
            acts.verify_all(application, officer, leave_open=("C-49",))
            acts.settle_conditions(application, officer)
        return
    if story == "open":
        acts.verify_all(application, officer, leave_open=("C-46", "C-50"))
        return
    if story == "returned":
        acts.verify_all(application, officer, leave_open=("C-48",))
        return_for_completion(application, items=[("10", "energy", "与205-1表合计栏不一致，请核对单位。")], actor=officer)
        year.script.add(calendar.completes, lambda: _play_completion(year, bureau, unit, application))
        return
    acts.confirm_priorities(application, officer)
    recommend_or_refuse(application, officer)


def recommend_or_refuse(application: Application, officer: Actor, leave_open: tuple[str, ...] = ()) -> None:
    """Mark recommendable what meets every condition; refuse the others, such as a unit below the pass line, with what is not met."""
    acts.verify_all(application, officer, leave_open=leave_open)
    acts.settle_conditions(application, officer)
    if unmet := [*open_conditions(application), *open_exclusions(application)]:
        refuse(application, reason="；".join(unmet)[:300], actor=officer)
    else:
        acts.choose(application, officer)


def _play_completion(year: Year, bureau: str, unit: Unit, application: Application) -> None:
    newest = newest_save(application.filing, "10")
    if newest is None:
        raise LookupError("section 10 was never saved")
    body = {name: dict(entry) for name, entry in newest.body.items()}
    body["energy"]["value"] = f"{float(body['energy']['value']) * 0.98:.1f}"
    save_section(application.filing, "10", values=body, based_on=newest.number, actor=unit.engineer)
    application.refresh_from_db()
    submit_and_check(application, actor=unit.engineer, reason="综合能源消费量改为与205-1表一致")
    recommend_or_refuse(application, year.cast.bureaus[bureau])
