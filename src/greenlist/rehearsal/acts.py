"""What people do with one application, through the real services: fill in, hand in, verify, recommend, review, decide."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.papers import evaluation_report
from greenlist.casework.applications.services import set_evaluation, set_report, start_application
from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.evaluators.models import Engagement
from greenlist.casework.evaluators.selectors import newest_capability, open_engagement
from greenlist.casework.evaluators.services import accept_engagement, sign_report
from greenlist.casework.evaluators.supervision_services import declare_conditions
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file
from greenlist.casework.filings.selectors import document, form_of, plan_of, saved_sections
from greenlist.casework.filings.services import attach_evidence, save_section, start_filing
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import today
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.recommendation.papers import letter
from greenlist.casework.recommendation.platform_services import record_platform_receipt
from greenlist.casework.recommendation.services import prepare_batch, record_letter, send_to_sign, submit_package
from greenlist.casework.review.evaluation_services import confirm_marks
from greenlist.casework.review.models import Assignment
from greenlist.casework.review.selectors import own_declaration, own_marks, sheet_rows
from greenlist.casework.review.services import StepProof, accept, assign, hand_in, needs_reason, pledge, save_sheet
from greenlist.casework.review.step_services import record_step
from greenlist.casework.review.steps import case_steps, missing_before
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameter
from greenlist.casework.selection.services import MeetingRecord
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.judging import judge_conditions
from greenlist.casework.verification.looking_up import LookedUp
from greenlist.casework.verification.selectors import checklist, conditions
from greenlist.casework.verification.services import judge, mark_recommendable, record_fact, record_facts, submit_and_check
from greenlist.casework.yearly_tables.opening_services import form_for
from greenlist.engines.scoring.planned import YES_NO_KINDS
from greenlist.papers import letter as letter_paper
from greenlist.papers import report as report_paper
from greenlist.papers.report import ReportSection
from greenlist.rehearsal.cast import Body, Cast, Unit
from greenlist.rehearsal.county_zip import as_scan, plain_page
from greenlist.rehearsal.filling import figures_for, filled

PDF = ("application/pdf",)
# Stands word for word in every report that a body made: what a later comparison of reports should find.
SHARED_PARAGRAPH = (
    "本单位近三年持续推进能源管理体系建设，主要用能设备均达到二级以上能效，余热回收与光伏发电合计占综合能源消费的一成（虚构）。"
)
SOURCES = {
    "C-43": "国家企业信用信息公示系统", "C-44": "供电公司逐月用电量清单", "C-45": "国家企业信用信息公示系统", "C-46": "应急管理局函复",
    "C-47": "市场监管局函复", "C-48": "生态环境局函复", "C-49": "信用中国查询", "C-50": "省级名册", "C-51": "省厅督查通报汇总",
    "C-52": "节能监察整改名单", "C-53": "中国执行信息公开网",
}  # fmt: skip
CLEAR = {
    "C-43": "登记状态：存续", "C-44": "36个月用电连续，没有停产", "C-45": "没有列入记录", "C-46": "没有事故记录", "C-47": "没有事故记录",
    "C-48": "没有事故记录", "C-49": "没有处罚记录", "C-50": "没有移出记录", "C-51": "没有通报记录", "C-52": "不在整改名单", "C-53": "不在名单",
}  # fmt: skip

# What was found under C-49, when, and how the bureau judged it ('' = nobody has yet).
FINES = {
    "fined_before": ("迟报增值税申报，罚款0.2万元", date(2023, 6, 12), "set_aside", "金额小、当月改正，税务机关按首违轻罚处理，不属偷漏税"),
    "fined_heavily": ("隐匿销售收入，罚款18万元", date(2022, 11, 3), "upheld", "处罚决定认定为偷税，属该情形"),
    "fined": ("迟缴印花税，罚款0.5万元", date(2023, 9, 5), "", ""),
}  # fmt: skip

# Why the office chooses a unit.
CHOSEN_FOR = {
    "factory": "基础管理扎实，能耗低于同行，厂区已建光伏并愿意带动本地同行",
    "park": "产业集聚、集中供热和污水处理设施齐全，园内绿色工厂多",
    "supply_chain": "带动上游供应商做绿色设计和绿色采购，已有成熟做法",
}

# Said where a package goes in with units that were not asked about, or with judgements that do not agree.
UNCONSULTED = "部门函复在途，已电话核对没有不利记录，函到后补报省厅"
CONTRADICTED = "两件情节不同，已逐件核对处罚决定书，经局务会议研究"

# Why an officer takes a condition for met that the rules leave open.
OF_THE_STANDARD = "评分表未录入，已看评价报告：按适用标准评价，结论合格"
JUDGED_MET = {
    "C-06": "已逐页看评价报告，结论合格", "C-16": OF_THE_STANDARD, "C-17": OF_THE_STANDARD, "C-20": OF_THE_STANDARD, "C-28": OF_THE_STANDARD,
    "C-29": OF_THE_STANDARD, "C-36": "机构书面说明本年度外省国家级项目数，合计未过上限", "C-60": "已电话向省厅核对，没有不予采信的决定",
}  # fmt: skip

SLIPPED = "综合能源消费量"
# What an officer compared a declared priority with.
CONFIRMED = {
    "C-18": "与能源购进消费统计表（205-1表）一致", "C-27": "已对照历年公布名单，6家都在册", "C-31": "已对照历年公布名单和供货合同",
}  # fmt: skip


def begin(unit: Unit, round_: Round, *, national: bool = False, provincial: bool = True, body: Body | None = None) -> Application:
    """Start a draft and choose levels and evaluation; by the newest edition before it where the one in force is not held yet."""
    form = form_for(unit.site, unit.category, today())
    filing = None
    if form and form.path:
        filing = start_filing(unit.site, subject=unit.category, on=form.on, actor=unit.engineer, standard_path=form.path)
    application = start_application(unit.site, round_=round_, category=unit.category, actor=unit.engineer, filing=filing)
    set_evaluation(application, national=national, provincial=provincial, mode="third_party" if body else "self",
                   evaluator=body.evaluator if body else None, actor=unit.engineer)  # fmt: skip
    return application


def fill(application: Application, unit: Unit, random: Random, *, quality: float = 0.8, until: int | None = None, **said: str) -> None:
    """Fill the sections in order (the first `until` of them), each saved once; `said` are rows of the unit's own section."""
    saved = saved_sections(application.filing)
    for section in form_of(application.filing)[:until]:
        names = {"unit_name": unit.site.name, "address": unit.site.address, **said}
        if application.third_party:
            names["introduction"] = SHARED_PARAGRAPH
        known = figures_for(application.filing.standard, application.filing.edition)
        values = filled(section, random, quality=quality, known=known, unit=names if section.id == "unit" else None)
        save_section(application.filing, section.id, values=values, based_on=saved[section.id][0], actor=unit.engineer)


