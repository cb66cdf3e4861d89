"""A case on its way: written, consented to, offered, checked by the bureau, released, taken down, or kept when its unit left the list."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from greenlist.casework.files.models import StoredFile
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.publicity.models import GoodCase
from greenlist.casework.publicity.permissions import (
    CLAUSE,
    check_listed,
    check_may_consent,
    check_may_move,
    check_may_write,
    not_standing,
)
from greenlist.casework.publicity.selectors import entries_to_write_of, to_settle, visible_to
from greenlist.casework.register.models import ListEntry

Effect = Mapping[str, str]
FIGURE = re.compile(r"[-−]?\d{1,12}(\.\d{1,6})?")
LONGEST = {"what": 40, "measure": 20}
WORDS = {"what": "指标", "value": "数值", "measure": "单位", "year": "年份"}
FIRST_YEAR, MOST_EFFECTS, LEAST_PRACTICE = 2000, 6, 50


def start_case(entry: ListEntry, *, title: str, actor: Actor) -> GoodCase:
    """Begin a case of a listed unit, by the unit or its bureau. Raises NotAllowed, or Refused for a unit that is not on the list."""
    if not actor.may("write_case"):
        raise NotAllowed("案例由在册单位或它的推荐单位起草。", clause=CLAUSE)
    check_listed(entry)
    if not entries_to_write_of(actor).filter(pk=entry.pk).exists():
        raise NotAllowed("这家单位不归您起草案例。", clause=CLAUSE)
    check_plain(title)
    problems = too_long(GoodCase, title=title.strip()) + ([] if title.strip() else ["请写案例名称"])
    with transaction.atomic():
        ListEntry.objects.select_for_update().get(pk=entry.pk)
        if GoodCase.objects.filter(entry=entry, title=title.strip()).exists():
            problems.append("这家单位已有同名的案例")
        if problems:
            raise Refused("案例没有建立。", items=problems, then="改好之后再建。", clause=CLAUSE)
        made = GoodCase.objects.create(
            entry=entry, organisation_id=_organisation_of(entry), unit=entry.unit, title=title.strip(), written_by=actor.signature,
            changed_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        record("start_case", actor=actor, subject=made, clause=CLAUSE)
    return made


def save_case(case: GoodCase, *, title: str, practice: str, effects: Sequence[Effect], actor: Actor) -> None:
    """Keep the text. A changed text is a new version: what the unit consented to before does not hold for it.

    Raises Refused with everything that is wrong; empty places may stay until the case is offered.
    """
    check_plain(title, practice, *(value for effect in effects for value in effect.values()))
    kept = [{name: effect.get(name, "").strip() for name in WORDS} for effect in effects]
    kept = [effect for effect in kept if any(effect.values())]
    problems = too_long(GoodCase, title=title.strip(), practice=practice.strip()) + ([] if title.strip() else ["请写案例名称"])
    problems += [problem for place, effect in enumerate(kept, 1) for problem in _unfit(place, effect)]
    problems += [f"成效最多{MOST_EFFECTS}行"] if len(kept) > MOST_EFFECTS else []
    with _held(case, with_titles=True):
        check_may_write(case, actor)
        if GoodCase.objects.filter(entry=case.entry_id, title=title.strip()).exclude(pk=case.pk).exists():
            problems.append("这家单位已有同名的案例")
        if problems:
            raise Refused("案例没有存入。", items=problems, then="填过的内容还在，改好之后再存。", clause=CLAUSE)
        if (case.title, case.practice, case.effects) == (title.strip(), practice.strip(), kept):
            return
        case.title, case.practice, case.effects = title.strip(), practice.strip(), kept
        new_version(case, actor)


def new_version(case: GoodCase, actor: Actor) -> None:
    """Count a changed text or picture; consent to the one before is gone. The case is held by the caller."""
    case.version, case.written_by, case.changed_at = case.version + 1, actor.signature, now()
    case.save(update_fields=["title", "practice", "effects", "version", "written_by", "changed_at"])
    record("save_case", actor=actor, subject=case, clause=CLAUSE, detail={"version": case.version})


def consent_to_case(case: GoodCase, *, actor: Actor, version: int) -> None:
    """The unit's administrator consents that this very text is public. Raises Refused when it was changed since he read it."""
    with _held(case):
        check_may_consent(case, actor)
        if version != case.version:
            raise Refused("没有登记同意：案例在您打开之后又改过。", then="请看过现在的文稿，再登记同意。", clause=CLAUSE)
        _consent(case, f"{actor.organisation_name} {actor.name}", None, actor)


