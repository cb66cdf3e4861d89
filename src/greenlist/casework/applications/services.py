"""Starting an application, filling it, handing it in, withdrawing it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.applications.models import Application, Entrusted
from greenlist.casework.applications.paper_versions import check_paper, stale_report
from greenlist.casework.applications.permissions import check_may_edit, check_may_hand_in
from greenlist.casework.applications.selectors import goes_to_county, latest_version, not_returned
from greenlist.casework.directory.models import Membership, Site
from greenlist.casework.directory.selectors import people_under
from greenlist.casework.directory.services import take_charge
from greenlist.casework.evaluators.models import Engagement, Evaluator
from greenlist.casework.evaluators.selectors import bans_in_force, open_engagement
from greenlist.casework.evaluators.services import change_level, propose_engagement
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.models import Filing, FilingVersion
from greenlist.casework.filings.selectors import Body, Gap, gaps_of
from greenlist.casework.filings.services import freeze_version, save_section, start_filing
from greenlist.casework.journal.actors import SYSTEM, Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import ask, extension_of, is_step_on, named_day, parameter, parameters
from greenlist.rulebook.eligibility.declared import HandingIn
from greenlist.rulebook.notices import round_parameters


def start_application(site: Site, *, round_: Round, category: str, actor: Actor, filing: Filing | None = None) -> Application:
    """Start a draft for a site in a round; the unit itself starts it (C-03). `filing` may be given ready-made.

    Raises Refused when an application of this site and category is already under way.
    """
    if not actor.may("start_application") or site.organisation_id != actor.organisation_id:
        raise NotAllowed("只能为本单位的厂址申报。", clause="C-03")
    if actor.is_restricted:
        raise NotAllowed("您只办指定的申报件，不能新建。", then="请单位管理员新建后再指定给您。", clause="C-03")
    with _beginning("请在“我的申报”中继续填写。"):
        application = _begin(site, round_, category, actor, filing=filing)
        record("start_application", actor=actor, subject=application, clause="C-03")
        take_charge(application, actor=actor)
    return application


def enter_application(
    site: Site, *, round_: Round, category: str, national: bool, provincial: bool, third_party: str, actor: Actor
) -> Application:
    """代录: start a draft for a unit that did not sign in, as its summary table has it; the form stays empty.

    Raises Refused when an application of this site and category is already under way.
    """
    if not actor.may("transcribe") or site.unit != actor.unit:
        raise NotAllowed("只能代录本地区的申报件。", clause="C-07")
    self_words = round_parameters(round_.notice).parameter("self_evaluation_words").value
    body = "" if third_party in {"", self_words} else third_party
    if wordy := too_long(Application, third_party=body):
        raise Refused("没有代录。", items=wordy, clause="C-04")
    with _beginning("请在工作台查看该件。"):
        application = _begin(
            site, round_, category, actor, wants_national=national, wants_provincial=provincial, third_party=body,
            mode=Application.Mode.THIRD_PARTY if body else Application.Mode.SELF, entered_by=f"{actor.organisation_name} {actor.name}",
        )  # fmt: skip
        record("enter_application", actor=actor, subject=application, clause="C-03")
    return application


def hand_in_for_unit(application: Application, *, report: StoredFile, actor: Actor) -> FilingVersion:
    """代录: attach the report that came on paper and hand the draft in for its unit. What the form does not say stays unknown.

    Raises Refused with everything missing and for a paper with the mark of another application or version, NotAllowed for another region's,
    WrongState when it was handed in already.
    """
    if not actor.may("transcribe") or application.unit != actor.unit or not application.entered_by:
        raise NotAllowed("只能提交本单位代录的件。", clause="C-07")
    if report.is_pdf:
        check_paper(application, report, by_office=True)
    with transaction.atomic():
        application.report = report if report.is_pdf else None
        number = _next_version(application)
        receipt = f"HZ-{application.number}-{number}"
        asked = _submission_guards(application)
        guards = {name: asked[name] for name in ("level_chosen", "report_attached", "before_deadline")}
        change(application, "enter_by_office", actor=actor, guards=guards, detail={"receipt": receipt, "report": report.digest},
               fields={"submitted_at": now(), "changed_at": now(), "report": application.report})  # fmt: skip
        return freeze_version(application.filing, number=number, receipt=receipt, reason="", facts=_facts(application), actor=actor)


def resubmit_for_unit(
    application: Application, *, filled: Mapping[str, tuple[Body, int]], report: StoredFile | None, reason: str, actor: Actor
) -> FilingVersion:
    """代录: mend a returned application that the office entered, and hand it in again; the unit may do so itself as well.

    `filled` is {section: (its values, the save they were typed on top of)}. Raises Refused with everything missing, every row that was not
    returned, and for a report with the mark of another application or version; StaleSection when somebody saved a section meanwhile, NotAllowed for another region's.
    """
    if not actor.may("transcribe") or application.unit != actor.unit or not application.entered_by:
        raise NotAllowed("只能补正本单位代录的件。", clause="C-07")
    problems = too_long(FilingVersion, reason=reason) if reason.strip() else ["请用一句话写明这次补正改了什么。"]
    problems += ["评价报告须为 PDF 文件。"] if report and not report.is_pdf else []
    problems += [f"“{name}”没有被退回，不能改。" for name in not_returned(application, filled)]
    if problems:
        raise Refused("代录补正没有提交。", items=problems, then="填过的内容还在，改正后再提交。", clause="C-07")
    clerk = replace(actor, name=f"{actor.name[:76]}（代录）", acts=actor.acts | {"edit_filing"})
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        application.state, application.report = held.state, report or held.report
        number = _next_version(application)
        receipt = f"HZ-{application.number}-{number}"
        for section, (values, based_on) in filled.items():
            save_section(application.filing, section, values=values, based_on=based_on, actor=clerk)
        if application.report:
            check_paper(application, application.report, by_office=True)
        asked = _submission_guards(application)
        guards = {name: asked[name] for name in ("level_chosen", "report_attached")}
        change(application, "resubmit_by_office", actor=actor, guards=guards, reason=reason.strip(), detail={"receipt": receipt},
               fields={"submitted_at": now(), "changed_at": now(), "report": application.report})  # fmt: skip
        return freeze_version(application.filing, number=number, receipt=receipt, reason=reason.strip(), facts=_facts(application), actor=clerk,
                              is_whole=not gaps_of(application.filing))  # fmt: skip


@contextmanager
def editing(application: Application, *, actor: Actor) -> Iterator[Application]:
    """A transaction in which the application may still be edited: asked of the locked row, so that a submission in another
    tab cannot slip between the question and the save. Raises NotAllowed or WrongState.
    """
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        check_may_edit(held, actor)
        yield held


def set_evaluation(
    application: Application, *, national: bool, provincial: bool, mode: str, actor: Actor, evaluator: Evaluator | None = None
) -> None:
    """Choose the levels (C-67) and how it is evaluated (C-04); a body chosen is asked to accept (an engagement).

    Raises Refused with everything that is missing, or when another body's engagement is still open.
    """
    check_may_edit(application, actor)
    missing = []
    if not (national or provincial):
        missing.append("国家级和省级至少选一级，也可以同时选。")
    if mode not in Application.Mode.values:
        missing.append("请选择自我评价或第三方评价。")
    engaged = open_engagement(application.number)
    if mode == Application.Mode.THIRD_PARTY and evaluator is None:
        missing.append("选择第三方评价的，请选定第三方机构。")
    if engaged and (mode != Application.Mode.THIRD_PARTY or evaluator != engaged.evaluator):
        missing.append(f"本件已委托{engaged.evaluator}（{engaged.get_state_display()}），请先取消该项委托。")
    if missing:
        raise Refused("评价方式与级别没有保存。", items=missing, clause="C-67")
    application.wants_national, application.wants_provincial, application.mode = national, provincial, mode
    application.third_party = str(evaluator) if evaluator and mode == Application.Mode.THIRD_PARTY else ""
    with editing(application, actor=actor):
        _engage(application, engaged, evaluator, national, actor)
        application.save(update_fields=["wants_national", "wants_provincial", "mode", "third_party"])
        record("set_evaluation", actor=actor, subject=application, clause="C-67",
               detail={"national": national, "provincial": provincial, "mode": mode})  # fmt: skip


def set_report(application: Application, *, file: StoredFile, actor: Actor) -> None:
    """Attach the sealed evaluation report (a PDF, C-09): the unit's own, or the version its evaluator signed.

    Raises Refused for a paper that bears the mark of another application or of another version.
    """
    check_may_edit(application, actor)
    engaged = open_engagement(application.number)
    if file.organisation_id != actor.organisation_id and not (engaged and engaged.signed_report_id == file.pk):
        raise NotAllowed("只能使用本单位的材料，或第三方机构签署的报告。")
    if not file.is_pdf:
        raise Refused("评价报告须为 PDF 文件。", clause="C-09")
    check_paper(application, file)
    with editing(application, actor=actor):
        application.report = file
        application.save(update_fields=["report"])
        record("set_report", actor=actor, subject=application, clause="C-09", detail={"digest": file.digest})


def submit(application: Application, *, actor: Actor, reason: str = "") -> FilingVersion:
    """Hand in: an immutable version with receipt; a returned application is handed in again with a reason.

    Raises Refused with everything missing, or WrongState on a second click.
    """
    action = _handing_in(application)
    check_may_hand_in(application, actor)
    if application.state == "returned" and not reason.strip():
        raise Refused("请用一句话写明这次补正改了什么。", clause="C-07")
    if wordy := too_long(FilingVersion, reason=reason):
        raise Refused("没有提交。", items=wordy, then="请把补正说明写短些。", clause="C-07")
    with transaction.atomic():
        held = Application.objects.select_for_update().get(pk=application.pk)
        application.state, application.report = held.state, held.report
        application.wants_national, application.wants_provincial = held.wants_national, held.wants_provincial
        number = _next_version(application)
        receipt = f"HZ-{application.number}-{number}"
        guards = _submission_guards(application)
        guards["report_attached"] = guards["report_attached"] or stale_report(application)
        change(application, action, actor=actor, guards=guards, reason=reason,
               fields={"submitted_at": now(), "changed_at": now()}, detail={"receipt": receipt})  # fmt: skip
        return freeze_version(application.filing, number=number, receipt=receipt, reason=reason, facts=_facts(application), actor=actor)


def withdraw(application: Application, *, reason: str, actor: Actor) -> None:
    """Withdraw before the package is sent to be signed (C-03); a reason is required."""
    check_may_hand_in(application, actor)
    guards = {"reason_given": "" if reason.strip() else "请写明撤回的理由。"}
    change(application, "withdraw", actor=actor, guards=guards, reason=reason, fields={"changed_at": now()})


def skip_absent_steps(application: Application) -> None:
    """Move past the steps that the round does not have: without formal review handing in accepts, without experts selection follows."""
    if application.state == "recommended" and not is_step_on(application.round, "formal"):
        change(application, "accept", actor=SYSTEM, guards={"package_complete": ""}, fields={"changed_at": now()})
    if application.state == "accepted" and not is_step_on(application.round, "experts"):
        change(application, "skip_experts", actor=SYSTEM, fields={"changed_at": now()})


def entrust(membership: Membership, *, applications: list[Application], actor: Actor) -> None:
    """Name the applications that a restricted person fills in; the list replaces the one before."""
    if not people_under(actor).filter(pk=membership.pk, is_restricted=True).exists():
        raise NotAllowed("只能为本单位“只办指定申报件”的人指定。")
    if foreign := [a for a in applications if a.site.organisation_id != membership.organisation_id]:
        raise NotAllowed(f"{foreign[0].number}不是本单位的申报件。")
    with transaction.atomic():
        Entrusted.objects.filter(membership=membership).delete()
        Entrusted.objects.bulk_create(Entrusted(membership=membership, application=a) for a in applications)
        record("entrust", actor=actor, subject=membership, detail={"applications": sorted(a.number for a in applications)})


def before_deadline(round_: Round, unit: str, on: date | None = None) -> str:
    """'' before the unit's deadline by the server's clock, else the sentence that says since when it is over (C-08).

    `on` is the day on which something arrived that is looked at later.
    """
    extension = extension_of(round_, unit)
    values = parameters(round_)
    facts = HandingIn(named_day(round_.deadline_at, values), named_day(extension.deadline_at, values) if extension else None)
    finding = ask(round_, "C-08", facts, on or today())
    return "" if finding.verdict == "met" else finding.fact


@contextmanager
def _beginning(then: str) -> Iterator[None]:
    """A transaction that begins an application; a second one for the same site and category is refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused("这处厂址在本轮已有同类申报件。", then=then, clause="C-03") from None


