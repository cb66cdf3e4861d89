"""Bulk proof: one document settles many units and many clauses in one act. No 未发现 without the document that says so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from greenlist.casework.applications.models import Application
from greenlist.casework.directory.services import take_charge
from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.typed import too_long
from greenlist.casework.register.services import enter_adverse_record
from greenlist.casework.verification.checklist import exclusion_labels
from greenlist.casework.verification.models import Answer, ProofDocument, RecordedFact
from greenlist.casework.verification.permissions import check_may_record
from greenlist.casework.verification.reading import readings
from greenlist.casework.verification.selectors import newest_findings
from greenlist.casework.verification.services import check_neighbours, content_of, write_findings
from greenlist.rulebook.notices import notice

NOTHING = "该期间未发现记录"
VERDICT_WORDS = (("met", "项未发现"), ("not_met", "项发现"), ("unknown", "项仍待核实"))


@dataclass(frozen=True)
class Said:
    """What the document says about one unit and one clause; `from_on` and `until_on` date a fact that was found."""

    application: Application
    clause: str
    answer: str = Answer.NOT_FOUND
    statement: str = NOTHING
    page: int | None = None
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True)
class Proof:
    """The document as it was typed, before it is stored: kind, source, window, day of the look-up or reply, scan, answer sheet."""

    kind: str
    source: str
    from_on: date
    until_on: date
    looked_up_on: date
    file: StoredFile | None
    sheet: StoredFile | None = None


def store_proof(proof: Proof, *, said: Sequence[Said], actor: Actor) -> ProofDocument:
    """Store one document with all it says, and compute the findings of the units it touches; all or nothing.

    Raises Refused with everything that is missing or contradictory, NotAllowed for units of another bureau.
    """
    with transaction.atomic():
        units = _locked(said)
        _check(proof, units, said, actor)
        for application in units.values():
            if application.state == "submitted":
                change(application, "start_verification", actor=actor, fields={"changed_at": now()})
            take_charge(application, actor=actor)
        document = _store_document(proof, actor)
        facts = RecordedFact.objects.bulk_create(_fact(document, entry, units[entry.application.pk], actor) for entry in said)
        _enter_dated(document, said, actor)
        counts = _compute_findings(facts, units)
        _tell(document, units, facts, counts, actor)
        for application in {e.application.pk: e.application for e in said if _is_dated(e)}.values():
            check_neighbours(application, actor=actor)
    return document


def check_proof(proof: Proof, *, said: Sequence[Said], actor: Actor) -> None:
    """Would it be stored? Raises what `store_proof` would raise; stores nothing."""
    _check(proof, {entry.application.pk: entry.application for entry in said}, said, actor)


def _check(proof: Proof, units: dict[Any, Application], said: Sequence[Said], actor: Actor) -> None:
    if not actor.may("record_fact"):
        raise NotAllowed("您当前的岗位不能录入查核结果。")
    if problems := [*_document_problems(proof), *_foreign_files(proof, actor), *_unit_problems(units, actor), *_said_problems(proof, said)]:
        raise Refused("证明没有存入，一项也没有改动。", items=problems, then="填过的内容还在，改正后再存。", clause="C-07")


def outcome_words(counts: Counter[str]) -> str:
    """480项：474项未发现，1项发现，5项仍待核实."""
    return f"{counts.total()}项：" + "，".join(f"{counts[verdict]}{words}" for verdict, words in VERDICT_WORDS)


def _locked(said: Iterable[Said]) -> dict[Any, Application]:
    ids = {entry.application.pk for entry in said}
    rows = Application.objects.select_for_update(of=("self",)).select_related("site", "round", "filing").filter(pk__in=ids)
    return {application.pk: application for application in rows.order_by("pk")}


def _document_problems(proof: Proof) -> list[str]:
    problems = []
    if proof.kind not in ProofDocument.Kind.values:
        problems.append("请选择文件种类。")
    if not proof.source.strip():
        problems.append("请写明来源。")
    if proof.file is None:
        problems.append("没有文件，不能批量录入：请上传函复或查询结果的扫描件。")
    if proof.until_on < proof.from_on:
        problems.append(f"所查期间止日{proof.until_on.isoformat()}早于起日{proof.from_on.isoformat()}。")
    if proof.looked_up_on > today():
        problems.append(f"查询或函复日期{proof.looked_up_on.isoformat()}晚于今天。")
    if proof.until_on > proof.looked_up_on:
        problems.append(f"所查期间止日{proof.until_on.isoformat()}晚于查询或函复日期{proof.looked_up_on.isoformat()}。")
    return problems + too_long(ProofDocument, source=proof.source)


def _foreign_files(proof: Proof, actor: Actor) -> list[str]:
    """Only what this office uploaded, or was sent through one of its links, can be a proof of its own."""
    given = [file for file in (proof.file, proof.sheet) if file]
    return [f"“{file.name}”不是本单位存入的文件，请由本单位上传。" for file in given if file.organisation_id != actor.organisation_id]


def _unit_problems(units: dict[Any, Application], actor: Actor) -> list[str]:
    problems = []
    for application in units.values():
        try:
            check_may_record(application, actor)
        except Refused as refusal:
            problems.append(f"{application.site.name}：{refusal.what}")
    return problems


def _said_problems(proof: Proof, said: Sequence[Said]) -> list[str]:
    problems = [] if said else ["请至少选一家单位和一项。"]
    twice = [pair for pair, n in Counter((e.application.pk, e.clause) for e in said).items() if n > 1]
    if twice:
        problems.append(f"有{len(twice)}项写了两个结论，请只留一个。")
    for entry in said:
        problems += [f"{entry.application.site.name}·{_label(entry.clause)}：{words}" for words in _entry_problems(proof, entry)]
    return problems


def _entry_problems(proof: Proof, entry: Said) -> list[str]:
    problems = []
    if entry.clause not in exclusion_labels():
        problems.append("清单中没有这一项。")
    if entry.answer not in Answer.values:
        problems.append("请选择未发现、发现或待核实。")
    if not entry.statement.strip():
        problems.append("请写明查到的事实。")
    if proof.file and proof.file.pages and entry.page is not None and not 1 <= entry.page <= proof.file.pages:
        problems.append(f"“{proof.file.name}”只有{proof.file.pages}页，没有第{entry.page}页。")
    if entry.clause == "C-44" and entry.answer == Answer.FOUND and entry.from_on is None:
        problems.append("发现停产的，请填停产起止日期。")
    if entry.from_on and entry.until_on and entry.until_on < entry.from_on:
        problems.append(f"止日{entry.until_on.isoformat()}早于起日{entry.from_on.isoformat()}。")
    return problems + too_long(RecordedFact, statement=entry.statement)


def _label(clause: str) -> str:
    return exclusion_labels().get(clause, clause)


def _store_document(proof: Proof, actor: Actor) -> ProofDocument:
    return ProofDocument.objects.create(
        unit=actor.unit, kind=proof.kind, source=proof.source.strip(), from_on=proof.from_on, until_on=proof.until_on,
        looked_up_on=proof.looked_up_on, file=proof.file, sheet=proof.sheet, stored_by=actor.name, stored_at=now(),
    )  # fmt: skip


def _fact(document: ProofDocument, entry: Said, application: Application, actor: Actor) -> RecordedFact:
    return RecordedFact(
        application=application, clause=entry.clause, answer=entry.answer, statement=entry.statement.strip(), source=document.source,
        looked_up_on=document.looked_up_on, file=document.file, page=entry.page, document=document, recorded_by=actor.name,
        recorded_at=document.stored_at,
    )  # fmt: skip


def _enter_dated(document: ProofDocument, said: Iterable[Said], actor: Actor) -> None:
    """A dated fact goes into the register as well, where the clause's rule reads it."""
    for entry in said:
        if entry.from_on and _is_dated(entry):
            kind = notice(entry.application.round.notice).clause(entry.clause).bound.kind
            enter_adverse_record(entry.application.site, kind=kind, from_on=entry.from_on, until_on=entry.until_on,
                                 statement=entry.statement, source=document.source, file=document.file, page=entry.page,
                                 actor=actor)  # fmt: skip


