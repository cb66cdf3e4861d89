"""Loading an official table, naming its sources, signing it twice, taking it back."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.directory.telling_services import tell_province
from greenlist.casework.files.inspect_child import ENDINGS
from greenlist.casework.files.inspection import Inspection
from greenlist.casework.files.models import StoredFile
from greenlist.casework.files.services import store_file, unless_refused
from greenlist.casework.files.storage import path_of_file
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.standards.comparing import differences, verified
from greenlist.casework.standards.held import Table, subjects
from greenlist.casework.standards.models import OPEN, StandardLoad
from greenlist.casework.standards.permissions import CLAUSE, check_may_prepare, check_may_sign
from greenlist.casework.standards.reading import LONGEST_SOURCE, NOT_LOADED, Read, read_sheet, read_whole
from greenlist.casework.standards.reference import KINDS, doubts_of
from greenlist.casework.standards.selectors import changes_of, newest_of, table_of
from greenlist.casework.standards.taken import coefficients_wanting, hold_open_loads
from greenlist.rulebook.reference.tables import COEFFICIENTS

LIMIT_MB = 5
BASIS = {"filing": "填报", "sheet": "专家评分", "draft": "遴选稿", "energy": "能耗优先", "edition": "已启用的校核版"}
YAML = ("application/yaml", (".yaml", ".yml"))


def load_table(subject: str, *, chunks: Iterable[bytes], name: str, document: str, holds_from: date | None, actor: Actor) -> StandardLoad:
    """Read the official table of a subject (.xlsx as we gave it, or a whole YAML file) and keep what it says otherwise.

    Raises Refused with every problem of the file at its place, and for one that says nothing new.
    """
    check_may_prepare(actor)
    check_plain(document, name)
    if subject not in subjects():
        raise Refused(NOT_LOADED, items=["请选择要校核的标准或参考表。"], clause=CLAUSE)
    problems = [] if document.strip() else ["请写明官方文本（名称、编号、版本）。"]
    problems += too_long(StandardLoad, document=document.strip())
    if holds_from is None or holds_from < today():
        problems.append("请填启用日，不早于今天。")
    if problems or holds_from is None:
        raise Refused(NOT_LOADED, items=problems, clause=CLAUSE)
    ours, newest = table_of(subject)
    if newest and newest.holds_from > holds_from:
        told = f"比对的是第{newest.number}版，它自{newest.holds_from}起启用；请把启用日改为那一天或以后。"
        raise Refused(NOT_LOADED, items=[told], clause=CLAUSE)
    file = _stored(chunks, name, actor)
    with unless_refused([file], actor=actor):
        read = (read_whole if _is_yaml(file.name) else read_sheet)(path_of_file(file), file.name, ours)
        rows = differences(ours, read.table, read.sources, set(read.looked_at))
        if not rows:
            raise Refused(NOT_LOADED, items=["这份表与现在的版本没有不同，也没有新核对的值。"], clause=CLAUSE)
        if wanting := coefficients_wanting(read.table):
            then = "请核对官方文本；确实如此的，先载入" + (
                "不再取用它的标准。" if subject == COEFFICIENTS else "有这个值的折标准煤系数表。"
            )
            raise Refused(NOT_LOADED, items=wanting, then=then, clause=CLAUSE)
        if subject in KINDS:
            doubts = doubts_of(read.table.plain, {row["place"] for row in rows})
            rows = [row | ({"doubt": doubts[row["place"]]} if row["place"] in doubts else {}) for row in rows]
        return _kept(subject, ours, read, rows, file=file, document=document.strip(), holds_from=holds_from, newest=newest, actor=actor)


def name_sources(row: StandardLoad, *, sources: Mapping[str, str], all_others: str, actor: Actor) -> None:
    """Write where each value was read, by place; `all_others` for those without one. Only before the first signature."""
    check_may_prepare(actor)
    typed = {place: text.strip() for place, text in sources.items() if text.strip()}
    check_plain(*typed.values(), all_others)
    long = [text for text in (*typed.values(), all_others.strip()) if len(text) > LONGEST_SOURCE]
    if long:
        raise Refused("出处没有保存。", items=[f"“{text[:20]}…”超过{LONGEST_SOURCE}字。" for text in long], clause=CLAUSE)
    with transaction.atomic():
        fresh = StandardLoad.objects.select_for_update().get(pk=row.pk)
        if fresh.state != "load_prepared":
            raise WrongState(f"校核稿现在是“{fresh.get_state_display()}”，不能再改出处。", then="要改须撤回后重新载入。", clause=CLAUSE)
        fresh.rows = [r | {"source": typed.get(r["place"]) or r["source"] or all_others.strip()} for r in fresh.rows]
        fresh.save(update_fields=["rows"])
        line = record("name_sources", actor=actor, subject=fresh, clause=CLAUSE,
                      detail={"sources": len(typed), "all_others": all_others.strip()})  # fmt: skip
        _tell_signers(fresh, line, actor)


def note_changes(row: StandardLoad, changes: dict[str, Any], *, actor: Actor) -> None:
    """Keep the list of past decisions that it would change, as it is now."""
    check_may_prepare(actor)
    with transaction.atomic():
        fresh = StandardLoad.objects.select_for_update().get(pk=row.pk)
        if fresh.state not in OPEN:
            raise WrongState(f"校核稿现在是“{fresh.get_state_display()}”，不再列出以往决定。", clause=CLAUSE)
        row.changes_digest = fresh.changes_digest = store("edition_changes", changes)
        row.changes_listed_at = fresh.changes_listed_at = now()
        fresh.save(update_fields=["changes_digest", "changes_listed_at"])
        record("list_edition_changes", actor=actor, subject=fresh, clause=CLAUSE, detail={"digest": fresh.changes_digest})


def sign(row: StandardLoad, *, basis: Mapping[str, list[str]], actor: Actor) -> None:
    """The first signature. Raises Refused while a source is missing, its day is over, or nobody has seen what would change of past
    decisions; `basis` is what that list would rest on now.
    """
    check_may_sign(actor)
    with transaction.atomic():
        line = change(
            row, "sign_load", actor=actor,
            fields={"first_signed_by_id": actor.user_id, "first_signed_by": actor.name, "first_signed_at": now(), "office": actor.organisation_name},
            detail={"changes": row.changes_digest}, guards={"sources_given": _without_source(row), **_common_guards(row, basis)},
        )  # fmt: skip
        _tell_signers(row, line, actor)


def sign_second(row: StandardLoad, *, basis: Mapping[str, list[str]], actor: Actor) -> StandardLoad:
    """The second signature, of another person: the table is an edition of its own, its values verified, in force from its day on, which
    is never a day before this one.
    """
    check_may_sign(actor)
    with transaction.atomic():
        hold_open_loads()
        row = StandardLoad.objects.select_for_update().get(pk=row.pk)  # as it is: who signed first may have just done so
        is_same = row.first_signed_by_id == actor.user_id
        number = _next_number(row.subject)
        table = Table(row.subject, row.plain)
        plain = verified(table, row.rows)
        if row.subject not in KINDS:
            plain["edition"] = number
        content = {
            "format": "greenlist.edition/1", "subject": row.subject, "number": number, "based_on": row.base_digest, "document": row.document,
            "holds_from": row.holds_from.isoformat(), "rows": row.rows, "plain": plain,
        }  # fmt: skip
        digest = store("standard_edition", content)
        change(
            row, "sign_load_second", actor=actor, detail={"number": number, "digest": digest, "changes": row.changes_digest},
            fields={"number": number, "content_digest": digest, "second_signed_by": actor.name, "second_signed_at": now()},
            guards={"second_person": "第一签署人和第二签署人须是两个人。" if is_same else "", **_common_guards(row, basis)},
        )  # fmt: skip
    return row


def withdraw(row: StandardLoad, *, reason: str, actor: Actor) -> None:
    """Take it back before the second signature, with a reason: what nobody signed whoever prepares, what one person of the province
    signed only who may sign.
    """
    check_may_prepare(actor)
    check_plain(reason)
    action = "withdraw_signed_load" if row.state == "load_signed_once" else "withdraw_load"
    change(row, action, actor=actor, reason=reason.strip()[:300],
           guards={"reason_given": "" if reason.strip() else "请写明撤回的理由。"})  # fmt: skip


def _stored(chunks: Iterable[bytes], name: str, actor: Actor) -> StoredFile:
    if actor.organisation_id is None:
        raise Refused(NOT_LOADED, items=["您的岗位不属于任何单位。"])
    only, look = ((YAML[0],), _as_yaml) if _is_yaml(name) else ((ENDINGS[".xlsx"],), None)
    return store_file(chunks=chunks, name=name, owner=actor.organisation_id, actor=actor, limit_mb=LIMIT_MB, only=only, look=look)


def _is_yaml(name: str) -> bool:
    return name.lower().endswith(YAML[1])


def _as_yaml(path: Path, name: str) -> Inspection:
    """Only that it is not empty: the child of `reading` opens it."""
    problem = "" if path.stat().st_size else "这是一个空文件。请在本机打开确认后再上传。"
    return Inspection(YAML[0], None, None, problem)


def _kept(subject: str, ours: Table, read: Read, rows: list[dict[str, str]], *, file: StoredFile, document: str, holds_from: date,
          newest: StandardLoad | None, actor: Actor) -> StandardLoad:  # fmt: skip
    try:
        with transaction.atomic():
            made = StandardLoad.objects.create(
                subject=subject, title=ours.title, document=document, holds_from=holds_from, file=file, plain=read.table.plain, rows=rows,
                base_digest=newest.content_digest if newest else "", dropped_tests=read.dropped, prepared_by=actor.name, prepared_at=now(),
                is_demo=settings.DEMO,
            )  # fmt: skip
            line = record("load_table", actor=actor, subject=made, target=made.state, clause=CLAUSE,
                          detail={"subject": subject, "digest": file.digest, "rows": len(rows)})  # fmt: skip
            _tell_signers(made, line, actor)
    except IntegrityError:
        raise Refused(NOT_LOADED, items=["这张表已有一份校核稿在等签署。"], then="先签署或撤回那一份。", clause=CLAUSE) from None
    return made


def _tell_signers(row: StandardLoad, line: JournalEntry, actor: Actor) -> None:
    """Whoever may sign is told once that it waits for the first signature, its sources all named, and once that it waits for the second."""
    if not _without_source(row):
        turn = f"{row.first_signed_by}已签署，等另一人签署" if row.first_signed_by else "出处已齐，等省厅第一人签署"
        told = {"title": row.title, "document": row.document, "turn": turn, "last_day": f"{row.holds_from:%Y年%-m月%-d日}"}
        tell_province("standard_to_sign", entry=line, actor=actor, values=told, about_id=row.pk, once=f"{row.state}:{row.pk}")


def _without_source(row: StandardLoad) -> str:
    missing = sum(not r["source"] for r in row.rows)
    return f"还有{missing}处没有写明出处。" if missing else ""


def _common_guards(row: StandardLoad, basis: Mapping[str, list[str]]) -> dict[str, str]:
    newest = newest_of(row.subject)
    is_newest = (newest.content_digest if newest else "") == row.base_digest
    return {
        "changes_listed": _listed_otherwise(row, basis),
        "coefficients_held": _wanting(row),
        "day_ahead": "" if row.holds_from >= today() else f"启用日{row.holds_from}已过，不能倒签；请撤回，写今天或以后的启用日重新载入。",
        "still_newest": "" if is_newest else "比对之后已有新版启用，请撤回后按新版重新载入。",
    }


def _wanting(row: StandardLoad) -> str:
    """Asked anew at each signature: the other table may have been signed since this one was loaded."""
    wanting = coefficients_wanting(Table(row.subject, row.plain))
    return f"{''.join(wanting)}那是载入之后才启用的；请撤回这份校核稿，核对两边以后重新载入。" if wanting else ""


def _listed_otherwise(row: StandardLoad, basis: Mapping[str, list[str]]) -> str:
    """Why the list of past decisions is none to sign under: there is none, or something came after it."""
    listed = changes_of(row)
    if listed is None:
        return "还没有列出会改变的以往决定。"
    before = listed.get("basis", {})
    moved = [f"{BASIS[kind]}{before.get(kind, ['0'])[0]}项→{held[0]}项" for kind, held in basis.items() if before.get(kind) != held]
    return f"列出以往决定之后又有变化（{'，'.join(moved)}）；请重新列出，看过再签署。" if moved else ""


def _next_number(subject: str) -> str:
    before = StandardLoad.objects.filter(subject=subject).exclude(number="").count()
    edition = subject.partition("/")[2]
    return f"{edition}-{before + 1}" if edition else str(before + 1)