def _begin(site: Site, round_: Round, category: str, actor: Actor, *, filing: Filing | None = None, **more: Any) -> Application:
    given = round_parameters(round_.notice)
    if category not in given.categories:
        raise Refused("本轮没有这个类别。", clause="C-02")
    if site.unit not in {unit.code for unit in given.units}:
        raise Refused("没有建立申报件：这处厂址的推荐单位不在本轮可以推荐的单位之列。", then="请联系省厅更正推荐单位。", clause="C-69")
    Round.objects.select_for_update().get(pk=round_.pk)
    filing = filing or start_filing(site, subject=category, on=now().date(), actor=actor)
    return Application.objects.create(
        number=_next_number(round_, given.unit(site.unit).short), round=round_, site=site, filing=filing, category=category,
        unit=site.unit, created_at=now(), changed_at=now(), is_demo=settings.DEMO, **more,
    )  # fmt: skip


def _handing_in(application: Application) -> str:
    """The transition of a submission: anew or mended, to the county or to the city."""
    if goes_to_county(application):
        return "resubmit_for_screening" if application.state == "returned" else "submit_for_screening"
    return "resubmit" if application.state == "returned" else "submit"


def _engage(application: Application, engaged: Engagement | None, evaluator: Evaluator | None, national: bool, actor: Actor) -> None:
    limit = int(parameter(application.round, "cap_projects"))
    if engaged:
        change_level(
            engaged, is_national=national, limit=limit, actor=actor, counts_related=parameter(application.round, "cap_counts_related")
        )
    elif evaluator and application.third_party:
        propose_engagement(evaluator, site=application.site, notice=application.round.notice, application_number=application.number,
                           category=application.category, is_national=national, actor=actor)  # fmt: skip