def _is_dated(entry: Said) -> bool:
    return entry.answer == Answer.FOUND and entry.from_on is not None


def _compute_findings(facts: Sequence[RecordedFact], units: dict[Any, Application]) -> Counter[str]:
    """The findings the facts give, in a few writes: what equals the newest finding is not written again."""
    reads = {read.application.pk: read for read in readings(units.values())}
    contents = [
        (fact.application, content_of(reads[fact.application_id], notice(fact.application.round.notice).clause(fact.clause)))
        for fact in facts
    ]
    write_findings(contents, newest_findings(units.values()), stage="verification")
    return Counter(content["verdict"] for _, content in contents)


def _tell(
    document: ProofDocument, units: dict[Any, Application], facts: Sequence[RecordedFact], counts: Counter[str], actor: Actor
) -> None:
    """One journal line for the document, one for each unit it touched."""
    document.outcome = outcome_words(counts)
    document.save(update_fields=["outcome"])
    per_unit = Counter(fact.application_id for fact in facts)
    record("store_proof", actor=actor, subject=document, clause="C-07",
           detail={"outcome": document.outcome, "digest": document.file.digest, "units": len(units)})  # fmt: skip
    for pk, application in units.items():
        record("prove_in_bulk", actor=actor, subject=application, clause="C-07",
               detail={"document": str(document.pk), "source": document.source, "items": per_unit[pk]})  # fmt: skip
    Application.objects.filter(pk__in=units).update(changed_at=now())
