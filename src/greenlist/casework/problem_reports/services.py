"""Taking in a report by name, examining it, deciding it. What it brings with it (a removal, a ban, an inspection) is an act of its own."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath

from django.db import IntegrityError, transaction

from greenlist.casework.directory.models import Organisation
from greenlist.casework.directory.selectors import province_office
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.journal.actors import ANONYMOUS, Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.problem_reports.models import ProblemReport
from greenlist.casework.problem_reports.selectors import OPEN, meant_by, receipt_digest, visible_to
from greenlist.casework.rounds.selectors import current_round, parameter

CLAUSE = "暂行办法 21"  # the notice does not speak of reports; C-01 brings the measures in
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
FROM_ONE = ((AN_HOUR, 3), (A_DAY, 10))  # reports that one sender may send within this time
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
LIMIT_MB = 20
PROOFS = ("application/pdf", "image/jpeg", "image/png")
ENDINGS = (".pdf", ".jpg", ".jpeg", ".png")
UPLOADER = Actor(name="实名举报人", role="anonymous", acts=frozenset({"upload_file"}))


@dataclass(frozen=True)
class Said:
    """What the reporter typed."""

    about: str
    statement: str
    reporter: str
    contact: str

    def plain(self) -> dict[str, str]:
        """By column, without blanks at the ends."""
        return {"about_name": self.about.strip(), "statement": self.statement.strip(), "reporter": self.reporter.strip(),
                "contact": self.contact.strip()}  # fmt: skip


def receive_report(said: Said, *, sender: str, file: StoredFile | None = None) -> tuple[ProblemReport, str]:
    """Keep a report. Returns it with the receipt, which is given out this once; only its digest is kept.

    Raises Refused with everything that is missing, or when one sender sends too many.
    """
    plain = said.plain()
    entry, body = meant_by(plain["about_name"])
    receipt = "".join(secrets.choice(SIGNS) for _ in range(16))
    with unless_refused([file] if file else [], actor=UPLOADER), transaction.atomic():
        _one_at_a_time()
        check_report(said, sender=sender)
        made = _created(
            **plain, entry=entry, evaluator=body, unit=entry.unit if entry else "", file=file, sender=sender, receipt_digest=receipt_digest(receipt),
            received_at=now(), due_on=today() + timedelta(days=_days()),
        )  # fmt: skip
        record("receive_report", actor=ANONYMOUS, subject=made, clause=CLAUSE, detail={"unit": made.unit, "file": bool(file)})
    return made, "-".join(receipt[at : at + 4] for at in range(0, 16, 4))


def store_proof(*, chunks: Iterable[bytes], name: str) -> StoredFile:
    """Keep what came with a report, for the province; looked at in the child like every upload. Raises Refused, also before there is a province.

    It is kept under a name of ours: the name that the reporter gave it may tell who he is, and the journal keeps names for good.
    """
    ending = PurePath(name.strip()).suffix.lower()
    if ending not in ENDINGS:
        raise Refused("附件没有存入：这里只收 PDF、JPEG、PNG 文件。", then="请另存为其中一种后再选。")
    owner = province_office()
    if owner is None:
        raise Refused("附件没有存入。", then="请书面寄送省工业和信息化厅。")
    return store_file(chunks=chunks, name=f"举报证据{ending}", owner=owner.pk, actor=UPLOADER, limit_mb=LIMIT_MB, only=PROOFS)


def check_report(said: Said, *, sender: str) -> None:
    """Would the report be kept? Asked before its proof is stored."""
    plain = said.plain()
    check_plain(*plain.values())
    asked = {"about_name": "请填被举报的单位或机构的全称。", "statement": "请写明事实：什么时候、在哪里、什么事。", "reporter": "请填您的姓名或单位，举报须实名。",
             "contact": "请填联系方式，便于核实和答复。"}  # fmt: skip
    wrong = [words for name, words in asked.items() if not plain[name]] + too_long(ProblemReport, **plain)
    if wrong:
        raise Refused("举报没有存入。", items=wrong, then="填过的内容还在，改好之后再提交；附件须重选。")
    own = ProblemReport.objects.filter(sender=sender)
    if same := own.filter(**plain, received_at__gt=now() - AN_HOUR).first():
        raise Refused(f"这件举报刚才已经收到，编号 {same.number}，这一次没有另存一件。",
                      then="回执在上一次提交后的页面上；没有抄下的，请凭编号书面询问省工业和信息化厅。", code="already")  # fmt: skip
    if any(own.filter(received_at__gt=now() - span).count() >= most for span, most in FROM_ONE):
        raise Refused("提交得太频繁，这一件没有存入。", then="请过一小时再试，或书面寄送省工业和信息化厅。", code="flood")


def _one_at_a_time() -> None:
    """Reports come one after the other, so that two sent at once are both counted. Before there is a province there is no row to hold."""
    if office := province_office():
        Organisation.objects.select_for_update(no_key=True).get(pk=office.pk)


def examine_report(held: ProblemReport, *, examination: str, actor: Actor) -> None:
    """The office that it came to writes down what it looked into and found."""
    _check_own(held, actor)
    guards = {"examination_given": _lacks("examination", examination, "请写明核查了什么、查到什么。")}
    change(
        held,
        "examine_report",
        actor=actor,
        guards=guards,
        clause=CLAUSE,
        fields={"examination": examination.strip(), "examined_by": actor.name},
    )


def decide_report(held: ProblemReport, *, is_true: bool, reason: str, answer: str, actor: Actor) -> None:
    """The province finds it true or not, with the reason, and the words that the reporter will read under his receipt."""
    _check_own(held, actor)
    guards = {
        "reason_given": _lacks("reason", reason, "请写明认定的理由。"),
        "answer_given": _lacks("answer", answer, "请写明告知举报人的结果。"),
    }
    fields = {"reason": reason.strip(), "answer": answer.strip(), "decided_by": actor.name, "decided_at": now()}
    change(held, "uphold_report" if is_true else "dismiss_report", actor=actor, guards=guards, clause=CLAUSE, reason=reason, fields=fields)


def assign_report(held: ProblemReport, *, text: str, actor: Actor) -> None:
    """The province says, by a name or code that we hold, whom a report is about; with it the office that examines it. Raises Refused."""
    _check_own(held, actor)
    if actor.unit:
        raise NotAllowed("被举报的是哪一家，由省厅认定。", clause=CLAUSE)
    check_plain(text)
    entry, body = meant_by(text)
    if entry is None and body is None:
        raise Refused(
            "没有认定。",
            items=["名册（含曾用名、已移出的）和机构中没有这个名称或信用代码。"],
            then="请填在名册或机构中能查到的全称或信用代码。",
        )
    with transaction.atomic():
        held.refresh_from_db(from_queryset=ProblemReport.objects.select_for_update())
        if held.state not in OPEN:
            raise WrongState("这件举报已经认定，不能再改被举报的是哪一家。", clause=CLAUSE)
        held.entry, held.evaluator, held.unit = entry, body, entry.unit if entry else ""
        held.save(update_fields=["entry", "evaluator", "unit"])
        detail = {"entry": str(entry.pk) if entry else "", "evaluator": str(body.pk) if body else "", "unit": held.unit}
        record("assign_report", actor=actor, subject=held, clause=CLAUSE, detail=detail)


def _check_own(held: ProblemReport, actor: Actor) -> None:
    if not actor.may("handle_reports") or not visible_to(actor).filter(pk=held.pk).exists():
        raise NotAllowed("只能办理归本单位核查的举报。", clause=CLAUSE)


def _lacks(column: str, text: str, words: str) -> str:
    check_plain(text)
    return "；".join(too_long(ProblemReport, **{column: text.strip()})) if text.strip() else words


def _days() -> int:
    round_ = current_round()
    return int(parameter(round_, "problem_report_days")) if round_ else 60


def _created(**fields: object) -> ProblemReport:
    """With the next number of the year; another one that came at the same instant has it, then the next one."""
    year = today().year
    for _ in range(5):
        number = f"JB-{year}-{ProblemReport.objects.filter(number__startswith=f'JB-{year}-').count() + 1:04d}"
        try:
            with transaction.atomic():
                return ProblemReport.objects.create(number=number, **fields)
        except IntegrityError:
            continue
    raise Refused("举报没有存入。", then="同时提交的人很多，请过一分钟再提交。")
