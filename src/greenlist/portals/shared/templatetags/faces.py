"""Template tags and filters of the visual language. Every state is shape, word and colour together."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from greenlist.casework.applications.selectors import UNDECIDED
from greenlist.casework.journal.acts import act_label
from greenlist.casework.journal.clock import now
from greenlist.casework.publication.selectors import is_noticed
from greenlist.casework.rounds.selectors import current_notice
from greenlist.casework.selection.lines import lines_said
from greenlist.portals.shared.templatetags.days import in_shanghai, zh_date, zh_deadline
from greenlist.portals.shared.templatetags.figures import points
from greenlist.rulebook.notices import Notice, notice
from greenlist.rulebook.standards.confidence import CONFIDENCE_WORDS

register = template.Library()
DUE = {"soon": "clock", "over": "triangle"}
UNNUMBERED = {"0": "主送机关", "4": "结尾", "5": "附件"}
CLAUSE = re.compile(r"C-\d{2}")
FINDINGS = {
    "未发现": ("circle", ""), "发现": ("diamond", "bad"), "待核实": ("unknown", "warn"), "符合": ("tick", "ok"), "不符合": ("cross", "bad"),
    "不适用": ("dash", ""), "未检查": ("dashed-square", ""), "未发函": ("square", ""), "函询中": ("clock", ""), "逾期未复": ("triangle", "bad"),
    "优先": ("tick", "ok"), "不优先": ("dash", ""),
}  # fmt: skip
PILLS = {
    "draft": "plain", "returned": "warn", "recommendable": "good", "recommended": "good", "listed": "good", "not_recommended": "bad",
    "not_selected": "bad", "job_done": "good", "job_failed": "bad", "job_cancelled": "plain", "job_expired": "plain", "withdrawn": "plain", "proposed": "good", "published": "good", "sent_back": "warn", "recused": "warn",
}  # fmt: skip

FILLS = {
    "ochre": "#d99a26",
    "accent": "#0b6b4a",
    "stripe": "url(#stripe)",
    "hatch": "url(#hatch)",
    "outline": "#fff",
    "plain": "#eef1ef",
    "deep": "#17332a",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A glyph from the sprite, hidden from readers (the word beside it is its name)."""
    return format_html(
        '<svg class="icon-glyph" width="14" height="14" aria-hidden="true"><use href="/static/greenlist/glyphs.svg#{}"/></svg>', name
    )


@register.simple_tag
def finding(word: str) -> SafeString:
    """One of the finding words with its glyph; KeyError for another word."""
    glyph, tone = FINDINGS[word]
    return format_html('<span class="finding {}">{}{}</span>', f"finding-{tone}" if tone else "", icon(glyph), word)


@register.simple_tag
def finding_glyph(lead: str, word: str, more: str = "") -> SafeString:
    """One letter and the glyph of a finding word, for a narrow cell: 环○; the word is there for readers and on hovering."""
    glyph, tone = FINDINGS[word]
    said = f"{word}，{more}" if more else word
    return format_html(
        '<span class="finding finding-short {}" title="{}">{}{}<span class="visually-hidden">{}</span></span>',
        f"finding-{tone}" if tone else "", said, lead, icon(glyph), said,
    )  # fmt: skip


@register.simple_tag
def lines_of(held: Any) -> str:
    """The admission line of a draft or an order, with the categories that have their own: 82.0（绿色园区75.0）."""
    return lines_said(held.line, held.lines, shown=points)


@register.simple_tag
def pill(label: str, tone: str = "") -> SafeString:
    """A process pill: word only. `tone` is '', plain, warn, good, bad, or a state code."""
    tone = PILLS.get(tone, tone if tone in {"plain", "warn", "good", "bad"} else "")
    return format_html('<span class="pill {}">{}</span>', f"pill-{tone}" if tone else "", label)


@register.simple_tag(takes_context=True)
def state_pill(context: Mapping[str, Any], application: Any) -> SafeString:
    """An application's state as this reader may see it: before the public notice the unit and its bureau read 省厅评审中."""
    request = context["request"]
    is_sealed = application.state in UNDECIDED and not request.actor.may("read_province") and not _noticed(request, application.round_id)
    return pill("省厅评审中", "plain") if is_sealed else pill(application.get_state_display(), application.state)


def _noticed(request: Any, round_id: Any) -> bool:
    """Has the round's public notice been given? Asked once a request."""
    known = request.__dict__.setdefault("noticed_rounds", {})
    if round_id not in known:
        known[round_id] = is_noticed(round_id)
    return bool(known[round_id])


@register.simple_tag
def mark(label: str, tone: str = "") -> SafeString:
    """A mark tag after a name."""
    return format_html('<span class="mark {}">{}</span>', f"mark-{tone}" if tone else "", label)


@register.simple_tag
def entered(application: Any) -> SafeString:
    """代录 where the office entered the application from paper, with who did; else nothing."""
    if not application.entered_by:
        return mark_safe("")
    return format_html('<span class="mark" title="由{}代录">代录</span>', application.entered_by)


@register.simple_tag
def levels(application: Any) -> str:
    """国家级, 省级 or 国家级＋省级: what an application asks for."""
    return "＋".join(word for word, on in (("国家级", application.wants_national), ("省级", application.wants_provincial)) if on)


