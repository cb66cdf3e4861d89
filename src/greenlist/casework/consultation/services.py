"""Preparing, sending, chasing and answering letters of consultation; a reply becomes facts by one act of the bureau."""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from greenlist.casework.applications.models import Application
from greenlist.casework.consultation.departments import department
from greenlist.casework.consultation.models import Consultation, ConsultedUnit, DepartmentAnswer, LinkOpening
from greenlist.casework.consultation.selectors import is_link_open, newest_answer, token_digest
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState
from greenlist.casework.journal.selectors import entries_of
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.rounds.models import Round
from greenlist.casework.rounds.selectors import parameters
from greenlist.casework.stationery.printing import freeze
from greenlist.casework.verification.models import Answer, ProofDocument
from greenlist.casework.verification.permissions import check_may_record
from greenlist.casework.verification.proving import Proof, Said, store_proof
from greenlist.rulebook.eligibility.windows import lookback
from greenlist.rulebook.notices import round_parameters
from greenlist.rulebook.reference.holidays import working_days_after
from greenlist.rulebook.reference.regions import division_name

A_MINUTE, MOST_OPENINGS, AN_HOUR = timedelta(minutes=1), 60, timedelta(hours=1)
LINK_ACTS = frozenset({"upload_file", "answer_consultation"})


def prepare_letter(round_: Round, *, to: str, applications: Sequence[Application], actor: Actor) -> Consultation:
    """Write a letter to one department about these units. Raises Refused for no unit, an unknown department, a unit out of hand."""
    _check_bureau(actor)
    asked, problems = department(to), []
    if asked is None:
        problems.append("请选择主送部门。")
    if not applications:
        problems.append("请至少选一家单位。")
    for application in applications:
        try:
            check_may_record(application, actor)
        except Refused as refusal:
            problems.append(f"{application.site.name}：{refusal.what}")
    if asked is None or problems:
        raise Refused("征求意见函没有生成。", items=problems, clause="C-41", then="改正后再生成。")
    first, last = lookback(today(), int(parameters(round_)["lookback_years"]))
    city = round_parameters(round_.notice).unit(actor.unit).city
    with transaction.atomic():
        letter = Consultation.objects.create(
            round=round_, unit=actor.unit, office=actor.organisation_name, organisation_id=actor.organisation_id, department=asked.id,
            addressee=f"{city}{asked.office}", template=freeze("consultation", actor.unit), from_on=first, until_on=last, prepared_by=actor.name, prepared_at=now(),
        )  # fmt: skip
        ConsultedUnit.objects.bulk_create(
            ConsultedUnit(consultation=letter, application=a, serial=n, printed=_printed(a)) for n, a in enumerate(applications, start=1)
        )
        record("prepare_consultation", actor=actor, subject=letter, clause="C-41", detail={"units": len(applications)})
    return letter


def send_letter(letter: Consultation, *, letter_number: str, dated_on: date, actor: Actor) -> None:
    """Record that it went out under this number on this day; the clock of the reply starts."""
    _check_own(letter, actor)
    number = letter_number.strip()
    wordy = "".join(too_long(Consultation, letter_number=number))
    guards = {
        "numbered": wordy or ("" if number else "请填文号。"),
        "dated": "" if dated_on <= today() else f"发函日期{dated_on.isoformat()}晚于今天。",
    }
    due_on = working_days_after(dated_on, int(parameters(letter.round)["reply_working_days"]))
    change(letter, "send_consultation", actor=actor, guards=guards,
           fields={"letter_number": number, "dated_on": dated_on, "due_on": due_on})  # fmt: skip


def remind(letter: Consultation, *, actor: Actor) -> None:
    """Count one more reminder of a letter without a reply."""
    _check_own(letter, actor)
    _check_sent(letter)
    with transaction.atomic():
        Consultation.objects.filter(pk=letter.pk).update(reminders=F("reminders") + 1)
        record("remind_department", actor=actor, subject=letter, clause="C-41", detail={"number": letter.reminders + 1})


def give_link(letter: Consultation, *, until_on: date, actor: Actor) -> str:
    """A new link for one letter until a date; the token is told once and kept as a hash. An earlier link ends."""
    _check_own(letter, actor)
    _check_sent(letter)
    if until_on < today():
        raise Refused(f"链接没有开出：有效期{until_on.isoformat()}早于今天。", then="请选今天或以后的日期。")
    token = secrets.token_urlsafe(32)
    letter.link_digest, letter.link_until = token_digest(token), until_on
    with transaction.atomic():
        letter.save(update_fields=["link_digest", "link_until"])
        record("give_link", actor=actor, subject=letter, clause="C-41", detail={"until": until_on.isoformat()})
    return token


def void_letter(letter: Consultation, *, reason: str, actor: Actor) -> None:
    """Void a letter that nobody has answered, with the reason; its link is dead at once, its units may be asked about anew."""
    _check_own(letter, actor)
    answer = newest_answer(letter)
    guards = {
        "reason_given": "" if reason.strip() else "请写明作废的理由。",
        "not_answered": f"{answer.answered_by}已在线答复，请采纳答复。" if answer else "",
    }
    change(letter, "void_consultation", actor=actor, guards=guards, reason=reason.strip())


def is_opened_too_often(sender: str) -> bool:
    """Note one more opening of a link by this sender, guesses included; True when there were too many of them within a minute.

    In the database, which all processes share. What is older than a minute goes.
    """
    since = now() - A_MINUTE
    LinkOpening.objects.filter(opened_at__lt=since).delete()
    if LinkOpening.objects.filter(sender=sender).count() >= MOST_OPENINGS:
        return True
    LinkOpening.objects.create(sender=sender, opened_at=now())
    return False