def attach_report(
    application: Application, unit: Unit, body: Body | None = None, *, is_scan: bool = False, has_slip: bool = False
) -> StoredFile:
    """Print the report, have it sealed (in imagination), upload it, and bind a few rows to its pages.

    With `is_scan` the upload is pictures without a letter of text; with `has_slip` it says another consumption of energy than the form. With a `body`, its manager accepts the engagement and signs the report; the unit adopts the signed version.
    """
    sealed = replace(evaluation_report(application), is_draft=False, version_label="盖章件", mark=None)
    if has_slip:
        sealed = replace(sealed, sections=tuple(map(_with_slip, sealed.sections)))
    data = report_paper.to_pdf(sealed)
    if is_scan:
        data = as_scan(data)
    file = upload(data, f"{unit.site.name}评价报告.pdf", body.manager if body else unit.engineer)
    proof = file
    if body:
        sign_for(application, body, file)
        proof = upload(data, f"{unit.site.name}评价报告副本.pdf", unit.engineer)
    set_report(application, file=file, actor=unit.engineer)
    rows = [row.id for section in form_of(application.filing)[1:] for row in section.filled_rows]
    for number, row in enumerate(rows[::9]):
        page = min(3 + number // 2, file.pages or 1)
        attach_evidence(application.filing, row=row, file=proof, page=page, actor=unit.engineer)
    return file


def _with_slip(section: ReportSection) -> ReportSection:
    """The first two digits of the energy typed the wrong way round."""
    rows = (replace(row, value=row.value[1::-1] + row.value[2:]) if row.label == SLIPPED else row for row in section.rows)
    return replace(section, rows=tuple(rows))


def declare_for(body: Body, *, full_time: int = 14, senior: int = 8) -> None:
    """The body's manager declares what the body is, once."""
    if newest_capability(body.evaluator) is None:
        words = f"机构条件证明材料（演示数据）\n{body.evaluator}\n中级以上职称专职{full_time}人，其中高级{senior}人"
        file = upload(plain_page(words), "机构条件证明材料.pdf", body.manager)
        experience = [(2023, "参加省级绿色工厂评价12家"), (2021, "参编团体标准《绿色工厂评价导则》（虚构）")]
        declare_conditions(body.evaluator, is_legal_person=True, full_time=full_time, senior=senior, experience=experience, file=file,
                           actor=body.manager)  # fmt: skip


def sign_for(application: Application, body: Body, report: StoredFile) -> None:
    """The body's manager declares what it is and accepts the engagement, where he has not yet, and signs the report."""
    declare_for(body)
    known = open_engagement(application.number)
    engagement = known if known and known.state == "engaged" else accept_for(application, body)
    sign_report(engagement, report=report, accepts_liability=True, actor=body.manager)
    declared = document(application.filing, (section for _, section in saved_sections(application.filing).values()))
    if claimed := own_marks(plan_of(application.filing), declared):
        confirm_marks(engagement, marks=evaluated(claimed), actor=body.manager)


def evaluated(claimed: dict[str, str]) -> dict[str, str]:
    """What a body finds: as the unit claims, but for every fourth figure, of which it finds four fifths proved."""
    return {row: f"{Decimal(mark) * 4 / 5:f}" if at % 4 == 3 and mark not in {"met", "not_met"} else mark
            for at, (row, mark) in enumerate(claimed.items())}  # fmt: skip


def accept_for(application: Application, body: Body) -> Engagement:
    """The body's manager accepts the engagement of an application. LookupError when there is none."""
    engagement = open_engagement(application.number)
    if engagement is None:
        raise LookupError(f"{application.number} has no engagement")
    limit = int(parameter(application.round, "cap_projects"))
    accept_engagement(engagement, statement="与委托单位没有隶属、投资、咨询等利害关系。", limit=limit, actor=body.manager)
    return engagement


def hand_in_application(
    unit: Unit, round_: Round, random: Random, *, quality: float = 0.8, body: Body | None = None, **levels: bool
) -> Application:
    """From nothing to submitted."""
    application = begin(unit, round_, body=body, **levels)
    fill(application, unit, random, quality=quality)
    attach_report(application, unit, body)
    submit_and_check(application, actor=unit.engineer)
    return application


def verify_all(application: Application, officer: Actor, *, leave_open: tuple[str, ...] = (), proof: StoredFile | None = None) -> None:
    """Record 未发现 for every exclusion but those left open."""
    looked_up = [
        LookedUp(clause, "not_found", CLEAR[clause], SOURCES[clause], today() - timedelta(days=1), proof, 1 if proof else None)
        for clause in exclusion_labels()
        if clause not in leave_open
    ]
    record_facts(application, looked_up, actor=officer)


def find_fine(application: Application, officer: Actor, story: str) -> bool:
    """Record the fine of this story and judge it as the story has it; True when it is judged."""
    fact, day, outcome, reason = FINES[story]
    finding = record_fact(application, clause="C-49", answer="found", statement=fact, source="信用中国查询", looked_up_on=today() - timedelta(days=1),
                          intervals=[(day, day)], actor=officer)  # fmt: skip
    if outcome:
        judge(finding, outcome=outcome, reason=reason, actor=officer)
    return bool(outcome)


def settle_conditions(application: Application, officer: Actor) -> None:
    """Judge every condition that the rules leave open, by the report, each with its reason."""
    for line in conditions(application):
        if line.needs_judgement:
            reason = JUDGED_MET.get(line.clause.id, "已核对申报材料和历年名单，符合")
            judge_conditions(
                [application], clause=line.clause.id, outcome="met", reason=reason, actor=officer, file=application.report, page=1
            )


def confirm_priorities(application: Application, officer: Actor) -> None:
    """Compare what the unit declared for a priority with what it rests on, but where nobody has read the reference."""
    for line in checklist(application):
        if line.kind == "priority" and line.needs_judgement and not line.explained["facts"].get("why"):
            judge_conditions([application], clause=line.clause.id, outcome="met", reason=CONFIRMED[line.clause.id], actor=officer)


def mark(application: Application, officer: Actor) -> None:
    """Judge what conditions are open, and mark recommendable."""
    settle_conditions(application, officer)
    choose(application, officer)


def choose(application: Application, officer: Actor) -> None:
    """Mark recommendable, with the reason why this one."""
    mark_recommendable(application, reason=CHOSEN_FOR[application.category], actor=officer)


def recommend(application: Application, officer: Actor) -> None:
    """Verify everything and mark recommendable."""
    verify_all(application, officer)
    mark(application, officer)


def freeze(round_: Round, applications: list[Application], officer: Actor) -> Batch:
    """Send a batch to be signed."""
    batch = prepare_batch(round_, actor=officer)
    send_to_sign(batch, applications=applications, actor=officer)
    return batch


def hand_in_batch(batch: Batch, officer: Actor) -> None:
    """Record the letter that came back from signature, and hand the package in."""
    seal_letter(batch, officer)
    submit(batch, officer)


def submit(batch: Batch, officer: Actor) -> None:
    """Hand the sealed package in, with a word on what was not asked and what does not agree."""
    submit_package(batch, unconsulted_because=UNCONSULTED, contradictions_because=CONTRADICTED, actor=officer)


def register_receipt(batch: Batch, officer: Actor) -> None:
    """Register what the ministry's platform answered when the batch was uploaded to it."""
    number = f"演平台-{batch.number.removeprefix('TJ-')}"
    proof = upload(plain_page(f"{batch.office}：平台回执 {number}"), f"{batch.number}平台回执截图.pdf", officer)
    record_platform_receipt(batch, number=number, uploaded_on=today(), proof=proof, actor=officer)


def seal_letter(batch: Batch, officer: Actor) -> None:
    """Record the letter that came back from signature."""
    scan = upload(letter_paper.to_pdf(letter(batch)), f"{batch.office}推荐函（盖章）.pdf", officer)
    number = f"演工信函〔{batch.round.year}〕演{int(batch.number.rpartition('-')[2]):02d}号"
    record_letter(batch, letter_number=number, dated_on=today(), sealed_letter=scan, actor=officer)


def review(application: Application, cast: Cast, random: Random, *, strictness: float = 0.9) -> Assignment:
    """Accept, assign one expert, pledge, mark every row, hand in."""
    if application.state == "recommended":
        accept(application, actor=cast.centre)
    expert = random.choice(cast.experts)
    assignment = assign(application, expert=expert, actor=cast.province)
    actor = actor_in(expert)
    pledge(assignment, declares_no_conflict=True, actor=actor)
    save_sheet(assignment, values=marks(assignment, random, strictness=strictness), based_on=0, actor=actor)
    hand_in(assignment, actor=actor)
    return assignment


def pass_steps(round_: Round, applications: list[Application], actor: Actor) -> None:
    """Record every step that the province still owes these reviewed applications, one letter a step."""
    for step in case_steps(round_):
        waiting_here = [a for a in applications if [s.id for s in missing_before(a, "")][:1] == [step.id]]
        if waiting_here:
            proof = StepProof(document=f"演工信{step.label}〔{round_.year}〕演1号")
            record_step(round_, step_id=step.id, applications=waiting_here, is_passed=True, proof=proof, actor=actor)


STILL_OPEN = "其余各件另作一批研究（演示）"


def meeting() -> MeetingRecord:
    """The meeting that decides a draft, held today."""
    return MeetingRecord(held_on=today(), document=f"演工信会纪〔{today().year}〕演6号", attendees="分管厅领导、节能处、推进中心（演示）")


def marks(assignment: Assignment, random: Random, *, strictness: float) -> dict[str, dict[str, str]]:
    """An expert's marks: required items met, optional ones near `strictness` of their maximum, in tenths. Where a standard computes nearly
    all, as those of 2025 with their alternatives do, what is computed from checked figures stays as it is.
    """
    plan, declared = own_declaration(assignment)
    own = own_marks(plan, declared)
    is_computed = any(item.ways for item in plan.items.values())
    absent = declared.get("not_applicable") or {}
    given: dict[str, dict[str, str]] = {}
    for row in sheet_rows(plan):
        item = plan.items.get(row)
        if row in absent:
            continue
        if item is None or item.kind in YES_NO_KINDS:
            given[row] = {"given": "met"}
            continue
        if is_computed and not item.is_answered_by_person and row in own:
            given[row] = {"given": own[row]}
            continue
        tenths = min(10, max(3, round(10 * (strictness + random.uniform(-0.2, 0.1)))))
        mark = f"{int(item.points * tenths * 1000) / 10000:.4f}".rstrip("0").rstrip(".")  # cut, not rounded: never above the maximum
        reason = {"reason": "材料只说明了一部分，按程度给分"} if needs_reason(own.get(row, ""), mark) else {}
        given[row] = {"given": mark, **reason}
    return given


def upload(data: bytes, name: str, actor: Actor) -> StoredFile:
    """Store one PDF for the actor's organisation."""
    if actor.organisation_id is None:
        raise ValueError(f"{actor.name} has no organisation")
    return store_file(chunks=[data], name=name, owner=actor.organisation_id, actor=actor, only=PDF)