def file_consent(case: GoodCase, *, file: StoredFile, signed_by: str, actor: Actor) -> None:
    """The bureau lays in the consent that the unit signed on paper."""
    check_plain(signed_by)
    with _held(case):
        check_may_write(case, actor)
        if not actor.may("read_region"):
            raise NotAllowed("本单位的同意由单位管理员在网上登记。", clause=CLAUSE)
        problems = too_long(GoodCase, consent_by=signed_by.strip()) + ([] if signed_by.strip() else ["请写同意书由谁签署（单位和职务）"])
        if problems:
            raise Refused("同意书没有存入。", items=problems, then="填好之后再传。", clause=CLAUSE)
        _consent(case, signed_by.strip(), file, actor)


def offer_case(case: GoodCase, *, actor: Actor) -> None:
    """Hand the case to the bureau: whole, with the unit's consent, of a unit on the list."""
    if actor.may("read_own") and not actor.may("hand_in_own"):
        raise NotAllowed("代填人只能填写，报送由本单位的人办理。", clause=CLAUSE)
    with _held(case):
        check_may_move(case, actor)
        guards = {"on_list": not_standing(case.entry), "case_whole": _lacks(case), "consent_given": _without_consent(case)}
        change(case, "offer_case", actor=actor, guards=guards, fields={"changed_at": now(), "reason": ""})


def return_case(case: GoodCase, *, reason: str, actor: Actor) -> None:
    """Give it back to be changed: the bureau while it checks, the province or its centre before the release."""
    action = "return_case" if actor.may("read_region") else "send_back_case"
    _moved(case, action, {"reason_given": _wordless(reason, "请写明要改什么。")}, actor, reason=reason.strip())


def check_case(case: GoodCase, *, checked: str, version: int, actor: Actor) -> None:
    """The bureau says against what it has held the case, and passes it to the province. Raises Refused for a text it has not read."""
    guards = {"check_given": _wordless(checked, "请写明核对了什么，例如：数字与动态管理表一致。", "check_words")}
    fields = {"check_words": checked.strip(), "checked_by": actor.name, "checked_at": now()}
    _moved(case, "check_case", guards, actor, version, **fields)


def take_back_consent(case: GoodCase, *, actor: Actor) -> None:
    """The unit does not want its case public after all, before it is: it is a draft again, without any consent."""
    check_may_consent(case, actor)
    _moved(case, "take_back_consent", {}, actor, consent_version=None, consent_by="", consent_at=None, consent_file=None)


def release_case(case: GoodCase, *, version: int, actor: Actor) -> None:
    """Show the case to the public: the text that was read, and never of a unit that is off the list or has not consented to this text."""
    _moved(case, "release_case", {}, actor, version, released_by=actor.name, released_at=now())


def take_down_case(case: GoodCase, *, reason: str, actor: Actor) -> None:
    """Take a released case off the public pages: by an office, or by the unit, which thereby takes back its consent."""
    if actor.may("read_own"):
        check_may_consent(case, actor)
    _moved(case, "take_down_case", {"reason_given": _wordless(reason, "请写明撤下的理由。")}, actor, reason=reason.strip())


def keep_case(case: GoodCase, *, reason: str, actor: Actor) -> None:
    """The province keeps the case of a unit that left the list; the public reads beside it that the unit is not on the list."""
    check_may(actor, "decide_publicity", "不在册单位的案例是否保留由省厅决定。", clause=CLAUSE)
    problem = _wordless(reason, "请写明为什么保留。", "kept_because")
    with _held(case):
        if not to_settle(visible_to(actor)).filter(pk=case.pk).exists():
            problem = "这个案例没有要决定的：没有发布，单位在册，或已经决定保留。"
        elif case.is_inherited:
            problem = "名单条目已由另一家单位承继，它没有同意公开本案例，只能撤下。"
        if problem:
            raise Refused("没有登记保留。", items=[problem], then="改好之后再登记。", clause=CLAUSE)
        case.kept_because, case.kept_at = reason.strip(), now()
        case.save(update_fields=["kept_because", "kept_at"])
        record("keep_case", actor=actor, subject=case, clause=CLAUSE, reason=reason.strip())