def open_link(letter: Consultation, *, address: str) -> None:
    """Note that somebody opened the link, from where, and whether it was still open: once an hour, so that nobody fills the journal."""
    told = {"address": address[:60], "open": is_link_open(letter)}
    if not entries_of(letter).filter(action="open_link", at__gt=now() - AN_HOUR, detail=told).exists():
        record("open_link", actor=visitor(letter, ""), subject=letter, detail=told)


def visitor(letter: Consultation, name: str) -> Actor:
    """Whoever holds the link: no account, this one letter only; named once he has named himself."""
    return Actor(name=name or "持链接者", role="department", organisation_name=letter.addressee, acts=LINK_ACTS)


@contextmanager
def answering(letter: Consultation) -> Iterator[Consultation]:
    """A transaction that holds the letter as it is now: of two answers at once the second is checked, and its page stored, after the
    first is kept.
    """
    with transaction.atomic():
        yield Consultation.objects.select_for_update(of=("self",)).select_related("round").get(pk=letter.pk)


def answer_by_link(
    letter: Consultation, *, lines: list[dict[str, Any]], name: str, file: StoredFile | None, seal_follows: bool
) -> DepartmentAnswer:
    """Keep what the department answered; it becomes facts only when the bureau accepts it. Raises Refused with all that is missing."""
    name = name.strip()
    with answering(letter) as letter:
        check_answer(letter, lines=lines, name=name, has_seal=file is not None or seal_follows)
        answer = DepartmentAnswer.objects.create(consultation=letter, lines=lines, file=file, answered_by=name, answered_at=now())
        record("answer_by_link", actor=visitor(letter, name), subject=letter, detail={"lines": len(lines), "seal_follows": file is None})
    return answer


def check_answer(letter: Consultation, *, lines: list[dict[str, Any]], name: str, has_seal: bool) -> None:
    """Would the answer be kept? Asked before its sealed page is stored, so that nobody fills the disk with pages of no answer."""
    check_plain(name, *(str(line.get("statement", "")) for line in lines))
    most = int(parameters(letter.round)["link_answers"])
    problems = [] if is_link_open(letter) else ["链接已经关闭。"]
    problems += (
        [] if letter.answers.count() < most else [f"这份函经链接已答复{most}次，不能再答复；请与{letter.office}联系，或以书面函复。"]
    )
    problems += [] if name.strip() else ["请填答复人姓名。"]
    problems += [] if has_seal else ["请上传盖章页，或勾选“盖章页随后送达”。"]
    problems += too_long(DepartmentAnswer, answered_by=name.strip()) + _line_problems(letter, lines)
    if problems:
        raise Refused("答复没有存入。", items=problems, then="填过的内容还在，改正后再存。")


def record_reply(letter: Consultation, proof: Proof, *, said: Sequence[Said], actor: Actor) -> ProofDocument:
    """Store the reply as a proof document and close the letter, in one act. Raises what `store_proof` raises."""
    _check_own(letter, actor)
    outside = {entry.application.pk for entry in said} - set(letter.units.values_list("application_id", flat=True))
    if outside or {entry.clause for entry in said} - set(letter.to.clauses):
        raise Refused("函复没有登记：所选单位或事项不在这份函中。", then="只勾选函中的单位和事项。", clause="C-41")
    with transaction.atomic():
        document = store_proof(proof, said=said, actor=actor)
        change(letter, "record_reply", actor=actor, guards={"reply_stored": ""}, fields={"reply": document},
               detail={"document": str(document.pk)})  # fmt: skip
    return document


def _line_problems(letter: Consultation, lines: Iterable[dict[str, Any]]) -> list[str]:
    units = {str(u.application_id): u.printed["name"] for u in letter.units.all()}
    asked = [(unit, clause) for unit in units for clause in letter.to.clauses]
    given = {(line["unit"], line["clause"]): line for line in lines}
    problems = []
    if left := [pair for pair in asked if pair not in given]:
        problems.append(f"还有{len(left)}处没有结论，第一处是{units[left[0][0]]}；没有情况的，勾选“其余均未发现”。")
    if set(given) - set(asked):
        problems.append("答复中有不属于这份函的单位或事项。")
    for (unit, _), line in given.items():
        if line["answer"] not in Answer.values:
            problems.append(f"{units.get(unit, '')}：请选择未发现、发现或待核实。")
        elif line["answer"] != Answer.NOT_FOUND and not str(line["statement"]).strip():
            problems.append(f"{units.get(unit, '')}：请写明事实。")
        if len(str(line["statement"])) > 300:
            problems.append(f"{units.get(unit, '')}：事实最多300字。")
        if not re.fullmatch(r"[0-9]{0,4}", str(line.get("page", ""))):
            problems.append(f"{units.get(unit, '')}：页码只填数字，最多4位。")
    return problems


def _printed(application: Application) -> dict[str, str]:
    site = application.site
    return {"name": site.name, "code": site.organisation.credit_code or "", "county": division_name(site.division), "address": site.address}


def _check_bureau(actor: Actor) -> None:
    if not actor.may("consult"):
        raise NotAllowed("您当前的岗位不能办理征求意见函。")


def _check_own(letter: Consultation, actor: Actor) -> None:
    _check_bureau(actor)
    if letter.unit != actor.unit:
        raise NotAllowed("这不是本单位的征求意见函。")


def _check_sent(letter: Consultation) -> None:
    if letter.state != "sent":
        raise WrongState(f"这份函现在是“{letter.get_state_display()}”，不能这样办。", then="先登记文号和发函日期。", clause="C-41")