def _unsigned(application: Application) -> str:
    """'' when a third-party evaluation is signed, the attached report is the signed one, and the body is believed (C-35, C-60)."""
    if application.mode != Application.Mode.THIRD_PARTY:
        return ""
    engaged = open_engagement(application.number)
    if engaged is None or engaged.signed_report is None:
        return f"{application.third_party or '第三方机构'}还没有签署评价报告。"
    if application.report is None or application.report.digest != engaged.signed_report.digest:
        return "所附评价报告不是第三方机构签署的那一版，请采用签署版。"
    held = bans_in_force(engaged.evaluator, now().date()).last()
    return f"{engaged.evaluator}的评价结果自{held.decided_on.isoformat()}起不予采信，须重新评价或改为自我评价。" if held else ""


def _submission_guards(application: Application) -> dict[str, str]:
    version, report = latest_version(application), application.report
    return {
        "form_complete": _gap_sentence(gaps_of(application.filing)),
        "report_attached": "" if report else "还没有上传盖章的评价报告（PDF）。",
        "evaluation_signed": _unsigned(application),
        "level_chosen": "" if application.wants_national or application.wants_provincial else "国家级和省级至少选一级。",
        "before_deadline": "" if version and application.state == "returned" else before_deadline(application.round, application.unit),
    }


