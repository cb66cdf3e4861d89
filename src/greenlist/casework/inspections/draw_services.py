"""A draw by risk in public (C-57): open it with a committed secret, close the set, draw once the figure is known, publish the record."""

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from greenlist.casework.inspections.models import Inspection, SpotDraw
from greenlist.casework.inspections.selectors import frame_of, may_be_drawn, next_draws
from greenlist.casework.inspections.signals import signals_of
from greenlist.casework.journal.actors import Actor
from greenlist.casework.journal.clock import now, today
from greenlist.casework.journal.contents import load, store
from greenlist.casework.journal.door import change, record
from greenlist.casework.journal.refusals import Refused, WrongState
from greenlist.casework.journal.rights import check_may
from greenlist.casework.journal.typed import check_plain, too_long
from greenlist.casework.register.models import ListEntry
from greenlist.engines.sampling import (
    FORMAT,
    Basis,
    Unit,
    basis_content,
    commitment_of,
    draw_from,
    frame_content,
    frame_digest,
)
from greenlist.rulebook.inspections import even_share, signals

CLAUSE = "C-57"
BYTES = 32


def open_draw(*, budget: int, figure_named: str, figure_on: date | None, actor: Actor) -> SpotDraw:
    """Begin a draw: how many, and which public figure of which later day; a secret is made and its digest kept. Raises Refused."""
    check_may(actor, "draw_inspections", "现场抽查由省厅抽取。", clause=CLAUSE)
    check_plain(figure_named)
    wrong, listed = too_long(SpotDraw, figure_named=figure_named.strip()), len(may_be_drawn())
    if not 0 < budget <= listed:
        wrong.append(f"抽查家数要在1到{listed}之间（在册{listed}家）" if listed else "在册的单位一家也没有")
    if not figure_named.strip():
        wrong.append("请写明用哪一个公开数，例如“上证指数收盘点位”")
    if figure_on is None or figure_on <= today():
        wrong.append("公开数的日期要晚于今天：现在谁也不能知道这个数")
    if wrong:
        raise Refused("抽取没有开始。", items=wrong, then="填过的内容还在，改好之后再开始。", clause=CLAUSE)
    secret = secrets.token_hex(BYTES)
    with transaction.atomic():
        _check_only(figure_named.strip(), figure_on)
        made = _created(
            number=_next_number(), budget=budget, even=even_share(), strengths={key: s.strength for key, s in signals().items()},
            secret=secret, commitment=commitment_of(secret), figure_named=figure_named.strip(), figure_on=figure_on,
            opened_by=actor.name, opened_at=now(), is_demo=settings.DEMO,
        )  # fmt: skip
        told = {"commitment": made.commitment, "budget": budget, "figure": made.figure_named, "on": made.figure_on.isoformat()}
        record("open_draw", actor=actor, subject=made, clause=CLAUSE, detail=told)
    return made


def close_set(draw: SpotDraw, *, actor: Actor) -> None:
    """Lay down whom the draw can meet and everybody's chance, before the figure is known."""
    entries = may_be_drawn()
    few = f"在册只有{len(entries)}家，少于抽查的{draw.budget}家。" if len(entries) < draw.budget else ""
    fields: dict[str, Any] = {}
    with transaction.atomic():
        if not few:
            basis, units = Basis(draw.budget, draw.even, draw.strengths, secrets.token_hex(BYTES)), _units(entries)
            frame = frame_content(basis, units)
            fields = {
                "frame_content": store("spot_draw_frame", frame), "basis_content": store("spot_draw_basis", basis_content(basis, units)),
                "frame_digest": frame_digest(frame), "unit_count": len(units), "closed_at": now(),
            }  # fmt: skip
        guards = {"enough_units": few, "before_the_figure": _too_late(draw)}
        change(draw, "close_set", actor=actor, guards=guards, fields=fields, detail={"frame": fields.get("frame_digest", "")})


