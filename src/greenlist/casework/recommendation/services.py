"""The batch: freeze, record the signed letter, hand in before the deadline."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import latest_version
from greenlist.casework.applications.services import before_deadline, skip_absent_steps
from greenlist.casework.consultation.selectors import not_heard
from greenlist.casework.files.models import StoredFile
from greenlist.casework.filings.selectors import version_content
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.recommendation.models import Batch, BatchRow
from greenlist.casework.recommendation.papers import printed_rows
from greenlist.casework.recommendation.selectors import (
    changes_of,
    contradictions_of,
    names_of,
    next_number,
    open_batch,
    receipt_lacking,
    rows_of,
    unconsulted_of,
)
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import ask, last_day
from greenlist.casework.stationery.printing import freeze
from greenlist.casework.verification.precedents import Contradicting
from greenlist.casework.verification.services import check_each, open_points_of
from greenlist.rulebook.eligibility.declared import PackageParts, RecommendingOffice, SealedLetter
from greenlist.rulebook.notices import round_parameters


def prepare_batch(round_: Round, *, actor: Actor) -> Batch:
    """The bureau's open batch, made when there is none."""
    if not actor.may("prepare_batch"):
        raise NotAllowed("只有推荐单位可以办理推荐材料。", clause="C-69")
    if found := open_batch(round_, actor.unit):
        return found
    given = round_parameters(round_.notice)
    finding = ask(round_, "C-69", RecommendingOffice(actor.unit, tuple(u.code for u in given.units)), today())
    if finding.verdict != "met":
        raise Refused("没有建立推荐批次。", items=[finding.fact], then=finding.would_pass, clause="C-69")
    office = given.unit(actor.unit)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        batch = Batch.objects.create(
            number=next_number(round_, actor.unit), round=round_, unit=actor.unit, office=office.office, created_at=now()
        )
        record("prepare_batch", actor=actor, subject=batch, clause="C-09")
    return batch


def send_to_sign(batch: Batch, *, applications: Iterable[Application], actor: Actor) -> None:
    """Freeze the chosen applications and the batch. Every exclusion is computed anew first; all that blocks is told."""
    _check_own(batch, actor)
    chosen = list(applications)
    if any((a.unit, a.round_id) != (batch.unit, batch.round_id) for a in chosen):
        raise NotAllowed("只能送签本单位、本轮的申报件。", clause="C-69")
    check_each(chosen, stage="recommendation", actor=actor)  # kept even when something blocks: what was found must be there to be judged
    with transaction.atomic():
        if blocked := [f"{application.site.name}：{sentence}" for application, sentence in open_points_of(chosen)]:
            raise Refused("有申报件挡住送签。", items=blocked, then="处理完这些事项，或先不选这几件。", clause="C-40")
        change(batch, "send_to_sign", actor=actor, guards={"has_rows": "" if chosen else "请先勾选要送签的申报件。"},
               fields={"frozen_at": now(), "letter_template": freeze("recommendation_letter", batch.unit),
                       "table_template": freeze("summary_table", batch.unit)}, detail={"rows": len(chosen)})  # fmt: skip
        for application, printed in printed_rows(sorted(chosen, key=lambda a: (a.category, a.number))):
            change(application, "freeze", actor=actor, guards={"exclusions_settled": ""}, fields={"changed_at": now()})
            BatchRow.objects.create(batch=batch, application=application, serial=printed["serial"], printed=printed)


def take_back(batch: Batch, *, actor: Actor) -> None:
    """Take the batch back from signature: its applications become recommendable again, its rows go."""
    _check_own(batch, actor)
    with transaction.atomic():
        for row in rows_of(batch):
            if row.application.state == "frozen":
                change(row.application, "unfreeze", actor=actor, fields={"changed_at": now()})
        batch.rows.all().delete()
        change(batch, "take_back", actor=actor, fields={"letter_number": "", "dated_on": None, "sealed_letter": None})


def record_letter(batch: Batch, *, letter_number: str, dated_on: date, sealed_letter: StoredFile, actor: Actor) -> None:
    """Record what came back from signature: document number, date (not after the deadline, C-68), the sealed scan."""
    _check_own(batch, actor)
    facts = SealedLetter(letter_number.strip(), dated_on, sealed_letter.is_pdf, last_day(batch.round, batch.unit))
    finding = ask(batch.round, "C-68", facts, today())
    problems = [] if finding.verdict == "met" else [f"{said}。" for said in finding.fact.split("。") if said]
    problems += too_long(Batch, letter_number=letter_number.strip())
    if problems:
        raise Refused("盖章件没有登记。", items=problems, clause="C-68")
    with transaction.atomic():
        if Batch.objects.select_for_update().get(pk=batch.pk).state != "signing":
            raise WrongState("先送签，再登记文号和盖章件；报送之后不能再改。")
        batch.letter_number, batch.dated_on, batch.sealed_letter = letter_number.strip(), dated_on, sealed_letter
        batch.save(update_fields=["letter_number", "dated_on", "sealed_letter"])
        record("record_letter", actor=actor, subject=batch, clause="C-68", detail={"letter_number": batch.letter_number})