def _moved(case: GoodCase, action: str, guards: dict[str, str], actor: Actor, version: int | None = None, **fields: Any) -> None:
    """One step; with a `version` only of the text that was read. The case then counts for the bureau that looks after its entry now."""
    with _held(case):
        check_may_move(case, actor)
        if version not in (None, case.version):
            raise Refused("没有办理：案例在您打开之后又改过。", then="请看过现在的文稿再办。", clause=CLAUSE)
        fields |= {"unit": case.entry.unit} if action == "check_case" else {}
        common = {"on_list": not_standing(case.entry), "consent_given": _without_consent(case)}
        change(case, action, actor=actor, guards=common | guards, reason=fields.get("reason", ""), fields=fields | {"changed_at": now()})


def _consent(case: GoodCase, who: str, file: StoredFile | None, actor: Actor) -> None:
    case.consent_version, case.consent_by, case.consent_at, case.consent_file = case.version, who[:120], now(), file
    case.organisation_id = case.organisation_id or _organisation_of(case.entry)  # an old row may have been linked since
    case.save(update_fields=["organisation", "consent_version", "consent_by", "consent_at", "consent_file"])
    record(
        "consent_to_case", actor=actor, subject=case, clause=CLAUSE, detail={"version": case.version, "digest": file.digest if file else ""}
    )


def _organisation_of(entry: ListEntry) -> UUID | None:
    return entry.site.organisation_id if entry.site else None


@contextmanager
def _held(case: GoodCase, *, with_titles: bool = False) -> Iterator[None]:
    """A transaction that holds the case and reads it anew, with its entry as it stands now; `with_titles`: and no other title comes up."""
    with transaction.atomic():
        if with_titles:
            ListEntry.objects.select_for_update().get(pk=case.entry_id)
        case.refresh_from_db(from_queryset=GoodCase.objects.select_for_update(of=("self",)).select_related("entry__site"))
        yield


def _lacks(case: GoodCase) -> str:
    lacking = [] if len(case.practice) >= LEAST_PRACTICE else [f"做法（至少{LEAST_PRACTICE}字）"]
    lacking += [] if case.effects else ["至少一行成效"]
    lacking += [] if case.pictures.exists() else ["至少一张图片"]
    return f"案例还缺：{'、'.join(lacking)}。" if lacking else ""


def _without_consent(case: GoodCase) -> str:
    if case.has_consent:
        return ""
    if case.is_inherited:
        return "名单条目已由另一家单位承继，它没有同意公开本案例。"
    return "单位同意公开的是改动之前的文稿，请就现在的文稿重新同意。" if case.consent_version else "还没有单位同意公开的记录。"


def _unfit(place: int, effect: Mapping[str, str]) -> list[str]:
    """What is wrong with one row of effects."""
    empty = [word for name, word in WORDS.items() if not effect[name]]
    wrong = [f"第{place}行成效没有填{'、'.join(empty)}"] if empty else []
    wrong += [f"第{place}行成效的{WORDS[name]}最多{most}字" for name, most in LONGEST.items() if len(effect[name]) > most]
    if effect["value"] and not FIGURE.fullmatch(effect["value"]):
        wrong.append(f"第{place}行成效的数值请写成 1234.5 的样子，不带单位")
    if effect["year"] and not _is_year(effect["year"]):
        wrong.append(f"第{place}行成效的年份应在{FIRST_YEAR}年至今年之间")
    return wrong


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}", text)) and FIRST_YEAR <= int(text) <= today().year


def _wordless(text: str, words: str, field: str = "reason") -> str:
    check_plain(text)
    return "；".join(too_long(GoodCase, **{field: text.strip()})) if text.strip() else words