def _gap_sentence(gaps: list[Gap]) -> str:
    if not gaps:
        return ""
    named = "、".join(f"{gap.section_title}·{gap.label}" for gap in gaps[:3])
    return f"还有{len(gaps)}项未填：{named}{'等' if len(gaps) > 3 else ''}。"


def _facts(application: Application) -> dict[str, str | bool]:
    return {
        "number": application.number,
        "site": application.site.name,
        "credit_code": application.site.organisation.credit_code or "",
        "category": application.category,
        "mode": application.mode,
        "third_party": application.third_party,
        "national": application.wants_national,
        "provincial": application.wants_provincial,
        "report": application.report.digest if application.report else "",
        **({"entered_by": application.entered_by} if application.entered_by else {}),
    }


def _next_number(round_: Round, short: str) -> str:
    """The number after the highest: what another installation numbered leaves gaps. The row of the round is locked meanwhile."""
    begins = f"{round_.year}-{short}-"
    numbers = Application.objects.filter(number__startswith=begins).values_list("number", flat=True)
    tails = [number.removeprefix(begins) for number in numbers]
    return f"{begins}{max((int(tail) for tail in tails if tail.isdecimal()), default=0) + 1:04d}"


def _next_version(application: Application) -> int:
    """After the newest, which may be the only one held: a package brings no earlier ones."""
    newest = latest_version(application)
    return newest.number + 1 if newest else 1