def submit_package(batch: Batch, *, actor: Actor, unconsulted_because: str = "", contradictions_because: str = "") -> None:
    """Hand in letter, table and reports before the deadline by the server's clock (C-08, C-09).

    A row that was withdrawn or came open again after signature keeps the package back: the signed letter no longer says what is true.
    Units that departments were not asked about (C-41), and judgements that contradict each other (C-40), go in with a word on why.
    """
    _check_own(batch, actor)
    check_plain(unconsulted_because, contradictions_because)
    late = before_deadline(batch.round, batch.unit)
    rows = list(rows_of(batch))
    changed = "；".join(f"{c.application.site.name}：{c.words}" for c in changes_of(batch))
    parts = PackageParts(bool(batch.sealed_letter_id and batch.letter_number), len(rows), sum(not r.application.report_id for r in rows))
    package = ask(batch.round, "C-09", parts, today())
    unsealed = "" if package.verdict == "met" else package.fact
    unasked, contradicting = unconsulted_of(batch), contradictions_of(batch)
    said = {
        "unconsulted_because": unconsulted_because.strip() if unasked else "",
        "contradictions_because": contradictions_because.strip() if contradicting else "",
    }
    if batch.state == "signing":
        _check_explained(unasked, contradicting, said, also=(late, unsealed, changed, receipt_lacking(batch)))
        if lacking := receipt_lacking(batch):
            raise Refused("推荐材料没有报送。", items=[lacking, *filter(None, (late, unsealed, changed))], clause="C-10",
                          then="先上传平台，在“管理平台”登记回执；本轮参数写明报送前须登记。")  # fmt: skip
    with transaction.atomic():
        told = _told_content(unasked, contradicting)
        content = store("recommendation", {"batch": batch.number, "rows": [_row_content(row) for row in rows], **told})
        change(batch, "submit_package", actor=actor, guards={"before_deadline": late, "letter_sealed": unsealed, "rows_stand": changed},
               fields={"submitted_at": now(), "content_digest": content, **said}, reason="；".join(filter(None, said.values())))  # fmt: skip
        for row in rows:
            change(row.application, "recommend", actor=actor, guards={"before_deadline": late, "letter_sealed": unsealed},
                   fields={"changed_at": now()})  # fmt: skip
            skip_absent_steps(row.application)


def _check_explained(unasked: list[Application], contradicting: list[Contradicting], said: dict[str, str], *, also: Iterable[str]) -> None:
    """Raises Refused for what stands without a word on why, with all else that keeps the package back."""
    lacking = []
    if unasked and not said["unconsulted_because"]:
        lacking.append(("C-41", f"{len(unasked)}家没有征求齐部门意见（{names_of(unasked)}）：请写明说明。"))
    if contradicting and not said["contradictions_because"]:
        lacking.append(("C-40", f"{len(contradicting)}处同类事实的判断不一致：请写明看过之后的说明。"))
    if lacking:
        raise Refused("推荐材料没有报送。", items=[*(words for _, words in lacking), *filter(None, also)], clause=lacking[0][0],
                      then="发函并等函复，或写明说明再报送；说明随材料给省厅。")  # fmt: skip


def _told_content(unasked: list[Application], contradicting: list[Contradicting]) -> dict[str, object]:
    """What the words were about, for the reader of the package; nothing where nothing stood."""
    told: dict[str, object] = {}
    if unasked:
        told["unconsulted"] = [{"number": a.number, "name": a.site.name, "departments": not_heard(a)} for a in unasked]
    if contradicting:
        told["contradictions"] = [
            {"clause": c.clause, "passed": c.passed.finding.application.number, "barred": c.barred.finding.application.number}
            for c in contradicting
        ]
    return told


def _row_content(row: BatchRow) -> dict[str, object]:
    version = latest_version(row.application)
    plain = {key: str(value) for key, value in row.printed.items()}
    return {
        "printed": plain,
        "application": row.application.number,
        "version": version.content_digest if version else "",
        "score": version_content(version)["score"] if version else "",
        "report": row.application.report.digest if row.application.report else "",
    }


def _check_own(batch: Batch, actor: Actor) -> None:
    if not actor.may("prepare_batch") or batch.unit != actor.unit:
        raise NotAllowed("这不是本单位的推荐批次。", clause="C-69")
