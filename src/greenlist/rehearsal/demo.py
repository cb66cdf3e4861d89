"""The demo: a small province played up to the demo clock's start; the rest of the cities join in the background."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from greenlist.casework.accounts.models import User
from greenlist.casework.applications.models import Application
from greenlist.casework.directory.models import Site
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import SYSTEM
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.journal.sealer import seal_all
from greenlist.casework.oversight.daily_services import check_daily
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.register.models import ListEntry
from greenlist.casework.register.services import enter_adverse_record, import_published_rows
from greenlist.casework.rounds.models import Round
from greenlist.rehearsal import acts, progress
from greenlist.rehearsal.cast import Unit, invite_units, recall
from greenlist.rehearsal.changes import enter_changes
from greenlist.rehearsal.handouts import FOLDER, write_handouts
from greenlist.rehearsal.playing import EARLY, END, NORMAL, Year, at
from greenlist.rehearsal.publicised import enter_publicity
from greenlist.rehearsal.stories import hand_in_and_verify
from greenlist.rehearsal.year import add_units, enter_earlier_lists, play_review, prepare, resume
from greenlist.rulebook.notices import newest_notice, round_parameters
from greenlist.rulebook.reference.published_lists import DOCUMENT, published_rows
from greenlist.rulebook.reference.regions import division_name

SEED = 20240522
# With the 60 rows of the county's table that the presenter drops in, 120 units: 23 here (one of them a second plant), 14 at the capped body, 23 later.
CITY = "360400"
FIRST = ("plain", "national", "third_party", "third_party", "returned", "both", "plain", "stopped", "draft", "open", "withdrawn", "park",
         "chain", "relisted", "second_plant", "half_park", "scanned", "fined_before", "fined_heavily", "fined", "waived", "plain")  # fmt: skip
COUNTY = "360402"  # looks first at its units, until the day before the demo begins
CAPPED, TAKEN = "360100", 14  # national projects of one evaluating body, of 15
LATER = {"360900": 5, "361100": 3, "360800": 2, "361000": 2, "360300": 2, "360200": 2, "360500": 2, "360600": 2, "GJXQ": 1, "360700": 2,
         CAPPED: 0}  # fmt: skip
LATER_STORIES = ("plain", "park", "chain", "national", "both")
STILL_AT_WORK = {"360700"}  # with 九江市; the others have handed in, and what they sent is reviewed
PENALISED = "360900"  # a fine about one of its units is published after it handed in
HISTORY = {2021: 3, 2022: 3, 2023: 4}
ACCOUNTS = (
    ("bureau360400", "设区市工信局（九江）"), (f"county{COUNTY}", "区县工信局"), ("factory001", "申报单位"), ("park012", "申报单位（园区）"), ("province", "省工信厅（送审）"), ("director", "省工信厅（审定）"),
    ("centre", "省融合推进中心"), ("expert1", "评审专家"), ("evaluator1", "第三方机构"), ("evaluator2", "第三方机构（14项）"), ("system", "系统管理员"), ("security", "安全管理员"), ("audit", "审计管理员"),
)  # fmt: skip


def load_demo(*, is_small: bool) -> Iterator[str]:
    """Load what is not loaded yet, telling each step. Raises Refused outside the demo."""
    if not settings.DEMO:
        raise Refused("演示数据只能载入演示环境。")
    if not Round.objects.exists():
        yield from _load_first()
    if is_small:
        return
    yield from load_later(LATER)
    yield from enter_changes(recall())
    yield from enter_publicity(recall())
    if not ListEntry.objects.filter(document=DOCUMENT).exists():
        progress.note(len(LATER), len(LATER) + 1, "历年名单")
        rows = (row.__dict__ for row in published_rows())
        report = import_published_rows(rows, document=DOCUMENT, actor=SYSTEM)
        yield f"历年公布名单：读入{report.rows_in}行，存{report.kept}行，已有{report.known}行，存疑{len(report.reported)}行"
        yield f"日志封条：{seal_all()}条"
    progress.clear()


def play_year(*, seed: int, units: int) -> Iterator[str]:
    """A whole round with `units` units over the twelve bureaus, from opening to the published list."""
    year = begin_year(seed=seed, units=units)
    steps = year.script.play(END)
    seal_all()
    states = Counter(Application.objects.values_list("state", flat=True))
    yield f"排演完毕：种子{seed}，{units}个单位，{steps}步"
    yield "、".join(f"{state} {count}" for state, count in sorted(states.items()))


def begin_year(*, seed: int, units: int) -> Year:
    """The first round with its script still unplayed. Raises Refused when the database has had a round."""
    if Round.objects.exists():
        raise Refused("库里已有轮次；请在空库中排演（greenlist year --folder 新目录）。")
    codes = [unit.code for unit in round_parameters(newest_notice()).units]
    spread = {code: units // 12 + (1 if i < units % 12 else 0) for i, code in enumerate(codes)}
    with clock.at(at(4, 2, 9)):
        return prepare(seed, password=secrets.token_urlsafe(12), units={c: n for c, n in spread.items() if n})


def _load_first() -> Iterator[str]:
    password = f"yanshi-{secrets.token_hex(3)}"
    with clock.at(at(4, 2, 9)):
        year = prepare(SEED, password=password, units={}, counties={COUNTY: CITY})
        add_units(year, CITY, FIRST)
        enter_earlier_lists(year, HISTORY)
        _engage_often(year)
    steps = year.script.play(clock.DEMO_START)
    with clock.at(clock.DEMO_START - timedelta(hours=7)):
        check_daily()
    clock.set_demo_clock(clock.DEMO_START)
    _write_accounts(password)
    write_handouts(Path(settings.VAR) / FOLDER, SEED)
    yield f"演示数据：九江市{len(FIRST)}个单位，{steps}步"


def _engage_often(year: Year) -> None:
    """Fourteen factories of 南昌市 ask one body for a national project: its representative stands one below the cap, the rest unknown."""
    body = year.cast.evaluators[1]
    for unit in invite_units(year.cast, year.random, unit=CAPPED, count=TAKEN, first_serial=Site.objects.count() + 1):
        application = acts.begin(unit, year.round, national=True, body=body)
        acts.accept_for(application, body)


def _go_on(application: Application) -> None:
    """One of the fourteen, later: filled in, its report signed, handed in and verified."""
    year = resume(SEED, application.number)
    engineer = actor_in(application.site.organisation.memberships.get(role="applicant"))
    year.script.add(at(4, 20), lambda: _finish(year, application, Unit(application.site, engineer)))
    with transaction.atomic():
        year.script.play(EARLY.hands_in - timedelta(days=1))


def _finish(year: Year, application: Application, unit: Unit) -> None:
    acts.fill(application, unit, year.random, quality=year.random.uniform(0.8, 0.95))
    acts.attach_report(application, unit, year.cast.evaluators[1])
    hand_in_and_verify(year, CAPPED, unit, application, "plain", year.random, EARLY)


def _penalise(unit: str) -> None:
    """After the bureau handed in, a fine is published about one of its reviewed units: what the screen before publishing is for."""
    case = Application.objects.filter(unit=unit, state="reviewed", category="factory").order_by("number").first()
    if case is not None:
        enter_adverse_record(case.site, kind="violation", from_on=date(2023, 12, 20), until_on=date(2023, 12, 20), actor=SYSTEM,
                             statement="少报销售收入，罚款3.1万元（2024年5月21日公示）", source="信用中国")  # fmt: skip


def load_later(counts: dict[str, int]) -> Iterator[str]:
    """The other bureaus, so many units each, those not loaded yet; each in one transaction, the capped body's units one by one before."""
    for number, (bureau, count) in enumerate(counts.items()):
        progress.note(number, len(counts) + 1, division_name(bureau))
        begun = Application.objects.filter(unit=bureau)
        if begun.exclude(state="draft").exists() and (bureau != CAPPED or Batch.objects.filter(unit=bureau).exists()):
            continue
        for application in begun.filter(state="draft").select_related("site__organisation").order_by("number"):
            _go_on(application)
        with transaction.atomic():
            year = resume(SEED, bureau)
            with clock.at(at(4, 2, 10)):
                add_units(year, bureau, LATER_STORIES[:count], NORMAL if bureau in STILL_AT_WORK else EARLY)
                enter_earlier_lists(year, {2023: count // 2, 2022: 1})
            year.script.add(at(5, 20), partial(play_review, year))
            if bureau == PENALISED:
                year.script.add(at(5, 21), partial(_penalise, bureau))
            year.script.play(clock.DEMO_START)
        yield f"演示数据：{division_name(bureau)} {begun.count()}个单位"


def _write_accounts(password: str) -> None:
    names = dict(User.objects.values_list("username", "name"))
    accounts = [{"username": u, "name": names[u], "role": role, "password": password} for u, role in ACCOUNTS]
    file = Path(settings.VAR) / "demo_accounts.json"
    file.write_text(json.dumps(accounts, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)