def draw_units(draw: SpotDraw, *, figure: str, actor: Actor) -> None:
    """Draw with the figure as it was published; each unit drawn becomes a visit."""
    check_plain(figure)
    figure = figure.strip()
    wrong = "；".join(too_long(SpotDraw, figure=figure)) if figure else f"请填{draw.figure_named}的值，照公布的写法。"
    early = f"{draw.figure_named}要到{draw.figure_on:%Y-%m-%d}才有。" if today() < draw.figure_on else ""
    with transaction.atomic():
        fields: dict[str, Any] = {}
        if draw.frame_content and not wrong and not early:
            fields = {"figure": figure, "drawn_by": actor.name, "drawn_at": now(), "record_content": _drawn(draw, figure)}
        change(draw, "draw_units", actor=actor, guards={"figure_given": wrong, "day_reached": early}, fields=fields,
               detail={"figure": figure})  # fmt: skip
        _make_visits(draw)


def publish_draw(draw: SpotDraw, *, actor: Actor) -> None:
    """Everybody may read the record, once nobody can be warned by it."""
    waiting = draw.inspections.filter(state="to_visit").count()
    guards = {"all_visited": f"还有{waiting}家没有检查，现在公开等于预先告知。" if waiting else ""}
    change(draw, "publish_draw", actor=actor, guards=guards)


def cancel_draw(draw: SpotDraw, *, reason: str, actor: Actor) -> None:
    """Give a draw up while nobody can know what it would bring; it stays on the public page with its reason."""
    check_plain(reason)
    lacks = "；".join(too_long(SpotDraw, cancelled_because=reason.strip())) if reason.strip() else "请写明为什么作废。"
    guards = {"reason_given": lacks, "before_the_figure": _too_late(draw) if draw.state == "set_closed" else ""}
    change(draw, "cancel_draw", actor=actor, guards=guards, reason=reason, fields={"cancelled_because": reason.strip()})


def _check_only(figure_named: str, figure_on: date | None) -> None:
    """A form sent twice begins one draw: two with the same figure would let the better one be chosen."""
    waiting = next_draws().filter(figure_named=figure_named, figure_on=figure_on).first()
    if waiting:
        raise WrongState(f"抽取没有开始：{waiting.number}已经用这一天的这个公开数。", then="刷新页面可看到它；另抽的请换一个数。", clause=CLAUSE,
                         code="already")  # fmt: skip


def _created(**fields: Any) -> SpotDraw:
    """Raises WrongState when another draw was begun at the same instant: it has the number."""
    try:
        with transaction.atomic():
            return SpotDraw.objects.create(**fields)
    except IntegrityError:
        raise WrongState("抽取没有开始：同事刚刚开始了一次。", then="请刷新看过之后再开始。", clause=CLAUSE) from None


def _too_late(draw: SpotDraw) -> str:
    if today() < draw.figure_on:
        return ""
    return f"{draw.figure_named}（{draw.figure_on:%Y-%m-%d}）可能已经有人知道，不能再定或改抽取范围。"


def _units(entries: list[ListEntry]) -> list[Unit]:
    seen = signals_of(entries, today())
    return [Unit(str(entry.pk), entry.name, entry.unit, entry.category, seen[entry.pk]) for entry in entries]


def _drawn(draw: SpotDraw, figure: str) -> str:
    frame = frame_of(draw)
    content = {
        "format": FORMAT, "title": str(draw), "commitment": draw.commitment, "opened_at": draw.opened_at.isoformat(), "frame": frame,
        "frame_digest": draw.frame_digest, "closed_at": draw.closed_at.isoformat() if draw.closed_at else "",
        "figure_named": draw.figure_named, "figure_on": draw.figure_on.isoformat(), "figure": figure, "secret": draw.secret,
        "drawn": draw_from(frame, secret=draw.secret, figure=figure),
    }  # fmt: skip
    return store("spot_draw", content)


def _make_visits(draw: SpotDraw) -> None:
    content = load(draw.record_content)
    chance = {row["key"]: row for row in content["frame"]["units"]}
    Inspection.objects.bulk_create(
        Inspection(draw=draw, entry_id=key, unit=chance[key]["city"], position=position, chance=chance[key]["chance"], changed_at=now())
        for position, key in enumerate(content["drawn"], start=1)
    )


def _next_number() -> str:
    year = today().year
    return f"CC-{year}-{SpotDraw.objects.filter(number__startswith=f'CC-{year}-').count() + 1:02}"