@register.simple_tag(takes_context=True)
def cite(context: Any, ref: Any, bare: bool = False) -> SafeString:
    """依据 tag. A clause id (C-44) of the page's notice shows its passage and links to it; any other text stands as it is."""
    lead = "" if bare else mark_safe('<span class="lead-word">依据</span>')
    text = _notice_of(context) if CLAUSE.fullmatch(str(ref)) else None
    if text is None or not text.has_clause(str(ref)):
        return format_html('<span class="cite">{}{}</span>', lead, ref)
    clause = text.clause(str(ref))
    return format_html(
        '<a class="cite" href="{}" data-clause="{}">{}{}<span class="cite-card" role="note">{}<span class="small muted">{} · 自{}起</span></span></a>',
        reverse("public:clause", args=[text.id, clause.passage]), clause.id, lead, clause.place, _words(clause.quote), text.document_number,
        zh_date(clause.in_force_from),
    )  # fmt: skip


def _words(quote: str) -> SafeString:
    return format_html("<q>{}</q>", quote) if quote else format_html("<span>{}</span>", "通知原文没有读到，规则暂按相近通知（推测）。")


def _shown_notice(context: Any) -> str:
    """The notice of the round or the application in the page's context; '' when it shows neither."""
    round_ = context.get("round") or getattr(context.get("application"), "round", None)
    return getattr(round_, "notice", "")


def _notice_of(context: Any) -> Notice:
    """The notice a page cites: that of the round or application it shows, else the current round's; asked once a request."""
    request = getattr(context, "request", None)
    known = getattr(request, "notice_id", "") or _shown_notice(context) or current_notice()
    if request is not None:
        request.notice_id = known
    return notice(known)


@register.inclusion_tag("shared/components/batch_bar.html")
def batch_bar(segments: list[dict[str, Any]]) -> dict[str, Any]:
    """The bar that is also the filter. The first segment is 全部 and has no part of the bar."""
    total = sum(s["count"] for s in segments[1:]) or 1
    segments = [{**s, "fill": FILLS.get(s["pattern"], "#c9d0cc")} for s in segments]
    at = 0.0
    drawn = []
    for entry in segments[1:]:
        width = 1000 * entry["count"] / total
        drawn.append({**entry, "x": round(at, 1), "width": max(0, round(width - 3, 1))})
        at += width
    return {"segments": segments, "drawn": drawn}


@register.inclusion_tag("shared/components/score_bar.html")
def score_bar(value: Any, line: Any = "", maximum: Any = 100) -> dict[str, Any]:
    """A bar with a tick at the line to reach."""
    top = Decimal(str(maximum)) or Decimal(1)
    return {
        "width": round(1000 * Decimal(str(value)) / top),
        "tick": round(1000 * Decimal(str(line)) / top) if line not in ("", None) else None,
        "value": value, "line": line, "maximum": maximum,
    }  # fmt: skip


@register.inclusion_tag("shared/components/position.html", takes_context=True)
def position(context: Mapping[str, Any], page: Any, measure: str = "件", address: str = "") -> dict[str, Any]:
    """第1–15件，共60件 with links that keep the query string; `measure` is the measure word.

    `address` is that of the list, for a page that a refusal shows at the address of a form.
    """
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode(), "measure": measure, "address": address}


@register.filter
def at_key(mapping: Mapping[Any, Any], key: Any) -> Any:
    """mapping[key], or '' when there is none."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def said(value: Any) -> str:
    """A parameter's value in words: 不设, 是, 否, the number; a list or a code is explained by its note."""
    if value is None or isinstance(value, bool):
        return {None: "不设", True: "是", False: "否"}[value]
    return str(value) if str(value).replace(".", "").isdigit() else ""


@register.filter
def act(action: str) -> str:
    """The Chinese word for a journal action."""
    return act_label(action)


@register.filter
def confidence(code: str) -> str:
    """How sure a value of a standard is, in words."""
    return CONFIDENCE_WORDS.get(code, code)


@register.filter
def answer(value: Any) -> str:
    """What was filled in, in words: 符合, 不符合, 是, any other text as it was typed; — when nothing was."""
    words = {"met": "符合", "not_met": "不符合", "yes": "是", "": "—", None: "—"}
    return words.get(value, str(value))


@register.inclusion_tag("shared/components/clock.html", takes_context=True)
def clock(context: Any, deadline: datetime, label: str = "", clause: str = "", waiting: object = True) -> dict[str, Any]:
    """A deadline: days and hours (hours and minutes on the last day), ochre from 3 days, red when over and something still waits."""
    left = deadline - now()
    parts, tone = _parts(left), _tone(left)
    return {
        "label": label,
        "cited": cite(context, clause) if clause else "",
        "deadline": deadline,
        "parts": parts,
        "over": -left.days if waiting else 0,
        "tone": tone if waiting or parts else "",
    }


@register.simple_tag(takes_context=True)
def due(context: Mapping[str, Any], deadline: datetime, extended: bool = False) -> SafeString:
    """A deadline in one line of a table: 还有5天, ochre from 3 days, red when over, outlined 延至 when it was extended."""
    left = deadline - in_shanghai(context.get("clock_now") or now())
    if extended:
        return format_html('<span class="due due-extended">{}延至{}</span>', icon("clock"), zh_deadline(deadline))
    said = "".join(f"{n}{unit}" for n, unit in _parts(left)[: 1 if left > timedelta(days=3) else 2])
    tone = _tone(left)
    words = f"还有{said}" if said else f"逾期{-left.days}天"
    return format_html('<span class="due {}">{}{}</span>', f"due-{tone}" if tone else "", icon(DUE[tone]) if tone else "", words)


def _tone(left: timedelta) -> str:
    if left <= timedelta():
        return "over"
    return "soon" if left <= timedelta(days=3) else ""


def _parts(left: timedelta) -> list[tuple[int, str]]:
    minutes = int(left.total_seconds() // 60)
    if minutes <= 0:
        return []
    if minutes > 24 * 60:
        return [(minutes // 1440, "天"), (minutes % 1440 // 60, "小时")]
    return [(minutes // 60, "小时"), (minutes % 60, "分")]
